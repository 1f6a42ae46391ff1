"""What a scorecard's lines add up to: bounds, shares, sections in sections, weights, and both kinds of scale."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.rubric.diagnostics import RubricError
from qa.rubric.model import Rubric
from qa.rubric.source import parse_rubric
from qa.scoring.correction import corrected
from qa.scoring.evaluation import CriterionResult, Evaluation, Outcome
from qa.scoring.heard import Call
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.scoring.totals import part_of, sections_lost, total
from qa.transcript import Party
from tests import builders

A = Party.AGENT
NESTED = """\
rubric: nested
name: 分层
version: "1"
scale: {points: 100}
bands: {优: 90, 合格: 60}
sections:
  - id: words
    name: 用语
    points: 60
    criteria:
      - {id: hello, name: 问候, weight: 2, critical: true, require: {said: 您好, by: agent}}
      - {id: thanks, name: 致谢, weight: 1, require: {said: 感谢您, by: agent}}
      - {id: scolding, name: 训斥, fatal: section, forbid: {said: 你怎么回事, by: agent}}
    sections:
      - id: closing
        name: 结束
        points: 30
        criteria:
          - {id: bye, name: 再见, points: 30, require: {said: 祝您生活愉快, by: agent}}
  - id: tone
    name: 语气
    criteria:
      - {id: must, name: 命令, points: 40, forbid: {said: 你必须, by: agent}, deduct: {once: 10}}
"""
FORM = parse_rubric(NESTED, "nested.yaml")
FROM_START = parse_rubric(
    NESTED.replace("scale: {points: 100}", "scale: {start: 50, floor: 5}").replace("优: 90, 合格: 60", "合格: 30"),
    "nested.yaml",
)


def scored(rubric: Rubric, *texts: str) -> Evaluation:
    turns = builders.dialogue(*((A, text) for text in texts))
    call = Call(builders.transcript(turns=turns), builders.measures(silences=()), builders.metadata())
    return evaluate(rubric, call, Stamp("r", "m"), Thresholds())


def test_weights_share_what_inner_sections_leave() -> None:
    points = {criterion.id: criterion.points for _, criterion in FORM.criteria()}
    assert points == {"hello": 20, "thanks": 10, "scolding": 0, "bye": 30, "must": 40}
    assert [section.id for section, _ in FORM.criteria()] == ["words", "words", "words", "closing", "tone"]


GOOD_CALL = ("您好请讲", "感谢您的耐心等待", "祝您生活愉快")


@pytest.mark.parametrize(
    ("texts", "score", "from_start"),
    [
        (GOOD_CALL, 100, 50),
        ((*GOOD_CALL, "你必须去", "你必须来"), 90, 40),  # once, however often
        ((*GOOD_CALL, "你怎么回事"), 40, 5),  # with the section goes the section inside it; 50 − 60 is under the floor
    ],
)
def test_shares_of_what_can_be_earned_or_deductions_from_the_start(
    texts: tuple[str, ...], score: float, from_start: float
) -> None:
    assert (scored(FORM, *texts).score, scored(FROM_START, *texts).score) == (score, from_start)


def test_too_little_to_judge_gives_no_score_but_a_fatal_violation_does() -> None:
    fatal = NESTED.replace("fatal: section", "fatal: rubric")
    picky = parse_rubric(fatal.replace("{points: 100}", "{points: 100, least_judged: 50 %}"), "nested.yaml")
    heard = {"must": Outcome.CLEAR}  # 40 of 100 points; nothing else could be judged
    lines = [
        builders.criterion(criterion=c.id, outcome=heard.get(c.id, Outcome.CANNOT_JUDGE), points=c.points)
        for _, c in FORM.criteria()
    ]
    lines = [replace(line, max_points=line.points, fatal=line.criterion == "scolding") for line in lines]
    assert (total(FORM, lines).score, total(picky, lines).score, total(picky, lines).band) == (100, None, "")
    assert total(picky, lines).coverage == 0.4
    sworn = [replace(line, outcome=Outcome.VIOLATED) if line.fatal else line for line in lines]
    assert total(picky, sworn).score == 0


def test_critical_criteria_have_a_total_of_their_own() -> None:
    card = scored(FORM, "您好请讲", "没有别的事情我们就挂机了", "好的好的就这样")
    assert card.critical is not None
    assert card.non_critical is not None
    assert (card.critical.points, card.critical.at_stake, card.critical.coverage) == (20, 20, 1)
    assert (card.non_critical.points, card.non_critical.at_stake) == (40, 80)


def test_an_overruled_violation_gives_its_section_back() -> None:
    machine = scored(FORM, *GOOD_CALL, "你怎么回事")
    after = corrected(machine, {"scolding": Outcome.CLEAR}, reason="听过录音", rubric=FORM)
    assert (machine.score, after.score, after.band, after.fatal) == (40, 100, "优", False)


WRONG = {
    "sum of a section": ("points: 30\n", "points: 25\n", "本节各项合计 30 分，应为 25"),
    "weights without points": ("    points: 60\n", "", "本节要写 points:"),
    "weights get nothing": ("    points: 60\n", "    points: 30\n", "不够扣或不大于 0"),
    "points and weight": ("weight: 1,", "weight: 1, points: 3,", "只能写一个"),
    "both scales": ("{points: 100}", "{points: 100, start: 100}", "只能写一个"),
    "once and each": ("{once: 10}", "{once: 10, each: 5}", "once: 单独写"),
    "one id at two depths": ("id: closing", "id: hello", "编号重复"),
    "an empty section": (
        NESTED[NESTED.index("    name: 语气") :],
        "    name: 语气\n",
        "criteria: 与 sections: 至少写一个",
    ),
}


@pytest.mark.parametrize(("old", "new", "zh"), WRONG.values(), ids=WRONG.keys())
def test_a_form_that_does_not_add_up_is_refused_with_the_reason(old: str, new: str, zh: str) -> None:
    assert old in NESTED
    with pytest.raises(RubricError) as error:
        parse_rubric(NESTED.replace(old, new, 1), "nested.yaml")
    assert any(zh in diagnostic.what.zh for diagnostic in error.value.diagnostics)


OUTCOMES = st.sampled_from(Outcome)


@st.composite
def filled(draw: st.DrawFn) -> tuple[CriterionResult, ...]:
    lines = []
    for _, criterion in FORM.criteria():
        outcome = draw(OUTCOMES)
        earned = criterion.points if outcome in (Outcome.MET, Outcome.CLEAR) else 0.0
        if outcome is Outcome.VIOLATED:
            earned = draw(st.floats(0, 1)) * criterion.points
        line = builders.criterion(
            criterion=criterion.id,
            outcome=outcome,
            points=earned,
            max_points=criterion.points,
            fatal=bool(criterion.fatal),
        )
        lines.append(line)
    return tuple(lines)


@given(filled(), st.sampled_from((FORM, FROM_START)))
def test_a_score_lies_between_floor_and_full_and_says_how_much_was_judged(
    lines: tuple[CriterionResult, ...], rubric: Rubric
) -> None:
    whole = total(rubric, sections_lost(rubric, lines))
    assert 0 <= whole.coverage <= 1
    assert (whole.score is None) == (whole.coverage == 0)
    assert whole.score is None or rubric.scale.floor <= whole.score <= rubric.scale.points


@given(filled(), st.randoms(use_true_random=False), st.sampled_from((FORM, FROM_START)))
def test_the_order_of_criteria_changes_nothing(
    lines: tuple[CriterionResult, ...], chance: random.Random, rubric: Rubric
) -> None:
    mixed = list(lines)
    chance.shuffle(mixed)
    assert total(rubric, sections_lost(rubric, mixed)) == total(rubric, sections_lost(rubric, lines))


@given(filled())
def test_what_does_not_apply_leaves_the_shares_of_the_others_as_they_are(lines: tuple[CriterionResult, ...]) -> None:
    ids = {line.criterion for line in lines}
    for gone in lines:
        without = tuple(line for line in lines if line is not gone)
        absent = replace(gone, outcome=Outcome.NOT_APPLICABLE, points=0.0)
        as_absent = tuple(absent if line is gone else line for line in lines)
        assert part_of(as_absent, ids) == part_of(without, ids)
        assert total(FORM, as_absent).score == total(FORM, without).score


@given(filled())
def test_critical_and_other_criteria_add_up_to_the_form(lines: tuple[CriterionResult, ...]) -> None:
    ids = {line.criterion for line in lines}
    parts = part_of(lines, {"hello"}), part_of(lines, ids - {"hello"})
    form = part_of(lines, ids)
    assert sum(part.at_stake for part in parts) == pytest.approx(form.at_stake)
    assert sum(part.points for part in parts) == pytest.approx(form.points)
