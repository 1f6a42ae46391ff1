"""Places in an agent's newest calls where something failed: what a coach plays, and what stands behind a figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from qa.report.call_page import FindingView, call_view
from qa.scoring.evaluation import Outcome
from qa.web.one_call import find_call
from qa.web.visit import Visit

_CALLS, _PLACES = 6, 12
"""Calls that are looked at, and places that are shown."""
_BEFORE, _AFTER = 2.0, 3.0
"""Seconds heard around a finding."""


@dataclass(frozen=True, slots=True)
class Example:
    """A place where the agent failed."""

    recording_id: str
    call_id: str
    at: datetime
    name: str
    outcome: Outcome
    finding: FindingView | None
    """None: nothing was said where something should have been."""
    start: float
    end: float


def failures_of(visit: Visit, agent: str, criteria: Iterable[str]) -> tuple[Example, ...]:
    """The newest places where the agent failed in one of these criteria, of the calls that this person may see."""
    wanted = sorted(set(criteria))
    rows = visit.mart.rows("web_agent_failed_calls", agent=agent, criteria=wanted, limit=_CALLS, **visit.scope)
    return tuple(one for row in rows for one in _places(visit, row["recording_id"], set(wanted)))[:_PLACES]


def _places(visit: Visit, recording_id: str, wanted: set[str]) -> list[Example]:
    call = find_call(visit, recording_id)
    about = {"recording_id": call.id, "call_id": call.row["call_id"], "at": call.row["start_local"]}
    found = []
    for line in call_view(call.result).lines:
        if line.criterion in wanted and line.outcome in (Outcome.VIOLATED, Outcome.MISSED):
            finding = next((one for one in line.findings if one.said), None)
            start = max(0.0, finding.start - _BEFORE) if finding else 0.0
            end = min(call.row["seconds"], finding.end + _AFTER if finding else 15.0)
            found.append(Example(**about, name=line.name, outcome=line.outcome, finding=finding, start=start, end=end))
    return found
