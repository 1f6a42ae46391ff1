"""Lint says what an author should look at again, and nothing about a good rubric."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.authoring.lint import Hint, Material, hints, manual
from qa.rubric.model import Rubric
from qa.rubric.source import parse_rubric
from qa.scoring.heard import Call
from qa.transcript import Party
from tests import builders

ROOT = Path(__file__).resolve().parents[2]


def rubric(*criteria: str, applies_to: str = "queue: [宽带]") -> Rubric:
    lines = "\n".join(f"      - {{id: c{i}, name: 第{i}项, {text}}}" for i, text in enumerate(criteria))
    head = f'rubric: small\nname: 小质检表\nversion: "1"\napplies_to: {{{applies_to}}}\nscale: {{start: 100}}\n'
    return parse_rubric(
        f"{head}bands: {{优: 90}}\nsections:\n  - id: s\n    name: 全部\n    criteria:\n{lines}\n", "s.yaml"
    )


def found(form: Rubric, calls: tuple[Call, ...] = (), bare: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(hint.code, hint.criterion) for hint in hints(Material(form, bare, calls))]


GOOD = "points: 10, require: {said: 您好很高兴为您服务, by: agent}"


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ([GOOD, "points: 10, forbid: {said: 这不归我管, by: agent}"], []),
        # The same sounds, in other characters.
        ([GOOD, "points: 10, forbid: {said: 您好很高兴为宁服务, by: agent}"], []),
        ([GOOD, "points: 10, forbid: {said: 您好很高兴为您服务, by: agent}"], [("L002", "c1")]),
        (["points: 10, require: {said: [请稍等, 请稍候, 请烧等], by: agent}"], [("L003", "c0")]),
        (["points: 0.5, require: {said: 请稍等, by: agent}"], [("L004", "c0")]),
        ([f"when: {{metadata: {{queue: 话费}}}}, {GOOD}"], [("L005", "c0")]),
        ([f"when: {{metadata: {{queue: [话费, 宽带]}}}}, {GOOD}"], []),
        ([f"when: {{any: [{{metadata: {{queue: 话费}}}}, {{said: 投诉, by: customer}}]}}, {GOOD}"], []),
        ([f"when: {{all: [{{metadata: {{queue: 话费}}}}, {{said: 投诉, by: customer}}]}}, {GOOD}"], [("L005", "c0")]),
        # What must not be said is not asked for.
        (["points: 5, require: {not: {said: 没办法, by: agent}}", "points: 5, forbid: {said: 没办法, by: agent}"], []),
    ],
)
def test_rules(criteria: list[str], expected: list[tuple[str, str]]) -> None:
    assert found(rubric(*criteria)) == expected


def test_a_criterion_without_a_case_is_named() -> None:
    assert found(rubric(GOOD), bare=("c0",)) == [("L001", "c0")]


def call(text: str) -> Call:
    turns = builders.dialogue((Party.AGENT, text))
    return Call(builders.transcript(turns=turns), builders.measures(), builders.metadata())


def test_a_phrase_that_ordinary_speech_sounds_like_is_told_by_the_centres_own_calls() -> None:
    form = rubric("points: 10, forbid: {said: 公鸡不下蛋, by: agent}", GOOD)
    ordinary, others = call("好的攻击补夏但我看看"), call("您好很高兴为您服务")
    (hint,) = hints(Material(form, (), (ordinary,) * 2 + (others,) * 38))
    assert (hint.code, hint.criterion) == ("L006", "c0")
    assert "40 通转写里有 2 通" in hint.what.zh
    assert "每千通 50" in hint.what.zh
    assert found(form, (ordinary,) * 2) == []  # too few transcripts to say
    assert found(form, (call("公鸡不下蛋"),) * 40) == []  # really said


def test_the_shipped_rubrics_give_no_hint() -> None:
    for path in sorted((ROOT / "rubrics").glob("*[a-z].yaml")):
        if not path.name.endswith(".cases.yaml"):
            assert found(parse_rubric(path.read_text(encoding="utf-8"), str(path))) == [], path.name


def test_the_manual_is_what_the_rules_say() -> None:
    assert (ROOT / "docs" / "rubric-lint.zh-CN.md").read_text(encoding="utf-8") == manual()


def test_a_hint_has_both_languages() -> None:
    (hint,) = hints(Material(rubric(GOOD), ("c0",)))
    assert hint == Hint("L001", "c0", hint.what)
    assert (hint.what.zh, hint.what.en) == ("没有用例", "no case speaks of it")
