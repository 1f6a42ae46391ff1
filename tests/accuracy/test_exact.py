"""Exact text finds what stands there word for word, and nothing that only sounds like it."""

from __future__ import annotations

import pytest

from qa.accuracy.exact import judged_on_exact_text, occurrences
from qa.phonetics.pattern import parse_text
from qa.rubric.source import parse_rubric
from qa.scoring.evaluation import Outcome
from qa.scoring.outcome import Thresholds
from qa.transcript import Party
from tests import builders


@pytest.mark.parametrize(
    ("pattern", "text", "places"),
    [
        ("请您稍等", "好的请您稍等", [(2, 6)]),
        ("请您，稍等", "请您稍等", [(0, 4)]),
        ("请[您]稍等", "请稍等请您稍等", [(0, 3), (3, 7)]),
        ("(请|麻烦)您稍等", "麻烦您稍等", [(0, 5)]),
        ("您好{any:0-2}为您", "您好我来为您", [(0, 6)]),
        ("您好{any:0-1}为您", "您好我来为您", []),
        ("工号{number}", "工号一零零八", [(0, 3)]),
        ("工号{number}为您", "工号1008为您", [(0, 8)]),
        ("工号{number}为您", "工号张三为您", []),
        ("{name}先生", "张先生", [(0, 3)]),
        ("抱歉", "报歉", []),
    ],
)
def test_where_a_pattern_stands(pattern: str, text: str, places: list[tuple[int, int]]) -> None:
    assert occurrences(parse_text(pattern), text) == places


RUBRIC = parse_rubric(
    """\
rubric: small
name: 小质检表
version: "1"
bands: {优: 90}
sections:
  - id: all
    name: 全部
    criteria:
      - {id: greeting, name: 问候, points: 50, require: {said: 您好为您服务, by: agent}}
      - {id: evasive, name: 推诿, points: 50, forbid: {said: 我不知道, by: agent}}
""",
    "small.yaml",
)


@pytest.mark.parametrize(
    ("lines", "outcomes"),
    [
        ([(Party.AGENT, "您好，为您服务。"), (Party.AGENT, "我不知道")], [Outcome.MET, Outcome.VIOLATED]),
        ([(Party.AGENT, "您好，为您服误。"), (Party.CUSTOMER, "我不知道")], [Outcome.MISSED, Outcome.CLEAR]),
    ],
)
def test_the_judge_on_exact_text(lines: list[tuple[Party, str]], outcomes: list[Outcome]) -> None:
    heard = builders.transcript(turns=builders.dialogue(*lines))
    evaluation = judged_on_exact_text(builders.call_result(heard=heard), RUBRIC, Thresholds())
    assert [line.outcome for line in evaluation.criteria] == outcomes


def test_the_place_of_an_exact_finding() -> None:
    turn = builders.turn("好的，我不知道。", start=2.0, end=4.0)
    heard = builders.transcript(turns=[turn])
    line = judged_on_exact_text(builders.call_result(heard=heard), RUBRIC, Thresholds()).criteria[1]
    assert [(f.text, f.start, f.end) for f in line.findings] == [("我不知道", 2.75, 3.75)]
