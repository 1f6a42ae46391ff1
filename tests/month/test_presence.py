"""New staff, part-timers and the absent are told by rule; a later revision says what changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.month.fairness import AgentSample, rank
from qa.month.presence import Attendance, presences
from qa.month.revisions import differences
from qa.month.shape import Presence
from qa.settings import MonthSettings
from tests import builders


def attendance(
    agent: str = "a", *, calls: int = 100, known: int = 200, away: int = 0, history: int = 400
) -> Attendance:
    return Attendance(agent, calls, known, away, history)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (attendance(), Presence.USUAL),
        (attendance(known=30), Presence.NEW),
        (attendance(known=31), Presence.USUAL),
        (attendance(known=20, history=20), Presence.USUAL),  # the records begin with everybody
        (attendance(known=28, history=31), Presence.USUAL),  # a quiet first weekend of the records
        (attendance(known=20, history=33), Presence.USUAL),
        (attendance(known=20, history=34), Presence.NEW),
        (attendance(away=14), Presence.ABSENT),
        (attendance(away=13), Presence.USUAL),
        (attendance(calls=29), Presence.PART_TIME),
        (attendance(calls=30), Presence.USUAL),
        (attendance(calls=5, known=10, away=20), Presence.NEW),
    ],
)
def test_each_rule_at_its_border(one: Attendance, said: Presence) -> None:
    others = [attendance(f"b{i}") for i in range(5)]
    assert presences([one, *others], MonthSettings())["a"] is said


def test_who_is_kept_out_is_ranked_and_not_named() -> None:
    samples = [AgentSample(f"a{i:02d}", 200, 70.0 + i, 100.0) for i in range(20)]
    ranking = rank(samples, focus_size=3, kept_out={"a00"})
    assert ranking.agents[0].agent == "a00"
    assert [agent.agent for agent in ranking.agents if agent.focus] == ["a01", "a02", "a03"]


def test_nobody_is_nothing() -> None:
    assert presences([], MonthSettings()) == {}


def test_what_a_revision_changed_is_told() -> None:
    before = builders.month_close()
    first, *others = before.agents
    after = replace(
        before,
        revision=2,
        recordings=before.recordings + 3,
        agents=(replace(first, focus=not first.focus, adjusted_score=first.adjusted_score - 2), *others),
    )
    told = [line.en for line in differences(before, after)]
    assert any("(+3)" in line for line in told)
    assert any(first.agent in line for line in told)
    assert any("moved by a point" in line for line in told)
    assert differences(before, replace(before, inputs_hash="other")) == ()
