"""What another version of a rubric would have made of the month that was heard."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.authoring.backtest import backtest
from qa.rubric.model import Rubric
from qa.rubric.source import parse_rubric
from qa.scoring.evaluation import Outcome
from qa.scoring.heard import Call
from qa.scoring.outcome import Thresholds
from qa.settings import MonthSettings
from qa.transcript import Party
from tests import builders

HEAD = """\
rubric: small
name: 小质检表
version: "1"
applies_to: {queue: [宽带]}
scale: {start: 100}
bands: {优: 90}
sections:
  - id: s
    name: 全部
    criteria:
"""
GREETING = "      - {id: greeting, name: 问候, points: 40, require: {said: 您好, by: agent}}\n"
STRICTER = "      - {id: greeting, name: 问候, points: 40, require: {said: 您好很高兴为您服务, by: agent}}\n"
CLOSING = "      - {id: closing, name: 结束语, points: 20, require: {said: 祝您生活愉快, by: agent}}\n"


def rubric(*criteria: str) -> Rubric:
    return parse_rubric(HEAD + "".join(criteria), "small.yaml")


def call(number: int, agent: str, text: str, queue: str = "宽带") -> Call:
    turns = builders.dialogue((Party.AGENT, text))
    about = builders.metadata(call_id=f"C{number}", agent=agent, queue=queue)
    return Call(builders.transcript(turns=turns), builders.measures(), about)


SHORT, WHOLE = "您好请讲", "您好很高兴为您服务祝您生活愉快"
CALLS = [call(i, f"10{i % 3}", SHORT if i % 3 == 0 else WHOLE) for i in range(9)]


def run(old: Rubric, new: Rubric, calls: list[Call] = CALLS, focus: int = 1):  # type: ignore[no-untyped-def]
    return backtest(calls, old, new, Thresholds(), MonthSettings(focus_agents=focus))


def test_a_rubric_against_itself_changes_nothing() -> None:
    found = run(rubric(GREETING), rubric(GREETING))
    assert (found.calls, found.changed, found.criteria, found.agents) == (9, (), (), ())
    assert found.mean_before == found.mean_after


def test_a_stricter_criterion_says_which_calls_and_whose_words() -> None:
    found = run(rubric(GREETING), rubric(STRICTER))
    assert [(c.call_id, c.before, c.after) for c in found.changed] == [(f"C{i}", 100.0, 60.0) for i in (0, 3, 6)]
    (change,) = found.criteria
    assert (change.failed_before, change.failed_after, change.otherwise) == (0, 3, 3)
    assert (change.judged_before, change.judged_after) == (9, 9)
    (way,) = change.ways
    assert (way.before, way.after, way.calls) == (Outcome.MET, Outcome.MISSED, 3)
    assert [(quote.call_id, quote.text) for quote in way.quotes] == [("C0", "您好"), ("C3", "您好"), ("C6", "您好")]


def test_who_enters_and_who_leaves_the_focus_stands_first() -> None:
    calls = [*CALLS, *(call(10 + i, "102", "请讲") for i in range(3))]
    found = run(rubric(GREETING), rubric(STRICTER, CLOSING), calls)
    assert [(a.agent, a.focus_before, a.focus_after) for a in found.agents[:2]] == [
        ("100", False, True),
        ("102", True, False),
    ]


def test_a_criterion_that_one_version_lacks() -> None:
    (change,) = run(rubric(GREETING), rubric(GREETING, CLOSING)).criteria
    assert (change.judged_before, change.failed_before) == (None, None)
    assert (change.judged_after, change.failed_after) == (9, 3)
    (gone,) = run(rubric(GREETING, CLOSING), rubric(GREETING)).criteria
    assert (gone.criterion, gone.judged_after) == ("closing", None)


VALID = "scale:", "valid: {from: 2099-01-01}\nscale:"


@pytest.mark.parametrize("dated", [(False, True), (True, False), (True, True)])
def test_days_of_validity_empty_no_comparison_and_are_told(dated: tuple[bool, bool]) -> None:
    old, new = (
        parse_rubric((HEAD + text).replace(*VALID) if late else HEAD + text, "small.yaml")
        for text, late in zip((GREETING, STRICTER), dated, strict=True)
    )
    plain, found = run(rubric(GREETING), rubric(STRICTER)), run(old, new)
    assert (found.early_or_late_old, found.early_or_late_new) == (9 * dated[0], 9 * dated[1])
    assert replace(found, early_or_late_old=0, early_or_late_new=0) == plain


def test_calls_of_one_version_alone_are_counted_and_not_compared() -> None:
    wide = parse_rubric((HEAD + GREETING).replace("[宽带]", "[宽带, 话费]"), "small.yaml")
    other = [call(20 + i, "100", SHORT, queue="话费") for i in range(2)]
    plain, found = run(rubric(GREETING), rubric(GREETING)), run(wide, rubric(GREETING), [*CALLS, *other])
    assert (found.calls, found.only_old, found.only_new) == (9, 2, 0)
    assert (found.mean_before, found.mean_after) == (plain.mean_before, plain.mean_after)
    assert (found.changed, found.criteria) == ((), ())
    assert [(c.call_id, c.before, c.after) for c in found.judged if c.judged_by == "old"] == [
        ("C20", 100.0, None),
        ("C21", 100.0, None),
    ]
    back = run(rubric(GREETING), wide, [*CALLS, *other])
    assert (back.calls, back.only_old, back.only_new) == (9, 0, 2)


def test_calls_of_other_queues_are_passed_over() -> None:
    assert run(rubric(GREETING), rubric(STRICTER), [call(1, "100", SHORT, queue="话费")]).calls == 0
