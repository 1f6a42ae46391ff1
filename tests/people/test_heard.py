"""What the machine is measured by: calls that chance picked, scored blind, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from qa.month.gate import counted_from
from qa.people import listening, users
from qa.people.heard import HeardByLot, heard_by_lot
from qa.people.kinds import ItemState, Verdict
from qa.people.listening import NewItem
from qa.people.reviews import EvaluationKey, add_review, blind_answers
from qa.people.roles import Role

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


def test_targeted_open_and_waiting_calls_are_left_out(db: sa.Connection) -> None:
    user = users.add_user(db, "analyst", Role.ANALYST, "correct horse battery", now=NOW).id
    drawn = NewItem("drawn", blind=True, probability=0.25)
    others = [
        replace(drawn, recording_id="targeted", targeted=True),
        replace(drawn, recording_id="open", blind=False),
        replace(drawn, recording_id="picked", probability=None),
        replace(drawn, recording_id="skipped"),
        replace(drawn, recording_id="waiting"),
    ]
    plan = listening.make_plan(db, "十月", "2026-10", [drawn, *others], made_by=None, now=NOW)
    for item in listening.items(db, plan):
        if item.recording_id != "waiting":
            state = ItemState.SKIPPED if item.recording_id == "skipped" else ItemState.DONE
            listening.finish(db, item, user_id=user, now=NOW, state=state)
    assert heard_by_lot(db, "2026-10") == (HeardByLot(plan, "drawn", 0.25),)
    assert heard_by_lot(db, "2026-11") == ()


def test_only_blind_answers_on_whole_criteria_of_the_time_decide(db: sa.Connection) -> None:
    user = users.add_user(db, "analyst", Role.ANALYST, "correct horse battery", now=NOW).id
    key, before = EvaluationKey("c1", "r", "h", "m"), NOW - timedelta(days=400)
    add_review(db, key, "kept", user_id=user, now=NOW, machine="met", answer="met", blind=True)
    add_review(db, key, "open", user_id=user, now=NOW, machine="met", answer="met")
    add_review(db, key, "old", user_id=user, now=before, machine="met", answer="met", blind=True)
    add_review(db, key, "finding", user_id=user, now=NOW, machine="met", position=0, verdict=Verdict.TRUE, blind=True)
    assert [one.criterion for one in blind_answers(db, counted_from("2026-11"))] == ["kept"]
