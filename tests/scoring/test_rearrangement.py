"""What is said in another order counts where it was asked for, and goes to a person where it is forbidden."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.scoring.evaluation import CriterionResult, Outcome
from qa.transcript import Party, Turn
from tests import builders
from tests.scoring.test_words import call, line

ADDRESS = "{said: 请问您的地址是哪里, by: agent}"
MANUAL = "{said: 你怎么连说明书都不看, by: agent}"


def spoken(text: str, *, probability: float = 0.95) -> Turn:
    turn = builders.turn(text, party=Party.AGENT, start=3.0)
    return replace(turn, words=tuple(replace(word, probability=probability) for word in turn.words))


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
