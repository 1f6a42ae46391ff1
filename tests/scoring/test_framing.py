"""What stands right before a phrase says whether it is the speaker's own."""

from __future__ import annotations

import pytest

from qa.scoring.evaluation import Outcome
from qa.scoring.framing import is_reported
from qa.scoring.scorecard import Stamp, Thresholds, evaluate
from qa.transcript import Party
from tests.scoring.test_operators import call_of, rubric_of

RUDE = "你去投诉好了"
REPORTED = (
    "他跟您说",
    "师傅当时是不是说了",
    "您刚才反映说",
    "您是说他讲的是",
    "上次那位客服对您讲，",
    "原话是“",
    "师傅让您",
    "我没有说",
    "我不是说",
    "按规定不能对客户说",
)
SAID = (
    "",
    "我跟您说",
    "我告诉你，",
    "我都说了",
    "你听我说，",
    "你别说了，",
    "他说了算，",
    "您先听我说完，",
    "师傅说他来不了。",
    "我不是说了吗，",
)


@pytest.mark.parametrize("before", REPORTED)
def test_what_others_said_or_nobody_goes_to_a_person(before: str) -> None:
    assert is_reported(before)
    assert judged(before, Party.AGENT, "forbid") is Outcome.CANNOT_JUDGE


@pytest.mark.parametrize("before", SAID)
def test_what_the_agent_says_is_the_agents_own(before: str) -> None:
    assert not is_reported(before)
    assert judged(before, Party.AGENT, "forbid") is Outcome.VIOLATED


@pytest.mark.parametrize("before", (*REPORTED, *SAID))
def test_what_a_customer_tells_of_others_is_what_the_call_is_about(before: str) -> None:
    assert judged(before, Party.CUSTOMER, "require") is Outcome.MET


def judged(before: str, party: Party, demand: str) -> Outcome:
    rubric = rubric_of(f"{{said: {RUDE}, by: {party.value}}}", demand)
    call = call_of([(Party.AGENT, "您好"), (Party.CUSTOMER, "你好"), (party, before + RUDE)])
    return evaluate(rubric, call, Stamp("", ""), Thresholds()).criteria[0].outcome
