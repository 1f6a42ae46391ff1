"""通话: the search over calls, saved searches, and its rows as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter
from starlette.responses import Response

from qa.people import audit, searches, users
from qa.people.roles import Permission
from qa.people.searches import SavedSearch
from qa.people.users import User
from qa.recording import Flag
from qa.report.export import Cell, csv_bytes, xlsx_bytes
from qa.report.masking import masked_quote
from qa.report.texts import FLAG
from qa.warehouse.mart import Sort
from qa.warehouse.phrases import Said, find_said
from qa.web.errors import NothingHere
from qa.web.search import FILTERS, PhraseSearch, parameters, phrase_search
from qa.web.table import PAGE_SIZE, Column, TableState
from qa.web.visit import Form, SignedIn, Visit

router = APIRouter()
COLUMNS = (
    Column("", "calls.call"),
    Column("start_local", "calls.start"),
    Column("agent", "calls.agent"),
    Column("queue", "calls.queue"),
    Column("seconds", "calls.length", number=True),
    Column("percent", "calls.score", number=True, hint="calls.score_hint"),
    Column("", "calls.band"),
    Column("coverage", "calls.coverage", number=True, hint="calls.coverage_hint"),
    Column("", "calls.flags", wide=True),
)
_NEWEST = Sort("start_local", descending=True)
_LARGEST_FILE = 100_000
_OF_DAYS = ("agent", "team", "site", "from", "to")
"""Filters that the sums of agents' days can follow."""
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class CallsPage:
    """All that `calls.html` is given."""

    state: TableState
    columns: tuple[Column, ...]
    rows: list[dict[str, Any]]
    sum: Mapping[str, Any]
    choices: Mapping[str, Any]
    criteria: list[dict[str, Any]]
    saved: tuple[SavedSearch, ...]
    hits: Mapping[str, Said]
    """The first place in each call where the phrase was said, its text masked."""
    searched: PhraseSearch | None
    active: int
    """Filters that are set."""
    reviewers: tuple[User, ...]
    """Who may be asked to hear the calls; for those who plan listening."""


@router.get("/calls")
def calls(visit: SignedIn) -> Response:
    """The page."""
    state = search_state(visit.request.query_params)
    chosen, hits, searched = _chosen(visit, state)
    mart = visit.mart
    with visit.viewer.people.reading() as db:
        saved = searches.saved_searches(db, visit.user.id)
        planning = visit.may(Permission.PLAN_LISTENING)
        everybody = users.list_users(db) if planning else ()
    reviewers = tuple(user for user in everybody if user.active and user.may(Permission.REVIEW))
    if searched:
        visit.note("calls.search_phrase", "", phrase=state.get("phrase"))
    page = CallsPage(
        state=state,
        columns=COLUMNS,
        rows=_page_of(visit, chosen, state),
        sum=_sum(visit, chosen),
        choices=mart.one("web_choices", **visit.scope),
        criteria=mart.rows("web_criteria"),
        saved=saved,
        hits=hits,
        searched=searched,
        active=len(state.filters),
        reviewers=reviewers,
    )
    return visit.page("calls.html", page=page, Flag=Flag)


@router.get("/calls.{kind}")
def export(visit: SignedIn, kind: str) -> Response:
    """The rows of the search as a file; who took which is noted."""
    if kind not in TYPES:
        raise NothingHere(visit.request.url.path)
    visit.need(Permission.EXPORT)
    state = search_state(visit.request.query_params)
    rows, _ = calls_found(visit, state, limit=_LARGEST_FILE)
    visit.note("calls.export", kind, rows=len(rows), search=state.query)
    header = [visit.language(f"calls.{name}") for name in _EXPORTED]
    lines = [_line(visit, row) for row in rows]
    content = (
        csv_bytes(header, lines) if kind == "csv" else xlsx_bytes(header, lines, sheet=visit.language("nav.calls"))
    )
    name = f"tingheng-calls-{visit.viewer.local(visit.now):%Y%m%d-%H%M}.{kind}"
    return Response(content, media_type=TYPES[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.post("/calls/searches")
def save(visit: SignedIn, form: Form) -> Response:
    """Keep the search under a name."""
    query = urlencode([(name, value) for name, value in parse_qsl(form["query"]) if name in (*FILTERS, "sort")])
    name = form["name"][:60]
    if name:
        with visit.viewer.people.writing() as db:
            searches.save_search(db, visit.user.id, name, query[:2000], now=visit.now)
            audit.note(db, visit.user.name, "search.save", name, now=visit.now)
    return visit.go(f"/calls?{query}")


@router.post("/calls/searches/remove")
def remove(visit: SignedIn, form: Form) -> Response:
    """Forget a saved search."""
    with visit.viewer.people.writing() as db:
        searches.remove_search(db, visit.user.id, form["name"])
    return visit.go("/calls")


_EXPORTED = (
    "call", "start", "agent", "team", "site", "queue", "length", "score", "band", "coverage", "fatal", "flags",
    "rubric",
)  # fmt: skip


def _line(visit: Visit, row: Mapping[str, Any]) -> tuple[Cell, ...]:
    flags = "、".join(visit.language.say(FLAG[Flag(flag)]) for flag in row["flags"])
    return (
        row["call_id"],
        row["start_local"],
        row["agent"],
        row["team"],
        row["site"],
        row["queue"],
        row["seconds"],
        row["percent"],
        row["band"],
        row["coverage"],
        visit.language("common.yes") if row["fatal"] else "",
        flags,
        row["rubric"],
    )


def search_state(query: Mapping[str, str]) -> TableState:
    """The search that an address asks for."""
    return TableState.read("/calls", query, columns=COLUMNS, filters=FILTERS, sort=_NEWEST)


def calls_found(visit: Visit, state: TableState, *, limit: int) -> tuple[list[dict[str, Any]], Mapping[str, Said]]:
    """The first calls of a search in its order, and where in each its phrase was said."""
    chosen, hits, _ = _chosen(visit, state)
    return visit.mart.rows(_query(chosen), sort=state.sort, limit=limit, offset=0, **chosen), hits


def _page_of(visit: Visit, chosen: Mapping[str, Any], state: TableState) -> list[dict[str, Any]]:
    """The calls of one page. Where the days' sums tell on which days they are, only these days are looked at."""
    offset, wanted = state.offset, dict(chosen)
    if state.sort == _NEWEST and _days_tell(visit, chosen):
        days = visit.mart.rows("web_call_days", **{name: chosen[name] for name in (*_OF_DAYS, *visit.scope)})
        window = days_of_page([(row["day"], row["calls"]) for row in days], state.offset, PAGE_SIZE)
        if window is None:
            return []
        wanted["from"], wanted["to"], offset = window
    return visit.mart.rows(_query(chosen), sort=state.sort, limit=PAGE_SIZE, offset=offset, **wanted)


def days_of_page(days: Sequence[tuple[date, int]], offset: int, size: int) -> tuple[date, date, int] | None:
    """The first and the last day that a page of calls touches, newest first, and the calls of those days before it.

    `days`: day and number of calls, the newest first. None where the page is beyond the last call.
    """
    before, first = 0, None
    for day, calls in days:
        if first is None and before + calls > offset:
            first, skipped = day, before
        before += calls
        if first is not None and before >= offset + size:
            return day, first, offset - skipped
    return None if first is None else (days[-1][0], first, offset - skipped)


def _days_tell(visit: Visit, chosen: Mapping[str, Any]) -> bool:
    return {name for name, value in chosen.items() if value is not None} <= {*_OF_DAYS, *visit.scope}


def _sum(visit: Visit, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """The chosen calls in figures; from the days' sums where these can tell."""
    if _days_tell(visit, chosen):
        return visit.mart.one("web_days_sum", **{name: chosen[name] for name in (*_OF_DAYS, *visit.scope)})
    return visit.mart.one("web_calls_sum", **chosen)


def _query(chosen: Mapping[str, Any]) -> str:
    return "web_calls" if chosen["recordings"] is None else "web_found_calls"


def _chosen(visit: Visit, state: TableState) -> tuple[dict[str, Any], dict[str, Said], PhraseSearch | None]:
    """The parameters of the queries; where words are looked for, the calls they were found in and where."""
    chosen = {**parameters(state), **visit.scope}
    newest = visit.mart.one("web_newest", **visit.scope)["day"] or date.today()
    searched = phrase_search(state, newest)
    if searched is None:
        return chosen, {}, None
    found = visit.mart.remembered(
        searched,
        lambda: find_said(
            visit.viewer.settings.truth,
            searched.pattern,
            first=searched.first,
            last=searched.last,
            party=searched.party,
        ),
    )
    hits: dict[str, Said] = {}
    for said in found:
        hits.setdefault(
            said.recording_id, Said(said.recording_id, said.party, said.start, said.end, masked_quote(said.text))
        )
    return {**chosen, "recordings": list(hits)}, hits, searched
