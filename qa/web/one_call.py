"""One call for one visit: found only where the person may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qa.people import unmaskings
from qa.people.reviews import EvaluationKey
from qa.people.roles import Permission
from qa.recording import Seconds
from qa.warehouse.layout import Shard
from qa.warehouse.parquet import read_call_of, scored_at
from qa.warehouse.result import CallResult
from qa.web.errors import NothingHere
from qa.web.visit import Visit


@dataclass(frozen=True, slots=True)
class OneCall:
    """A call with its row of the mart."""

    row: dict[str, Any]
    result: CallResult
    unmasked: bool
    """Whether this person may see its numbers now."""

    @property
    def id(self) -> str:
        """The recording id."""
        return self.result.recording.recording_id

    @property
    def key(self) -> EvaluationKey | None:
        """The machine's current evaluation; None where there is none."""
        card = self.result.evaluation
        return EvaluationKey(self.id, card.rubric, card.rubric_hash, card.model_hash) if card else None


def find_call(visit: Visit, recording_id: str) -> OneCall:
    """The call, if it is for this person.

    Raises:
        NothingHere: there is none, or it is of somebody else: nobody learns which.
    """
    rows = visit.mart.rows("web_call", recording=recording_id, **visit.scope)
    if not rows:
        visit.note("call.refused", recording_id[:64])
        raise NothingHere("call")
    row = rows[0]
    truth, shard = visit.viewer.settings.truth, Shard(row["day"], row["shard"])
    # A browser asks for the page, the outline and pieces of the sound: the truth is read once.
    (result,) = visit.mart.remembered(
        ("result", shard, recording_id), lambda: (read_call_of(truth, shard, recording_id),)
    )
    with visit.viewer.people.reading() as db:
        leave = visit.may(Permission.UNMASK) and unmaskings.unmasked(db, visit.user.id, recording_id, now=visit.now)
    return OneCall(row, result, leave)


def known_since(visit: Visit, call: OneCall) -> datetime:
    """When the current evaluation was made: the appeal's window begins there."""
    current = next(row for row in machine_evaluations(visit, call) if row["current"])
    return scored_at(visit.viewer.settings.truth, Shard(current["day"], current["shard"]), current["label"])


def machine_evaluations(visit: Visit, call: OneCall) -> list[dict[str, Any]]:
    """Every evaluation of the call by the machine, the first one first."""
    if call.row["versions"] == 1:
        return [{**call.row, "current": True}]
    return visit.mart.rows("web_evaluations", recording=call.id, **visit.scope) if call.row["versions"] else []


def other_calls(visit: Visit, call: OneCall) -> list[dict[str, Any]]:
    """Other calls of the same customer that this person may see, the newest first."""
    customer = call.row["customer"]
    return visit.mart.rows("web_earlier", customer=customer, recording=call.id, **visit.scope) if customer else []


def moment(text: str) -> Seconds:
    """A moment of a recording as a form posts it; -1, which no clip begins or ends with, where it is none."""
    try:
        value = float(text)
    except ValueError:
        return -1.0
    return value if 0 <= value < 1e6 else -1.0
