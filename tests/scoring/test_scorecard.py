"""The judge credits what was said, accuses nobody without evidence, and says what it could not judge."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.measures.shape import Measures, Silence
from qa.recording import CallMetadata
from qa.rubric.operators.logic import Not
from qa.rubric.operators.said import Said
from qa.rubric.source import parse_rubric
from qa.scoring.conditions import judge as judge_condition
from qa.scoring.evaluation import CriterionResult, Evaluation, Outcome
from qa.scoring.heard import Call
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.scoring.totals import FOR_REVIEW
from qa.transcript import AgentChannel, HeardAgain, Party, Turn
from tests import builders

A, C = Party.AGENT, Party.CUSTOMER

RUBRIC_TEXT = """\
rubric: small
name: 小质检表
version: "1"
bands: {优: 90, 合格: 60}
sections:
  - id: opening
    name: 开头语
    criteria:
      - id: greeting
        name: 问候
        points: 20
        require: {said: "您好{any:0-8}为您服务", by: agent, within: first 2 turns}
      - {id: quick, name: 应答, points: 10, require: {measure: time_to_greeting, at_most: 5 s}}
  - id: hold
    name: 等待
    criteria:
      - id: announced
        name: 等待前告知
        points: 20
        when: {silence: {longer_than: 8 s}}
        require:
          said: 请[您]稍等
          by: agent
          before: {silence: {longer_than: 8 s}, within: 10 s, hit: every}
      - id: apology
        name: 致歉
        points: 20
        when: {said: 投诉, by: customer}
        require: {said: [抱歉, 对不起], by: agent}
  - id: forbidden
    name: 禁语
    criteria:
      - id: evasive
        name: 推诿
        points: 15
        forbid: {said: [我不知道, 我没办法], by: agent, unless: {said: ["您是说{any:0-8}对吗"]}}
        deduct: {each: 5, at_most: 15}
      - id: must
        name: 命令
        points: 15
        forbid: {said: 你必须, by: agent, unless: {metadata: {queue: 抢修}}}
      - {id: insult, name: 辱骂, fatal: true, forbid: {said: 神经病, by: agent}}
"""
RUBRIC = parse_rubric(RUBRIC_TEXT, "small.yaml")


def heard(*lines: tuple[Party, str]) -> Call:
    turns = builders.dialogue(*lines)
    return Call(builders.transcript(turns=turns), builders.measures(silences=()), builders.metadata())


def judge(
    *lines: tuple[Party, str],
    turns: tuple[Turn, ...] | None = None,
    measured: Measures | None = None,
    about: CallMetadata | None = None,
) -> Evaluation:
    turns = builders.dialogue(*lines) if turns is None else turns
    known = any(turn.party is not Party.UNKNOWN for turn in turns)
    transcript = builders.transcript(turns=turns, agent=AgentChannel(0, 1.0) if known else AgentChannel(None, 0.5))
    call = Call(transcript, measured or builders.measures(silences=()), about or builders.metadata())
    return evaluate(RUBRIC, call, Stamp("r", "m"), Thresholds())


def line(evaluation: Evaluation, criterion: str) -> CriterionResult:
    return next(result for result in evaluation.criteria if result.criterion == criterion)


GREETING = (A, "您好很高兴为您服务")


@pytest.mark.parametrize(
    ("lines", "criterion", "outcome"),
    [
        ([(A, "您好，工号1024为您服务")], "greeting", Outcome.MET),
        ([(A, "宁好工好一零二四为宁夫务")], "greeting", Outcome.MET),
        ([(A, "喂"), (C, "你好"), (A, "什么事"), (C, "查话费"), (A, "您好很高兴为您服务")], "greeting", Outcome.MISSED),
        ([(C, "您好很高兴为您服务"), (A, "什么事啊你说吧")], "greeting", Outcome.MISSED),
        ([GREETING, (A, "这个我不指导")], "evasive", Outcome.VIOLATED),
        ([GREETING, (C, "我不知道该选哪个")], "evasive", Outcome.CLEAR),
        ([GREETING, (A, "您是说我没办法办理对吗")], "evasive", Outcome.CLEAR),
        ([GREETING, (A, "不知我是否将您的问题解释清楚了")], "evasive", Outcome.CLEAR),
        ([GREETING, (A, "我知道了")], "evasive", Outcome.CLEAR),
        ([GREETING, (A, "你必须先交钱")], "must", Outcome.VIOLATED),
        ([GREETING, (A, "你不必须今天交")], "must", Outcome.CLEAR),
        ([GREETING, (C, "我要投诉"), (A, "非常抱歉")], "apology", Outcome.MET),
        ([GREETING, (C, "我要投诉"), (A, "哦那你说吧什么事情")], "apology", Outcome.MISSED),
        ([GREETING, (C, "我要查话费")], "apology", Outcome.NOT_APPLICABLE),
    ],
)
def test_outcomes(lines: list[tuple[Party, str]], criterion: str, outcome: Outcome) -> None:
    assert line(judge(*lines), criterion).outcome is outcome


def test_a_finding_points_at_its_words_and_time() -> None:
    evaluation = judge(GREETING, (C, "查话费"), (A, "呃这个我不知道你问别人吧"))
    (finding,) = line(evaluation, "evasive").findings
    assert finding.text == "我不知道"
    assert finding.party is A
    turn = builders.dialogue(GREETING, (C, "查话费"), (A, "呃这个我不知道你问别人吧"))[2]
    assert (finding.start, finding.end) == (turn.words[3].start, turn.words[6].end)


def test_points_add_up_and_what_does_not_apply_leaves_the_denominator() -> None:
    evaluation = judge(GREETING, (C, "查话费"), (A, "我不知道"), (A, "这个我没办法"))
    # 20 + 10 of opening, 15 − 10 for two evasions, 15; nothing of hold applies: 50 of 60.
    assert evaluation.score == pytest.approx(100 * 50 / 60, abs=0.01)
    assert evaluation.coverage == 1.0
    assert evaluation.band == "合格"


def test_a_fatal_violation_makes_the_score_zero() -> None:
    evaluation = judge(GREETING, (A, "你神经病啊"))
    assert (evaluation.fatal, evaluation.score) == (True, 0.0)


def test_without_known_roles_nobody_is_credited_or_accused() -> None:
    evaluation = judge((Party.UNKNOWN, "您好很高兴为您服务"), (Party.UNKNOWN, "我不知道"))
    assert line(evaluation, "greeting").outcome is Outcome.CANNOT_JUDGE
    assert line(evaluation, "evasive").outcome is Outcome.CANNOT_JUDGE
    assert line(evaluation, "insult").outcome is Outcome.CANNOT_JUDGE
    assert evaluation.coverage < 0.3


def test_a_call_without_speech_has_no_score() -> None:
    silent = builders.measures(time_to_greeting=None, silences=(Silence(0, 40),))
    evaluation = judge(turns=(), measured=silent)
    assert (evaluation.score, evaluation.coverage, evaluation.band) == (None, 0.0, "")


def test_mumbled_speech_is_no_proof_that_something_was_not_said() -> None:
    mumbled = (builders.turn("嗯嗯好那个就这样", probability=0.2),)
    assert line(judge(turns=mumbled), "greeting").outcome is Outcome.CANNOT_JUDGE


def test_a_doubtful_forbidden_phrase_goes_to_a_person() -> None:
    doubtful = (builders.turn("您好很高兴为您服务"), builders.turn("你必须", start=10, probability=0.1))
    assert line(judge(turns=doubtful), "must").outcome is Outcome.CANNOT_JUDGE


@pytest.mark.parametrize(
    ("excuse", "outcome"), [(0.45, Outcome.VIOLATED), (0.7, Outcome.CANNOT_JUDGE), (0.8, Outcome.CLEAR)]
)
def test_an_excuse_counts_where_it_is_likely(excuse: float, outcome: Outcome) -> None:
    turns = (builders.turn("您好很高兴为您服务"), builders.turn("这个我没办法对", start=10))
    said = turns[1].words
    again = HeardAgain("您是说{any:0-8}对吗", A, said[0].start, said[-1].end, excuse)
    transcript = replace(builders.transcript(turns=turns), again=(again,))
    call = Call(transcript, builders.measures(silences=()), builders.metadata())
    assert line(evaluate(RUBRIC, call, Stamp("r", "m"), Thresholds()), "evasive").outcome is outcome


@pytest.mark.parametrize(
    ("occasion", "reply", "outcome"),
    [
        (0.1, "非常抱歉", Outcome.NOT_APPLICABLE),
        (0.3, "非常抱歉", Outcome.MET),
        (0.3, "哦那你说吧什么事情", Outcome.NOT_APPLICABLE),
        (0.6, "非常抱歉", Outcome.MET),
        (0.6, "哦那你说吧什么事情", Outcome.CANNOT_JUDGE),
        (0.8, "哦那你说吧什么事情", Outcome.MISSED),
    ],
)
def test_of_a_doubtful_occasion_what_was_done_counts(occasion: float, reply: str, outcome: Outcome) -> None:
    turns = builders.dialogue(GREETING, (C, "我要偷诉"), (A, reply))
    said = turns[1].words[2:]
    again = HeardAgain("投诉", C, said[0].start, said[-1].end, occasion)
    transcript = replace(builders.transcript(turns=turns), again=(again,))
    call = Call(transcript, builders.measures(silences=()), builders.metadata())
    assert line(evaluate(RUBRIC, call, Stamp("r", "m"), Thresholds()), "apology").outcome is outcome


def test_what_depends_on_something_that_was_not_asked_is_not_asked() -> None:
    answered = "{answers: {trigger: {said: 投诉, by: customer}, reply: {said: 抱歉, by: agent}, within: 2 turns}}"
    text = RUBRIC_TEXT.replace("when: {said: 投诉, by: customer}", f"when: {answered}")
    evaluation = evaluate(
        parse_rubric(text, "small.yaml"), heard(GREETING, (C, "查话费")), Stamp("r", "m"), Thresholds()
    )
    assert line(evaluation, "apology").outcome is Outcome.NOT_APPLICABLE


def test_an_excuse_from_the_metadata() -> None:
    leak = replace(builders.metadata(), queue="抢修")
    assert line(judge(GREETING, (A, "你必须先关阀门"), about=leak), "must").outcome is Outcome.CLEAR


@pytest.mark.parametrize(
    ("said_at", "outcome"), [((8.0, 23.0), Outcome.MET), ((8.0,), Outcome.MISSED), ((), Outcome.MISSED)]
)
def test_every_long_silence_wants_its_announcement(said_at: tuple[float, ...], outcome: Outcome) -> None:
    silences = (Silence(10, 20), Silence(25, 36))
    turns = (builders.turn("您好很高兴为您服务"), *(builders.turn("请您稍等", start=t) for t in said_at))
    evaluation = judge(turns=turns, measured=builders.measures(silences=silences))
    assert line(evaluation, "announced").outcome is outcome


def test_the_line_left_open_at_the_end_is_no_hold() -> None:
    evaluation = judge(GREETING, measured=builders.measures(silences=(Silence(30, 40),)))
    assert line(evaluation, "announced").outcome is Outcome.NOT_APPLICABLE


def test_a_mumbling_agent_is_not_said_to_have_announced_nothing() -> None:
    mumbled = (builders.turn("嗯那个我看看啊好", probability=0.2),)
    evaluation = judge(turns=mumbled, measured=builders.measures(silences=(Silence(10, 20),)))
    assert line(evaluation, "announced").outcome is Outcome.CANNOT_JUDGE


@pytest.mark.parametrize(
    ("text", "criterion", "outcome"),
    [
        ("套餐包千兆宽带", "apology", Outcome.CANNOT_JUDGE),  # sounds like 抱歉, shares no character with it
        ("给您添麻烦了很抱歉", "apology", Outcome.MET),
        ("我没说过那样的话", "apology", Outcome.MISSED),
        ("你有有必须要办的业务吗", "must", Outcome.CLEAR),
        ("我都知道", "evasive", Outcome.CLEAR),
    ],
)
def test_neither_chance_nor_the_opposite_counts(text: str, criterion: str, outcome: Outcome) -> None:
    assert line(judge(GREETING, (C, "我要投诉"), (A, text)), criterion).outcome is outcome


def test_one_saying_counts_once_however_many_phrases_it_fits() -> None:
    text = RUBRIC_TEXT.replace("[我不知道, 我没办法]", "[我不知道, 不知道啊, 都不知道]")
    call = heard(GREETING, (C, "查话费"), (A, "我不知道啊"))
    evaluation = evaluate(parse_rubric(text, "small.yaml"), call, Stamp("r", "m"), Thresholds())
    assert line(evaluation, "evasive").points == 10


def test_a_phrase_seldom_runs_across_the_end_of_a_sentence() -> None:
    apart = judge(GREETING, (A, "这个事情您问我。不知道您方便吗"))
    assert line(apart, "evasive").outcome is not Outcome.VIOLATED


@pytest.mark.parametrize(("clarity", "fatal", "score", "band"), [(0.9, True, 0.0, ""), (0.1, False, 100.0, FOR_REVIEW)])
def test_a_suspected_fatal_violation_waits_for_a_person(clarity: float, fatal: bool, score: float, band: str) -> None:
    turns = builders.dialogue(GREETING, (C, "查话费"))
    evaluation = judge(turns=(*turns, builders.turn("你神经病啊", start=8, probability=clarity)))
    assert (evaluation.fatal, evaluation.score, evaluation.band) == (fatal, score, band)


def test_a_condition_that_must_not_hold() -> None:
    not_said = Not.model_validate({"not": {"said": ["再见"], "by": "agent"}})
    said_it = judge_condition(not_said, heard((A, "好的再见")))
    assert said_it.probability == pytest.approx(0.0, abs=0.06)
    assert judge_condition(not_said, heard((A, "好的就这样"))).probability == 1


def test_back_channels_do_not_push_a_farewell_out_of_the_last_turns() -> None:
    farewell = Said.model_validate({"said": ["感谢您的来电"], "by": "agent", "within": "last 1 turns"})
    lines = [(A, "感谢您的来电"), (C, "好"), (A, "嗯"), (C, "再见"), (A, "好的")]
    assert judge_condition(farewell, heard(*lines)).probability == pytest.approx(1, abs=0.02)


WORDS = st.text(alphabet="我不知道您好为服务神经病你必须请稍等投诉抱歉", max_size=12)


@given(st.lists(st.tuples(st.sampled_from(Party), WORDS.filter(bool)), max_size=6))
def test_the_score_is_what_the_lines_say(lines: list[tuple[Party, str]]) -> None:
    evaluation = judge(*lines)
    judged = [r for r in evaluation.criteria if r.outcome.judged and not r.fatal]
    assert all(0 <= r.points <= r.max_points for r in evaluation.criteria)
    assert 0 <= evaluation.coverage <= 1
    if evaluation.score is None:
        assert not judged
    elif evaluation.fatal:
        assert evaluation.score == 0
    else:
        stake = sum(r.max_points for r in judged)
        assert evaluation.score == pytest.approx(100 * sum(r.points for r in judged) / stake, abs=0.01)


SECTIONS = """\
rubric: small
name: 小
version: "1"
valid: {from: 2026-10-01, until: "2026-10-31"}
scale: {points: 100, floor: 30, ceiling: 90}
bands: {合格: 60}
sections:
  - id: words
    name: 用语
    criteria:
      - {id: hello, name: 问候, points: 30, require: {said: 您好, by: agent}}
      - {id: scolding, name: 训斥, fatal: section, forbid: {said: 你怎么回事, by: agent}}
  - id: rest
    name: 其他
    criteria:
      - {id: bye, name: 结束语, points: 70, require: {said: 再见, by: agent}}
"""


def scored(*lines: tuple[Party, str]) -> Evaluation:
    return evaluate(parse_rubric(SECTIONS, "s.yaml"), heard(*lines), Stamp("r", "m"), Thresholds())


@pytest.mark.parametrize(
    ("lines", "score"),
    [
        ([(A, "您好"), (A, "感谢来电再见")], 90),  # 100, under the ceiling
        ([(A, "您好"), (A, "你怎么回事"), (A, "感谢来电再见")], 70),  # the section is lost, not the form
        ([(A, "什么事情"), (A, "你怎么回事"), (A, "没有了挂了")], 30),  # 0, on the floor
    ],
)
def test_a_violation_may_cost_its_section_and_scores_stay_in_bounds(lines: list[tuple[Party, str]], score: int) -> None:
    evaluation = scored(*lines)
    assert evaluation.score == score
    assert not evaluation.fatal


@pytest.mark.parametrize(("month", "applies"), [(9, False), (10, True), (11, False)])
def test_a_rubric_judges_the_days_it_is_valid_on(month: int, applies: bool) -> None:
    about = builders.metadata(start=datetime(2026, month, 30, tzinfo=UTC))
    assert parse_rubric(SECTIONS, "s.yaml").applies(about) is applies
