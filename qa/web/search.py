"""The search on the page of calls: from the fields of an address to what the queries take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from qa.people.roles import Scope
from qa.phonetics.sounding import as_written, sounding_like
from qa.recording import Flag
from qa.scoring.evaluation import Outcome
from qa.web.table import TableState

FILTERS = (
    "call", "agent", "team", "site", "queue", "rubric", "band", "from", "to", "score_from", "score_to", "minutes_from",
    "minutes_to", "coverage_to", "flag", "fatal", "criterion", "outcome", "phrase", "how", "party",
)  # fmt: skip
_FAILED = (Outcome.MISSED, Outcome.VIOLATED, Outcome.CANNOT_JUDGE)
"""Outcomes that the mart keeps with each call."""
DAYS = 31
"""A phrase is searched in as many days, unless others are named."""


@dataclass(frozen=True, slots=True)
class PhraseSearch:
    """Words to look for in the transcripts."""

    pattern: str
    """RE2."""
    first: date
    last: date
    party: str | None


def parameters(state: TableState) -> dict[str, Any]:
    """What `web_calls` takes but for the scope; a value that makes no sense passes every call."""
    get = state.get
    rubric, _, criterion = get("criterion").rpartition(":")
    outcome = get("outcome") if get("outcome") in set(Outcome) else None
    failed = bool(criterion) and outcome in _FAILED
    return {
        "call_id": get("call") or None,
        "agent": get("agent") or None,
        "team": get("team") or None,
        "site": get("site") or None,
        "queue": get("queue") or None,
        "rubric": get("rubric") or rubric or None,
        "band": get("band") or None,
        "from": _date(get("from")),
        "to": _date(get("to")),
        "score_from": _number(get("score_from")),
        "score_to": _number(get("score_to")),
        "seconds_from": _times(60, get("minutes_from")),
        "seconds_to": _times(60, get("minutes_to")),
        "coverage_to": _times(0.01, get("coverage_to")),
        "flag": get("flag") if get("flag") in set(Flag) else None,
        "fatal": {"yes": True, "no": False}.get(get("fatal")),
        # An agent's failures lie together; without an agent the list in each call is the shorter way.
        "failed": f"{criterion}:{outcome}" if failed and not get("agent") else None,
        "failed_of_agent": f"{criterion}:{outcome}" if failed and get("agent") else None,
        "criterion": None if failed else criterion or None,
        "outcome": None if failed else outcome,
        "recordings": None,
    }


def phrase_search(state: TableState, newest: date) -> PhraseSearch | None:
    """The words to look for, if there are any; without dates in the days up to `newest`."""
    phrase = state.get("phrase")
    pattern = as_written(phrase) if state.get("how") == "written" else sounding_like(phrase)
    if not pattern:
        return None
    last = _date(state.get("to")) or newest
    first = _date(state.get("from")) or last - timedelta(days=DAYS - 1)
    party = state.get("party")
    return PhraseSearch(pattern, first, last, party if party in ("agent", "customer") else None)


def scope_parameters(scope: Scope) -> dict[str, Any]:
    """Whose calls may be seen, as every query of the viewer takes it."""
    return {
        "only_agent": scope.agent,
        "only_team": scope.team,
        "only_site": scope.site,
        "nothing": scope.nothing,
    }


def query_fields(query: Mapping[str, str]) -> dict[str, str]:
    """Those fields of an address that are filters."""
    return {name: query[name] for name in FILTERS if query.get(name)}


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e9 else None


def _times(factor: float, text: str) -> float | None:
    value = _number(text)
    return None if value is None else value * factor
