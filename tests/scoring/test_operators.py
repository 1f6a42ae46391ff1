"""What each operator finds in a call, and where it looks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from qa.measures.shape import Hold, Interruption, Measures, Silence, Stretch
from qa.report.reasons import reason
from qa.rubric.condition import OPERATORS, Condition
from qa.rubric.diagnostics import RubricError
from qa.rubric.manual import NEEDS, manual, page
from qa.rubric.model import Rubric
from qa.rubric.source import parse_rubric
from qa.scoring.conditions import judge, judges
from qa.scoring.conditions.verdict import Verdict
from qa.scoring.evaluation import Outcome
from qa.scoring.heard import Call
from qa.scoring.outcome import DOUBT, Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.transcript import Party
from tests import builders

A, C = Party.AGENT, Party.CUSTOMER
Lines = Sequence[tuple[Party, str]]
SURE, NOT, UNKNOWN = "sure", "not", "unknown"

FORM = """\
rubric: small
name: 小质检表
version: "1"
bands: {{优: 90}}
sections:
  - id: one
    name: 一
    criteria:
      - id: it
        name: 它
        points: 100
        {demand}: {condition}
"""


def rubric_of(condition: str, demand: str = "require") -> Rubric:
    indented = condition.strip().replace("\n", "\n          ")
    if "\n" in indented:
        indented = "\n          " + indented
    return parse_rubric(FORM.format(demand=demand, condition=indented), "small.yaml")


def parsed(condition: str) -> Condition:
    required = next(criterion for _, criterion in rubric_of(condition).criteria()).require
    assert required is not None
    return required


def call_of(lines: Lines, measures: Measures | None = None, *, sure: float = 0.95) -> Call:
    turns, at = [], 0.5
    for party, text in lines:
        turns.append(builders.turn(text, party=party, start=at, probability=sure))
        at = turns[-1].end + 0.5
    seconds = max(40.0, at + 1)
    return Call(
        builders.transcript(turns=turns, seconds=seconds),
        measures or builders.measures(silences=(), call_seconds=seconds),
        builders.metadata(),
    )


def told(verdict: Verdict) -> str:
    if verdict.probability is None:
        return UNKNOWN if verdict.asked else "not asked"
    return SURE if verdict.probability >= 0.75 else NOT if verdict.probability <= 0.2 else f"{verdict.probability:.2f}"


GREETED: Lines = [(A, "您好很高兴为您服务"), (C, "我想查一下话费"), (A, "好的请您稍等"), (C, "嗯"), (A, "话费是三十元")]


@pytest.mark.parametrize(
    ("condition", "lines", "expected"),
    [
        # said: counts and different phrases
        ("{said: 话费, times: {at_least: 2}}", GREETED, SURE),
        ("{said: 话费, by: agent, times: {at_least: 2}}", GREETED, NOT),
        ("{said: 话费, times: {at_most: 1}}", GREETED, NOT),
        ("{said: 话费, by: agent, times: {at_most: 1}}", GREETED, SURE),
        ("{said: 流量, times: {at_least: 1, at_most: 3}}", GREETED, NOT),
        ("{said: [请您稍等, 话费, 再见], by: agent, different: 2}", GREETED, SURE),
        ("{said: [请您稍等, 话费, 再见], by: agent, different: 3}", GREETED, NOT),
        # where
        ("{said: 请您稍等, by: agent, within: first 1 turns}", GREETED, NOT),
        ("{said: 请您稍等, by: agent, within: first 2 turns}", GREETED, SURE),
        ("{said: 请您稍等, by: agent, within: last 1 turns}", GREETED, NOT),
        ("{said: 请您稍等, by: agent, after: {said: 话费, by: customer, within: 5 s}}", GREETED, SURE),
        ("{said: 请您稍等, by: agent, before: {said: 话费, by: customer, within: 5 s}}", GREETED, NOT),
        ("{said: 请您稍等, by: agent, around: {said: 话费, by: customer, within: 5 s}}", GREETED, SURE),
        ("{said: 请您稍等, by: agent, around: {said: 话费, by: customer, within: 5 s, hit: last}}", GREETED, SURE),
        ("{said: 话费, by: agent, unless_after: {said: 请您稍等, by: agent, within: 10 s}}", GREETED, NOT),
        ("{said: 话费, by: agent, unless_after: {said: 欢迎光临, by: agent, within: 10 s}}", GREETED, SURE),
        # matches: text as it was written
        ("{matches: '话费是.{1,3}元', by: agent}", GREETED, SURE),
        ("{matches: '画费', by: agent}", GREETED, NOT),
        ("{matches: '话费', excludes: '三十', by: agent}", GREETED, NOT),
        ("{matches: '^您好', by: agent, within: first 1 turns}", GREETED, SURE),
        # similar: other words for the same
        ("{similar: 请问您还有其他问题吗, by: agent}", [(A, "请问您还有什么别的问题吗")], SURE),
        ("{similar: 请问您还有其他问题吗, by: agent}", [(A, "您的话费余额是三十二元")], NOT),
        ("{similar: 请问您还有其他问题吗, by: agent}", [(A, "情问您还有其它文题吗")], SURE),
        ("{similar: 我们不提供这项服务, by: agent}", [(A, "这项服务我们不提供的")], SURE),
        ("{similar: 我们不提供这项服务, by: agent}", [(A, "我们提供这项服务")], "0.35"),
        ("{similar: 可以办理, by: agent}", [(A, "不可以办理")], "0.35"),
        ("{similar: 请问您有没有别的问题, by: agent}", [(A, "请问您有别的问题吗")], SURE),
        # repeats
        ("{repeats: {last: 3}, by: agent}", [(A, "您的余额是三十元"), (C, "多少"), (A, "您的余额是三十元")], SURE),
        ("{repeats: {last: 3}, by: agent}", [(A, "您的余额是三十元"), (C, "多少"), (A, "请您拨打营业厅电话")], NOT),
        ("{repeats: {last: 3}, by: agent}", [(A, "好的好的"), (C, "多少"), (A, "好的好的")], NOT),
        ("{repeats: {of: other}, by: agent}", [(C, "我家的宽带断了"), (A, "您家的宽带断了是吗")], NOT),
        ("{repeats: {of: other}, by: agent}", [(C, "我家的宽带断了"), (A, "我家的宽带断了")], SURE),
        # topic
        ("{topic: [停水, 水压, 抢修]}", [(C, "我家停水了"), (A, "正在抢修")], SURE),
        ("{topic: [停水, 水压, 抢修]}", [(C, "我家停水了"), (A, "好的请您稍等")], NOT),
        # order
        ("{order: [{said: 您好}, {said: 请您稍等}, {said: 三十元}]}", GREETED, SURE),
        ("{order: [{said: 请您稍等}, {said: 您好}]}", GREETED, NOT),
        ("{order: [{said: 您好}, {said: 三十元}], apart: 2 s}", GREETED, NOT),
    ],
)
def test_words(condition: str, lines: Lines, expected: str) -> None:
    assert told(judge(parsed(condition), call_of(lines))) == expected


ANSWER = """
answers:
  trigger: {said: 我要投诉, by: customer}
  reply: {said: [非常抱歉, 对不起], by: agent}
  within: WITHIN
"""
ANGRY = (C, "我要投诉你们")


@pytest.mark.parametrize(
    ("within", "lines", "expected"),
    [
        ("2 turns", [ANGRY, (A, "非常抱歉")], SURE),
        ("2 turns", [ANGRY, (A, "什么事情"), (C, "断网"), (A, "非常抱歉")], SURE),
        ("1 turns", [ANGRY, (A, "什么事情"), (C, "断网"), (A, "非常抱歉")], NOT),
        ("1 turns", [ANGRY, (A, "嗯"), (C, "断网了"), (A, "非常抱歉")], SURE),
        ("10 s", [ANGRY, (A, "非常抱歉")], SURE),
        ("2 turns", [(A, "非常抱歉"), ANGRY, (A, "什么事情"), (C, "断网"), (A, "知道了")], NOT),
        ("2 turns", [ANGRY, (A, "非常抱歉"), (C, "我要投诉"), (A, "知道了")], NOT),
        ("2 turns", [(C, "我想查话费"), (A, "好的")], "not asked"),
    ],
)
def test_what_one_says_the_other_has_to_answer(within: str, lines: Lines, expected: str) -> None:
    assert told(judge(parsed(ANSWER.replace("WITHIN", within)), call_of(lines))) == expected


def test_a_demand_without_an_occasion_is_not_applicable() -> None:
    rubric = rubric_of(ANSWER.replace("WITHIN", "2 turns"))
    scored = evaluate(rubric, call_of([(C, "我想查话费"), (A, "好的")]), Stamp("r", "m"), Thresholds())
    assert (scored.criteria[0].outcome, scored.score) == (Outcome.NOT_APPLICABLE, None)


def stretch(at: float, *, rate: float = 240.0, raised: float = 0.0, loud: float = -24.0, party: Party = A) -> Stretch:
    return Stretch(party, at, at + 3, 12, rate, loud, raised, 200.0)


@pytest.mark.parametrize(
    ("condition", "measured", "expected"),
    [
        ("{silence: {longer_than: 8 s}}", {"silences": [Silence(10, 20, A)]}, SURE),
        ("{silence: {longer_than: 12 s}}", {"silences": [Silence(10, 20, A)]}, NOT),
        ("{silence: {longer_than: 8 s, waiting_for: agent}}", {"silences": [Silence(10, 20, C)]}, NOT),
        ("{silence: {longer_than: 8 s, waiting_for: agent}}", {"silences": [Silence(10, 20)]}, UNKNOWN),
        ("{silence: {longer_than: 8 s}, times: {at_least: 2}}", {"silences": [Silence(10, 20, A)]}, NOT),
        ("{silence: {longer_than: 8 s}, within: last 10 s}", {"silences": [Silence(10, 20, A)]}, NOT),
        ("{rate: {faster_than: 300 字/分}, by: agent}", {"stretches": [stretch(3, rate=320)]}, SURE),
        ("{rate: {faster_than: 300 字/分}, by: agent}", {"stretches": [stretch(3, rate=320, party=C)]}, NOT),
        ("{rate: {faster_than: 300 字/分, shortest: 20}, by: agent}", {"stretches": [stretch(3, rate=320)]}, NOT),
        ("{rate: {slower_than: 120 字/分}, by: agent}", {"stretches": [stretch(3, rate=100)]}, SURE),
        ("{interrupts: {longer_than: 1 s}, by: agent}", {"interruptions": [Interruption(A, 3, 5)]}, SURE),
        ("{interrupts: {longer_than: 1 s}, by: agent}", {"interruptions": [Interruption(A, 3, 3.5)]}, NOT),
        ("{interrupts: {longer_than: 1 s}, by: agent}", {"interruptions": [Interruption(C, 3, 5)]}, NOT),
        ("{loudness: {raised: 8 dB}, by: agent}", {"stretches": [stretch(3, raised=9)]}, SURE),
        ("{loudness: {jump: 10 dB}, by: agent}", {"stretches": [stretch(3, loud=-30), stretch(9, loud=-18)]}, SURE),
        ("{loudness: {jump: 10 dB}, by: agent}", {"stretches": [stretch(3, loud=-30), stretch(9, loud=-22)]}, NOT),
        ("{loudness: {below: -45 dBFS}, by: agent}", {"stretches": [stretch(3, loud=-50)]}, SURE),
        ("{hold: {longer_than: 30 s}}", {"holds": [Hold(5, 40, True, True, True)]}, SURE),
        ("{hold: {announced: false}}", {"holds": [Hold(5, 40, True, True, True)]}, NOT),
        ("{hold: {announced: false}}", {"holds": [Hold(5, 40, True, False, True)]}, SURE),
        ("{hold: {announced: false}}", {"holds": [Hold(5, 40, True, None, None)]}, UNKNOWN),
        ("{measure: ended_by, is: agent}", {"ended_by": A}, SURE),
        ("{measure: ended_by, is: agent}", {"ended_by": C}, NOT),
        ("{measure: ended_by, is: agent}", {"ended_by": Party.UNKNOWN}, UNKNOWN),
    ],
)
def test_sound_and_time(condition: str, measured: dict[str, object], expected: str) -> None:
    call = call_of(GREETED, builders.measures(**({"silences": ()} | measured)))  # type: ignore[arg-type]
    assert told(judge(parsed(condition), call)) == expected


TOLD, UNTOLD = Hold(5, 40, True, True, True), Hold(45, 80, True, False, False)
NOBODY_CAN_TELL = Hold(85, 120, True, None, None)
NO_HOLD_PERHAPS = Hold(85, 120, False, None, True)


@pytest.mark.parametrize(
    ("condition", "holds", "expected"),
    [
        ("{hold: {announced: false}}", [NOBODY_CAN_TELL], UNKNOWN),
        ("{hold: {thanked: false}}", [NOBODY_CAN_TELL], UNKNOWN),
        ("{hold: {announced: true}}", [NOBODY_CAN_TELL], UNKNOWN),
        ("{hold: {announced: false}}", [TOLD, NOBODY_CAN_TELL], UNKNOWN),
        ("{hold: {announced: false}}", [UNTOLD, NOBODY_CAN_TELL], SURE),
        ("{hold: {announced: false}, times: {at_least: 2}}", [UNTOLD, NOBODY_CAN_TELL], UNKNOWN),
        ("{hold: {announced: false}, times: {at_most: 1}}", [TOLD, NOBODY_CAN_TELL], SURE),
        ("{hold: {announced: false}, times: {at_most: 1}}", [UNTOLD, NOBODY_CAN_TELL], UNKNOWN),
        ("{hold: {announced: false, music: false}}", [NOBODY_CAN_TELL], NOT),
        ("{hold: {announced: false, longer_than: 60 s}}", [NOBODY_CAN_TELL], NOT),
        ("{hold: {longer_than: 30 s}}", [NOBODY_CAN_TELL], SURE),
        ("{hold: {longer_than: 30 s}}", [NO_HOLD_PERHAPS], UNKNOWN),
        ("{hold: {longer_than: 60 s}}", [NO_HOLD_PERHAPS], NOT),
        ("{hold: {announced: false}}", [NO_HOLD_PERHAPS], NOT),
        ("{hold: {thanked: false}}", [NO_HOLD_PERHAPS], NOT),
        ("{hold: {thanked: false}}", [Hold(85, 120, False, None, False)], UNKNOWN),
        ("{hold: {music: true}}", [NO_HOLD_PERHAPS], NOT),
        ("{hold: {}, times: {at_least: 2}}", [TOLD, NO_HOLD_PERHAPS], UNKNOWN),
    ],
)
def test_what_may_have_been_said_beside_a_hold_is_for_a_person(
    condition: str, holds: list[Hold], expected: str
) -> None:
    call = call_of(GREETED, builders.measures(holds=holds, silences=()))
    assert told(judge(parsed(condition), call)) == expected


NOISE = 2e-14
"""What is left of a sum of fractions."""


@pytest.mark.parametrize(
    ("condition", "measured"),
    [
        ("{silence: {longer_than: 8 s}}", {"silences": [Silence(10, 18 + NOISE, A)]}),
        ("{rate: {faster_than: 280 字/分}, by: agent}", {"stretches": [stretch(3, rate=280 + 1e-13)]}),
        ("{rate: {slower_than: 280 字/分}, by: agent}", {"stretches": [stretch(3, rate=280 - 1e-13)]}),
        ("{interrupts: {longer_than: 1 s}, by: agent}", {"interruptions": [Interruption(A, 3, 4 + NOISE)]}),
        ("{hold: {longer_than: 30 s}}", {"holds": [Hold(5, 35 + NOISE, True, None, None)], "hold_count": 1.0}),
        ("{loudness: {raised: 8 dB}, by: agent}", {"stretches": [stretch(3, raised=8 + NOISE)]}),
        (
            "{loudness: {jump: 8 dB}, by: agent}",
            {"stretches": [stretch(3, loud=-30), stretch(9, loud=-22 + NOISE)]},
        ),
        ("{loudness: {above: -10 dBFS}, by: agent}", {"stretches": [stretch(3, loud=-10 + NOISE)]}),
        ("{loudness: {below: -45 dBFS}, by: agent}", {"stretches": [stretch(3, loud=-45 - NOISE)]}),
        ("{silence: {longer_than: 5 s}, within: first 10 s}", {"silences": [Silence(10 - NOISE, 19, A)]}),
        ("{silence: {longer_than: 5 s}, within: last 30 s}", {"silences": [Silence(2, 10 + NOISE, A)]}),
        ("{not: {measure: last_speech_to_end, at_most: 3 s}}", {"last_speech_to_end": 3 + NOISE}),
        ("{not: {measure: last_speech_to_end, at_least: 3 s}}", {"last_speech_to_end": 3 - NOISE}),
        ("{not: {measure: silence_share, at_most: 7 %}}", {"silence_share": 7 / 100}),
    ],
)
def test_what_is_exactly_at_a_limit_is_not_beyond_it(condition: str, measured: dict[str, object]) -> None:
    call = call_of(GREETED, builders.measures(**({"silences": (), "call_seconds": 40.0} | measured)))  # type: ignore[arg-type]
    assert told(judge(parsed(condition), call)) == NOT


@pytest.mark.parametrize(
    ("which", "side", "other"),
    [("customer", "before", "agent"), ("customer", "around", "agent"), ("agent", "after", "customer")],
)
def test_what_is_exactly_as_far_off_as_allowed_is_near(which: str, side: str, other: str) -> None:
    silences = (Silence(2, 8, C), Silence(11 + NOISE, 19, A))
    beside = f"{{silence: {{longer_than: 3 s, waiting_for: {other}}}, within: 3 s}}"
    condition = parsed(f"{{silence: {{longer_than: 3 s, waiting_for: {which}}}, {side}: {beside}}}")
    call = call_of(GREETED, builders.measures(silences=silences, call_seconds=40.0))
    assert told(judge(condition, call)) == SURE


ONE_HOLD = {"holds": [Hold(5, 40, True, None, None)]}
TWO_HOLDS = {"holds": [Hold(5, 20, True, None, None), Hold(25, 35, True, None, None)]}
NOBODY_WAITED = {"holds": [], "hold_count": 0.0}
NOT_MEASURED: dict[str, object] = {"holds": [], "hold_count": None}


@pytest.mark.parametrize(
    ("condition", "measured", "expected"),
    [
        ("{hold: {longer_than: 30 s}}", NOT_MEASURED, UNKNOWN),
        ("{hold: {longer_than: 30 s}}", NOBODY_WAITED, UNKNOWN),
        ("{hold: {longer_than: 30 s}}", ONE_HOLD, SURE),
        ("{hold: {longer_than: 60 s}}", ONE_HOLD, UNKNOWN),
        ("{hold: {music: true}}", NOT_MEASURED, UNKNOWN),
        ("{hold: {music: true}}", NOBODY_WAITED, NOT),
        ("{hold: {}, times: {at_least: 2}}", ONE_HOLD, UNKNOWN),
        ("{hold: {}, times: {at_most: 1}}", ONE_HOLD, UNKNOWN),
        ("{hold: {}, times: {at_most: 1}}", TWO_HOLDS, NOT),
    ],
)
def test_where_nobody_knows_the_agent_there_may_be_more_holds_than_found(
    condition: str, measured: dict[str, object], expected: str
) -> None:
    call = call_of([(Party.UNKNOWN, text) for _, text in GREETED], builders.measures(**measured))  # type: ignore[arg-type]
    assert told(judge(parsed(condition), call)) == expected


@pytest.mark.parametrize(
    "condition",
    [
        "{silence: {longer_than: 8 s}}",
        "{silence: {longer_than: 8 s}, times: {at_most: 2}}",
        "{hold: {longer_than: 60 s}}",
        "{hold: {music: true}, times: {at_most: 2}}",
    ],
)
@pytest.mark.parametrize("demand", ["require", "forbid"])
def test_a_recording_without_speech_keeps_nobody_waiting_and_earns_nothing(condition: str, demand: str) -> None:
    silent = builders.measures(silences=[Silence(0, 40)], agent_talk_seconds=None)
    (line,) = evaluate(rubric_of(condition, demand), call_of((), silent), Stamp("", ""), Thresholds()).criteria
    assert (line.outcome, line.points, line.reason) == (Outcome.CANNOT_JUDGE, 0, "没有可用的语音")


@pytest.mark.parametrize(
    ("measure", "lines", "known", "why"),
    [
        ("agent_speech_rate", (), None, "没有可用的语音"),
        ("agent_speech_rate", ((A, "您好"),), None, "无法确定哪一方是坐席"),
        ("customer_speech_rate", ((A, "您好"),), 3.0, "没有听到客户说话"),
        ("agent_speech_rate", ((A, "您好"),), 3.0, "本通测不出这一项（话太少，或没有声音可测）"),
    ],
)
def test_why_something_was_not_measured(measure: str, lines: Lines, known: float | None, why: str) -> None:
    silent = builders.measures(agent_talk_seconds=known, agent_speech_rate=None, customer_speech_rate=None)
    verdict = judge(parsed(f"{{measure: {measure}, at_most: 300 字/分}}"), call_of(lines, silent))
    assert (verdict.probability, verdict.reason) == (None, why)
    assert reason(why).en != why


def test_a_silence_that_was_announced_is_excused_and_another_is_not() -> None:
    condition = parsed("{silence: {longer_than: 5 s}, unless_after: {said: 请您稍等, by: agent, within: 5 s}}")
    call = call_of(GREETED)
    asked_to_wait = next(t for t in call.voices[A].turns if "稍等" in t.text).end
    announced = Silence(asked_to_wait + 1, asked_to_wait + 9, A)
    later = Silence(announced.end + 5, announced.end + 12, A)
    excused = call_of(GREETED, builders.measures(silences=[announced]))
    both = call_of(GREETED, builders.measures(silences=[announced, later]))
    assert told(judge(condition, excused)) == NOT
    assert [hit.start for hit in judge(condition, both).hits] == [later.start]


@pytest.mark.parametrize("condition", ["{matches: 话费, by: agent}", "{similar: 话费是三十元, by: agent}"])
def test_text_that_was_hardly_heard_accuses_nobody(condition: str) -> None:
    verdict = judge(parsed(condition), call_of(GREETED, sure=0.35))
    assert verdict.probability is not None
    assert verdict.probability < DOUBT


def test_a_doubtful_trigger_makes_a_doubtful_reproach() -> None:
    condition = parsed(ANSWER.replace("WITHIN", "2 turns"))
    sure = judge(condition, call_of([ANGRY, (A, "知道了")]))
    doubtful = judge(condition, call_of([(C, "我要偷诉"), (A, "知道了")], sure=0.3))
    assert sure.probability is not None
    assert doubtful.probability is None or doubtful.probability > sure.probability


@pytest.mark.parametrize("name", list(OPERATORS))
def test_every_operator_is_judged_and_has_a_page_with_examples_that_can_be_read(name: str) -> None:
    assert OPERATORS[name] in judges
    (example,) = re.findall(r"```yaml\n(.*?)```", page(name), re.DOTALL)
    for demand, condition in demands(example):
        rubric_of(condition, "require" if demand == "when" else demand)


@pytest.mark.parametrize(("want", "condition"), NEEDS)
def test_what_authors_want_to_find_can_be_written_as_the_manual_says(want: str, condition: str) -> None:
    assert rubric_of(condition, "require")
    assert f"| {want} | `" in manual()


def test_every_operator_answers_some_need() -> None:
    for name in OPERATORS:
        assert any(f"{{{name}: " in condition for _, condition in NEEDS), name


def demands(example: str) -> Sequence[tuple[str, str]]:
    """`require: {…}` lines, or one block."""
    found = re.findall(r"^(when|require|forbid):[ \n](.*?)(?=^\w|\Z)", example, re.DOTALL | re.MULTILINE)
    assert found
    return [(demand, re.sub(r"^  ", "", condition, flags=re.MULTILINE)) for demand, condition in found]


def test_the_manual_in_the_documentation_is_the_one_of_the_operators() -> None:
    from pathlib import Path

    kept = Path(__file__).parents[2] / "docs" / "rubric-conditions.zh-CN.md"
    assert kept.read_text(encoding="utf-8").strip() == manual().strip()


@pytest.mark.parametrize(
    ("condition", "complaint"),
    [
        (r"{matches: '(?<=a)b', by: agent}", "RE2"),
        (r"{matches: '(a)\1', by: agent}", "RE2"),
        ("{said: [甲乙], different: 2}", "different"),
        ("{rate: {faster_than: 300 s}, by: agent}", "字/分"),
        ("{loudness: {raised: 8 dB, jump: 3 dB}, by: agent}", "其中一个"),
        ("{similar: 你好, at_least: 0.6}", "60 %"),
        ("{measure: ended_by, at_most: 3 s}", "is: agent"),
        ("{said: 你好, before: {said: 好, within: 3 s}, after: {said: 好, within: 3 s}}", "只能写一个"),
        ("{answers: {trigger: {said: 你好}, reply: {said: 好}, within: 3 dB}}", "2 turns"),
        ("{said: 你好, times: {at_least: 3, at_most: 2}}", "永远不成立"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_remedy(condition: str, complaint: str) -> None:
    with pytest.raises(RubricError, match=complaint):
        rubric_of(condition)


def test_what_only_somebody_does_is_forbidden_to_somebody() -> None:
    for condition in ("{matches: 你好}", "{interrupts: {longer_than: 1 s}}", "{repeats: {last: 2}}"):
        with pytest.raises(RubricError, match="by: agent"):
            rubric_of(condition, "forbid")


NEVER = "{said: 谢谢您的等待, by: agent, after: {silence: {longer_than: 8 s}, within: 10 s}}"


def test_beside_what_never_happened_nothing_is_asked() -> None:
    call = call_of([(A, "您好请讲"), (A, "谢谢您的等待")])
    assert not judge(parsed(NEVER), call).asked


@pytest.mark.parametrize(
    ("form", "probable"),
    [
        (f"{{any: [{NEVER}, {{said: 您好请讲, by: agent}}]}}", True),
        (f"{{any: [{NEVER}, {{said: 祝您生活愉快, by: agent}}]}}", False),
        (f"{{all: [{NEVER}, {{said: 祝您生活愉快, by: agent}}]}}", False),
    ],
)
def test_what_nothing_asks_for_does_not_hide_the_rest(form: str, probable: bool) -> None:
    verdict = judge(parsed(form), call_of([(A, "您好请讲")]))
    assert verdict.probability is not None
    assert (verdict.probability > 0.5) == probable


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("{metadata: {transfers: ['1']}}", "not asked"),
        ("{metadata: {transfers: ['1'], direction: inbound}}", "not asked"),
        ("{metadata: {transfers: ['1'], direction: outbound}}", NOT),
        ("{metadata: {queue: ['']}}", SURE),
    ],
)
def test_a_column_that_the_manifest_lacks_says_nothing(condition: str, expected: str) -> None:
    call = call_of([(A, "您好")])
    assert told(judge(parsed(condition), replace(call, metadata=replace(call.metadata, queue="")))) == expected
