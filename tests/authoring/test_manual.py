"""What the manual says of turns, places, excuses and costs is what becomes of a call."""

from __future__ import annotations

import re

import pytest

from qa.authoring.case import Cases
from qa.authoring.staging import stage
from qa.rubric.manual import manual, page
from qa.rubric.source import parse_rubric
from qa.rubric.yaml_tree import compose, construct
from qa.scoring.evaluation import CriterionResult, Outcome
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate

FORM = """\
rubric: small
name: 小质检表
version: "1"
scale: {{start: 100}}
bands: {{优: 90, 差: 0}}
sections:
  - id: s
    name: 全部
    criteria:
      - {{id: c0, name: 一项, points: 50, {demand}}}
"""


def judged(demand: str, turns: str) -> CriterionResult:
    """What becomes of the one criterion in a dialogue, both as an author writes them."""
    text = f"cases:\n  - name: 一段\n    turns: [{turns}]\n    score: {{at_least: 0}}\n"
    (case,) = Cases.model_validate(construct(compose(text, "small.cases.yaml"))).cases
    rubric = parse_rubric(FORM.format(demand=demand), "small.yaml")
    (result,) = evaluate(rubric, stage(case), Stamp("", ""), Thresholds()).criteria
    return result


SPEECH = "您先把路由器的电源拔掉等三十秒再插上"
FIRST = f"{{agent: {SPEECH}}}, {{customer: 什么我没听清}}, "
AGAIN = f"{{agent: {SPEECH}}}"


def example() -> str:
    """The demand that the manual's page of `repeats` shows."""
    (shown,) = re.findall(r"```yaml\nforbid:\n(.*?)```", page("repeats"), re.DOTALL)
    return f"forbid: {{{', '.join(line.strip() for line in shown.splitlines())}}}"


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (FIRST + AGAIN, Outcome.VIOLATED),
        (f"{FIRST}{{agent: '我帮您重复一下，{SPEECH}'}}", Outcome.CLEAR),
        (f"{FIRST}{{agent: '我帮您重复一下。{SPEECH}'}}", Outcome.CLEAR),
        (f"{FIRST}{{agent: 我帮您重复一下}}, {{customer: 你说吧我在听}}, {AGAIN}", Outcome.CLEAR),
        (f"{{agent: 我帮您重复一下}}, {FIRST}{{silence: 20 s}}, {AGAIN}", Outcome.VIOLATED),
    ],
)
def test_a_repetition_that_was_announced_is_excused_as_the_example_does(turns: str, expected: Outcome) -> None:
    assert judged(example(), turns).outcome is expected


def test_unless_excuses_only_a_repetition_in_the_sentence_of_the_announcement() -> None:
    demand = example().replace("unless_after", "unless").replace(", within: 10 s", "")
    assert "unless: {said: 我帮您重复一下, by: agent}" in demand
    assert judged(demand, f"{FIRST}{{agent: '我帮您重复一下，{SPEECH}'}}").outcome is Outcome.CLEAR
    assert judged(demand, f"{FIRST}{{agent: '我帮您重复一下。{SPEECH}'}}").outcome is Outcome.VIOLATED


COMPLAINT = "{said: 我要投诉, by: customer, within: 10 s}"


@pytest.mark.parametrize("side", ["before", "after", "around"])
@pytest.mark.parametrize("demand", ["require", "forbid"])
@pytest.mark.parametrize("said", ["我不知道", "您请讲"])
def test_what_is_asked_beside_what_never_happened_is_not_applicable(side: str, demand: str, said: str) -> None:
    condition = f"{demand}: {{said: 我不知道, by: agent, {side}: {COMPLAINT}}}"
    turns = f"{{agent: {said}}}, {{customer: 我查一下话费}}"
    assert judged(condition, turns).outcome is Outcome.NOT_APPLICABLE


MURMURS = ("嗯", "啊", "好", "对", "知道了")


@pytest.mark.parametrize("murmur", MURMURS)
def test_what_the_manual_calls_a_murmur_breaks_no_turn(murmur: str) -> None:
    demand = "require: {measure: turn_count, at_most: 3 次}"
    turns = (
        f"{{agent: 这个套餐每个月三十块}}, {{customer: {murmur}}}, {{agent: 另外还送五个流量}}, {{customer: 就这个}}"
    )
    assert judged(demand, turns).outcome is Outcome.MET
    assert judged(demand, turns.replace(murmur, "那我想一想")).outcome is Outcome.MISSED
    assert f"“{murmur}”" in manual()


CUT_IN = (
    "{customer: 我这个话费怎么又多扣了三十块钱你给我查一查到底怎么回事}, {agent: 您先听我说一下好不好, overlap: 3 s}"
)
QUIET = "{customer: 那你帮我查一下吧}, {silence: 12 s}, {agent: 查到了是三十块}"
FAST = "{customer: 你帮我查一下吧}, {agent: 好的我现在就给您查询一下这个月的话费, rate: 420 字/分}"
LOUD = "{customer: 你帮我查一下吧}, {agent: 好的我现在就给您查询一下, raised: 12 dB}"


@pytest.mark.parametrize(
    ("condition", "lapse"),
    [
        ("interrupts: {overrun: 1 s}, by: agent", CUT_IN),
        ("silence: {longer_than: 8 s}", QUIET),
        ("rate: {faster_than: 300 字/分}, by: agent", FAST),
        ("loudness: {raised: 8 dB}, by: agent", LOUD),
    ],
)
def test_of_how_one_speaks_an_excuse_anywhere_lifts_the_whole_demand(condition: str, lapse: str) -> None:
    demand = f"forbid: {{{condition}, unless: {{said: 线路不太稳定, by: agent}}}}"
    opening = "{agent: 您好请问有什么可以帮您}, "
    assert judged(demand, opening + lapse).outcome is Outcome.VIOLATED
    excused = f"{opening}{lapse}, {{customer: 嗯嗯我听着你说}}, {{agent: 不好意思我这边线路不太稳定}}"
    assert judged(demand, excused).outcome is Outcome.CLEAR


@pytest.mark.parametrize(
    ("excuse", "left"),
    [
        ("{said: 你必须先关阀门, by: agent}", 1),
        ("{said: 我家漏水了, by: customer}", 0),
        ("{matches: 你必须先关, by: agent}", 0),
        ("{any: [{said: 你必须先关阀门, by: agent}]}", 1),
        ("{any: [{said: 你必须先关阀门, by: agent}, {said: 我家漏水了, by: customer}]}", 0),
    ],
)
def test_of_words_only_the_same_partys_words_lift_the_place_alone(excuse: str, left: int) -> None:
    demand = f"forbid: {{said: 你必须, by: agent, unless: {excuse}}}"
    turns = "{customer: 我家漏水了}, {agent: 你必须先关阀门}, {customer: 那然后呢}, {agent: 你必须签字}"
    assert len(judged(demand, turns).findings) == left


@pytest.mark.parametrize(("often", "points"), [(1, 50), (2, 40), (3, 35)])
def test_from_twice_on_each_time_costs_and_the_first_as_well(often: int, points: float) -> None:
    demand = "forbid: {said: 我不知道, by: agent, times: {at_least: 2}}, deduct: {each: 5, at_most: 50}"
    assert judged(demand, ", ".join(["{agent: 我不知道}, {customer: 那怎么办呢}"] * often)).points == points
