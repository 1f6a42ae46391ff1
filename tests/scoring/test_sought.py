"""Which phrases of a rubric are looked for, and which of them speak for a criterion."""

from __future__ import annotations

from qa.rubric.source import parse_rubric
from qa.scoring.sought import sought_by
from qa.transcript import Party

A, C = Party.AGENT, Party.CUSTOMER
TEXT = """\
rubric: small
name: 小
version: "1"
bands: {合格: 60}
sections:
  - id: all
    name: 全部
    criteria:
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
