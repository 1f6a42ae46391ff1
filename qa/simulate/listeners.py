"""Simulated analysts: a month's calls, drawn by lot, scored by people who did not see what the machine said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import sqlalchemy as sa

from qa.people import listening
from qa.people.kinds import EvaluatorKind
from qa.people.listening import NewItem
from qa.people.reviews import EvaluationKey, add_review
from qa.simulate.centre import Integers
from qa.simulate.tables import RUBRIC, Day, agent_name, call_ids, outcomes


def listen(db: sa.Connection, days: Sequence[Day], share: float, *, user_id: int, random: np.random.Generator) -> int:
    """Take every call of a month with the probability `share`, and score it rightly; how many were heard."""
    month = f"{days[0].day:%Y-%m}"
    chosen = [(day, np.flatnonzero(random.random(len(day.calls.agent)) < share)) for day in days]
    items = [
        NewItem(ids[n][:16], blind=True, probability=share, agent=agent_name(int(day.calls.agent[n])))
        for day, own in chosen
        if (ids := call_ids(day))
        for n in own
    ]
    last = _evening(days[-1].day)
    about = {"made_by": None, "now": last, "evaluator": EvaluatorKind.ANALYST, "note": "模拟 simulated"}
    plan = listening.make_plan(db, f"{month} 模拟抽听", month, items, **about)  # type: ignore[arg-type]
    for day, own in chosen:
        _score(db, day, own, user_id)
    for item in listening.items(db, plan):
        listening.finish(db, item, user_id=user_id, now=last)
    return len(items)


def _score(db: sa.Connection, day: Day, own: Integers, user_id: int) -> None:
    ids = call_ids(day)
    machine, people = outcomes(day.calls.passed), outcomes(day.calls.rightly)
    for n in own:
        key = EvaluationKey(ids[n][:16], RUBRIC, RUBRIC, RUBRIC)
        for k in range(machine.shape[1]):
            name, answer = f"sim_{k + 1:02d}", str(people[n, k])
            now, seen = _evening(day.day), str(machine[n, k])
            add_review(db, key, name, user_id=user_id, now=now, machine=seen, answer=answer, blind=True)


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC) + timedelta(days=1)
