"""What is said in another order counts where it was asked for, and goes to a person where it is forbidden."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.rubric.model import Rubric
from qa.rubric.source import parse_rubric
from qa.scoring.evaluation import CriterionResult, Outcome
from qa.transcript import HeardAgain, Party, Turn
from tests import builders
from tests.scoring.test_words import call, line, lines

ADDRESS = "{said: 请问您的地址是哪里, by: agent}"
MANUAL = "{said: 你怎么连说明书都不看, by: agent}"


def spoken(text: str, *, probability: float = 0.95) -> Turn:
    turn = builders.turn(text, party=Party.AGENT, start=3.0)
    return replace(turn, words=tuple(replace(word, probability=probability) for word in turn.words))


def form(*criteria: str) -> Rubric:
    """A rubric of criteria of five points."""
    scale = f"scale: {{points: {5 * len(criteria)}}}"
    head = f"rubric: small\nname: 小质检表\nversion: '1'\n{scale}\nbands: {{优: 0}}\n"
    sections = "sections:\n  - id: one\n    name: 一\n    criteria:\n"
    return parse_rubric(head + sections + "".join(f"      - {one}\n" for one in criteria), "small.yaml")


def judged(condition: str, text: str, demand: str = "require") -> CriterionResult:
    return line(condition, call(spoken(text)), demand)


def test_what_is_asked_counts_in_another_order_and_is_quoted_from_first_to_last_word() -> None:
    found = judged(ADDRESS, "好的，您的地址请问是在哪里呢")
    assert (found.outcome, found.findings[0].text) == (Outcome.MET, "您的地址请问是在哪里")
    assert found.findings[0].phrase == "请问您的地址是哪里"


@pytest.mark.parametrize(
    "condition",
    [
        "{said: 请问您的地址是哪里, by: agent, as_written: true}",
        "{said: [请问您的地址是哪里, 请问您的姓名], by: agent, different: 2}",
        "{said: 请问您的地址是哪里, by: customer}",
        "{said: 请问您的地址是哪里, by: agent, within: last 1 turns}",
    ],
)
def test_not_where_the_author_wants_the_words_as_written_or_they_stand_elsewhere(condition: str) -> None:
    heard = call(spoken("您的地址请问是在哪里呢"), builders.turn("好的再见", party=Party.AGENT, start=20.0))
    assert line(condition, heard, "require").outcome is Outcome.MISSED


@pytest.mark.parametrize("text", ["您的地址请问不是在哪里呢", "地址不对", "您请问哪里"])
def test_what_is_denied_or_lacks_a_word_does_not_count(text: str) -> None:
    assert judged(ADDRESS, text).outcome is Outcome.MISSED


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("我给您办理退款", "退款我给您办理不了"),
        ("帮您申请退款", "您的退款申请帮您取消了"),
        ("帮您申请退款手续", "退款手续商家帮您申请"),
        ("麻烦您先把总阀关掉", "总阀您先给关掉了吗"),
        ("请您重启一下路由器", "路由器您重启过没有"),
        ("请您拔掉插头电源", "电源插头您拔掉以后它还响"),
        ("请您先断电源再重启机器", "机器先重启您再断电源"),
        ("感谢您的耐心等待", "请您耐心等待感谢您的理解"),
        ("三天内给您回访", "三天内会反馈给您的"),  # sounds like 回访, across a border of words
    ],
)
def test_what_is_undone_asked_done_by_others_or_turned_round_goes_to_a_person(phrase: str, text: str) -> None:
    assert judged(f"{{said: {phrase}, by: agent}}", text).outcome is not Outcome.MET


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("我给您办理退款", "退款我现在就给您办理"),
        ("麻烦您先把总阀关掉", "总阀麻烦您先给关掉，好吗"),
        ("请问问题解决了吗", "您的问题请问给您解决了吗"),
        ("感谢您的耐心等待", "您的耐心等待我们非常感谢。"),
        ("三天内给您回访", "三天内会回访给您的"),
        ("地址请您告诉我您好", "你好请您把地址告诉我"),
    ],
)
def test_what_is_done_or_asked_politely_counts(phrase: str, text: str) -> None:
    assert judged(f"{{said: {phrase}, by: agent}}", text).outcome is Outcome.MET


def test_where_the_sound_says_no_a_person_hears_it() -> None:
    text = spoken("您的地址请问是在哪里")
    answer = HeardAgain("请问您的地址是哪里", Party.AGENT, text.start, text.end, 0.05)
    assert line(ADDRESS, call(text, again=(answer,)), "require").outcome is Outcome.CANNOT_JUDGE


AS_WRITTEN = "{id: a, name: 一, points: 5, require: {said: 请问您的地址是哪里, by: agent, as_written: true}}"
FREELY = "{id: b, name: 二, points: 5, require: {said: 请问您的地址是哪里, by: agent}}"
BY_NOBODY = "{id: c, name: 三, points: 5, require: {not: {said: 请问您的地址是哪里, by: agent}}}"


def test_one_criterion_does_not_loosen_another_that_has_the_same_phrase() -> None:
    found = lines(form(AS_WRITTEN, FREELY, BY_NOBODY), call(spoken("您的地址请问是在哪里呢")))
    assert [one.outcome for one in found] == [Outcome.MISSED, Outcome.MET, Outcome.MET]


@pytest.mark.parametrize(
    "other",
    [
        "{order: [{said: 请问您的地址是哪里, by: agent}, {said: 再见, by: agent}]}",
        "{answers: {trigger: {said: 你好, by: customer}, reply: {said: 请问您的地址是哪里, by: agent}, within: 9 s}}",
    ],
)
def test_nor_where_it_matters_in_which_order_and_how_near_it_was_said(other: str) -> None:
    greeting, said = builders.turn("你好", party=Party.CUSTOMER), spoken("您的地址请问是在哪里呢")
    heard = call(greeting, said, builders.turn("再见", party=Party.AGENT, start=9.0))
    found = lines(form(FREELY, f"{{id: d, name: 四, points: 5, require: {other}}}"), heard)
    assert [one.outcome for one in found] == [Outcome.MET, Outcome.MISSED]


def test_words_of_a_speaker_nobody_knows_go_to_a_person() -> None:
    nobodys = replace(spoken("您的地址请问是在哪里呢"), party=Party.UNKNOWN)
    heard = call(nobodys, builders.turn("好的再见", party=Party.AGENT, start=20.0))
    assert line(ADDRESS, heard, "require").outcome is Outcome.CANNOT_JUDGE


def test_a_call_that_is_judged_by_two_rubrics_is_judged_by_each_as_by_itself() -> None:
    heard = call(spoken("您的地址请问是在哪里呢"))
    assert lines(form(FREELY), heard)[0].outcome is Outcome.MET
    assert lines(form(AS_WRITTEN), heard)[0].outcome is Outcome.MISSED


def test_what_is_forbidden_goes_to_a_person() -> None:
    found = judged(MANUAL, "说明书你怎么连看都不看", "forbid")
    assert (found.outcome, found.findings[0].text) == (Outcome.CANNOT_JUDGE, "说明书你怎么连看都不看")


def test_words_that_were_not_heard_clearly_go_to_a_person() -> None:
    heard = call(spoken("您的地址请问是在哪里呢", probability=0.5))
    assert line(ADDRESS, heard, "require").outcome is Outcome.CANNOT_JUDGE


def test_no_occasion_arises_from_another_order() -> None:
    asked = "{said: 请问您的地址是哪里, by: customer}"
    heard = call(builders.turn("您的地址请问是在哪里呢", party=Party.CUSTOMER, start=3.0), spoken("好的"))
    criterion = f"{{answers: {{trigger: {asked}, reply: {{said: 没有, by: agent}}, within: 2 turns}}}}"
    assert line(criterion, heard, "require").outcome is Outcome.NOT_APPLICABLE
