"""Which phrases of a rubric are looked for, and which of them speak for a criterion."""

from __future__ import annotations

import pytest

from qa.rubric.model import Rubric
from qa.rubric.source import parse_rubric
from qa.scoring.doubt import doubts
from qa.scoring.evaluation import Evaluation, Outcome
from qa.scoring.heard import Call
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.scoring.sought import sought_by
from qa.transcript import Party
from tests import builders

A, C = Party.AGENT, Party.CUSTOMER
HEAD = """\
rubric: small
name: 小
version: "1"
bands: {合格: 60}
sections:
  - id: all
    name: 全部
    criteria:
"""
TEXT = (
    HEAD
    + """\
      - id: greeting
        name: 问候
        points: 25
        when: {said: 有人吗, by: customer}
        require: {any: [{said: [您好, 早上好], by: agent}, {order: [{said: 请问, by: agent}, {said: 贵姓, by: agent}]}]}
      - id: answered
        name: 回应
        points: 25
        require: {answers: {trigger: {said: 投诉, by: customer}, reply: {said: 抱歉, by: agent}, within: 2 turns}}
      - id: waiting
        name: 等待
        points: 25
        require: {said: 请稍等, by: agent, before: {said: 久等了, by: agent, within: 60 s}}
      - id: evasive
        name: 推诿
        points: 25
        forbid: {said: 不知道, by: agent, unless: {said: 不知道我是否, by: agent}}
"""
)


def call(*lines: tuple[Party, str]) -> Call:
    transcript = builders.transcript(turns=builders.dialogue(*lines))
    return Call(transcript, builders.measures(), builders.metadata())


def judged(rubric: Rubric, *lines: tuple[Party, str]) -> Evaluation:
    return evaluate(rubric, call(*lines), Stamp("", ""), Thresholds())


def test_occasions_and_excuses_are_looked_for_but_speak_for_nothing() -> None:
    sought = sought_by(parse_rubric(TEXT, "small.yaml"))
    speaking = {"您好", "早上好", "请问", "贵姓", "抱歉", "请稍等", "不知道"}
    assert set(sought[A].demands) == speaking
    assert set(sought[A].phrases) == speaking | {"久等了", "不知道我是否"}
    assert (set(sought[C].phrases), sought[C].demands) == ({"有人吗", "投诉"}, {})


def test_wordings_of_which_one_is_enough_answer_the_same_demand() -> None:
    demands = sought_by(parse_rubric(TEXT, "small.yaml"))[A].demands
    assert demands["您好"] == demands["早上好"] != demands["请问"]
    assert demands["请问"] != demands["贵姓"]


def test_where_several_wordings_are_asked_each_is_a_demand_of_its_own() -> None:
    text = TEXT.replace("said: [您好, 早上好], by: agent", "said: [您好, 早上好], different: 2, by: agent")
    demands = sought_by(parse_rubric(text, "small.yaml"))[A].demands
    assert demands["您好"] != demands["早上好"]


SCOPED = (
    HEAD
    + """\
      - id: early
        name: 开头
        points: 50
        require: {said: 很高兴为您服务, by: agent, within: first N turns}
      - id: late
        name: 结尾
        points: 50
        require: {said: 感谢您的来电, by: agent, within: last N turns}
"""
)
TURNS = ("有人吗", "嗯", "您的手机号是多少", "嗯", "马上给您查询", "已经为您登记")


@pytest.mark.parametrize("turns", [1, 2, 3])
@pytest.mark.parametrize("place", range(len(TURNS)))
@pytest.mark.parametrize(("criterion", "phrase"), [("early", "很高兴为您服务"), ("late", "感谢您的来电")])
def test_a_phrase_is_looked_for_in_just_the_turns_where_it_counts(
    criterion: str, phrase: str, place: int, turns: int
) -> None:
    said = [phrase if number == place else text for number, text in enumerate(TURNS)]
    telling = [number for number, text in enumerate(said) if text != "嗯"]
    counted = telling[:turns] if criterion == "early" else telling[-turns:]
    form = parse_rubric(SCOPED.replace("N turns", f"{turns} turns"), "small.yaml")
    lines = {line.criterion: line for line in judged(form, *[(A, text) for text in said]).criteria}
    assert (lines[criterion].outcome is Outcome.MET) is (place in counted)


def test_where_a_phrase_cannot_count_nobody_listens_again() -> None:
    form = parse_rubric(SCOPED.replace("N turns", "1 turns"), "small.yaml")
    unclear = "很高新威里服物"
    first, last = ([(A, unclear), (A, "请讲")], [(A, "请讲"), (A, unclear)])
    asked = [[d.phrase for d in doubts(call(*lines), sought_by(form))] for lines in (first, last)]
    assert asked == [["很高兴为您服务"], []]


def test_a_phrase_that_counts_elsewhere_as_well_is_looked_for_everywhere() -> None:
    everywhere = SCOPED.replace(
        "said: 感谢您的来电, by: agent, within: last N turns", "said: 很高兴为您服务, by: agent"
    )
    form = parse_rubric(everywhere.replace("N turns", "1 turns"), "small.yaml")
    lines = judged(form, (A, "请讲"), (A, "很高兴为您服务")).criteria
    assert [line.outcome for line in lines] == [Outcome.MISSED, Outcome.MET]


def test_the_words_of_a_topic_count_everywhere_though_a_demand_looks_at_the_beginning_only() -> None:
    text = SCOPED.replace("said: 很高兴为您服务, by: agent, within: first N turns", "said: 停水, within: first 1 turns")
    text = text.replace("{said: 感谢您的来电, by: agent, within: last N turns}", "{topic: [停水, 抢修], different: 2}")
    lines = judged(parse_rubric(text, "small.yaml"), (A, "您好请讲"), (C, "我家停水了"), (A, "马上派抢修")).criteria
    assert [line.outcome for line in lines] == [Outcome.MISSED, Outcome.MET]
