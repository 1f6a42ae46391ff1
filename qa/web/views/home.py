"""今日: last night at a glance, what must be heard now, what waits for me, the month so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from qa.errors import Text, printable
from qa.night import NightRecord
from qa.people import appeals, audit, coaching, listening
from qa.people.coaching import CoachingSession
from qa.people.kinds import AppealState
from qa.people.roles import Permission
from qa.report.masking import masked_name, masked_quote
from qa.web.errors import NothingHere
from qa.web.nights import last_night, recordings_of
from qa.web.plots import Bars, DaysPlot, bins, days
from qa.web.queue import AUTOMATIC, Waiting, own_listening, queue
from qa.web.visit import Form, SignedIn, Visit

router = APIRouter()
_FATAL_CALLS = 8
_RECENT_CALLS = 8
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class HomePage:
    """All that `home.html` is given."""

    night: str
    """When it began, on the centre's clock; empty before the first."""
    record: NightRecord | None
    """None for those who see only some calls: the night's account is of all."""
    problems: tuple[tuple[str, str, Text, Text], ...]
    """Code, file, what and remedy of each quarantined file, at most twenty."""
    figures: dict[str, Any]
    histogram: Bars
    fatal: list[dict[str, Any]]
    month: dict[str, Any] | None
    month_days: DaysPlot
    recent: list[dict[str, Any]] | None
    """An agent's latest calls; None for all others."""
    listen: tuple[Waiting, ...]
    """An agent's own calls that the month's plan asks them to hear."""
    waiting: int
    """Calls that the machine is unsure of."""
    planned: int
    """Calls of listening plans that wait for this person."""
    appeals: int
    """Appeals to decide, or for an agent those still open."""
    overdue: int
    talks: int
    """Coaching talks of the coming week, and those that are overdue: of a coach, or with this agent."""
    next_talk: datetime | None


@router.get("/")
def home(visit: SignedIn) -> Response:
    """The page."""
    return visit.page("home.html", page=home_page(visit))


@router.post("/listened")
def listened(visit: SignedIn, form: Form) -> Response:
    """An agent has heard a call of their own that the plan asked for."""
    visit.need(Permission.APPEAL)
    item = next((w.item for w in own_listening(visit) if w.item and w.item.id == form.number("item")), None)
    if item is None:
        raise NothingHere("item")
    with visit.viewer.people.writing() as db:
        listening.finish(db, item, user_id=visit.user.id, now=visit.now)
        audit.note(db, visit.user.name, "listening.heard", item.recording_id, now=visit.now)
    return visit.go("/")


def home_page(visit: Visit) -> HomePage:
    """What the person finds on coming in."""
    mart, scope = visit.mart, visit.scope
    record = last_night(visit.viewer.settings.data / "nights")
    recordings = recordings_of(record)
    months = mart.rows("web_month_so_far", **scope)
    fatal = mart.rows("web_fatal", limit=_FATAL_CALLS, **scope)
    whole = visit.may(Permission.SEE_ALL_CALLS) and not visit.user.site
    planned, asked, overdue = _waiting(visit)
    own = visit.may(Permission.APPEAL)
    talks = _talks(visit)
    return HomePage(
        night=f"{datetime.fromisoformat(record.night):%Y-%m-%d %H:%M}" if record else "",
        record=record if whole else None,
        problems=_problems(record) if record and whole else (),
        figures=mart.one("web_night", recordings=recordings, **scope),
        histogram=bins(mart.rows("web_histogram", recordings=recordings, **scope)),
        fatal=[{**row, "quote": masked_quote(row["text"] or "")} for row in fatal],
        month=months[0] if months else None,
        month_days=days(mart.rows("web_month_days", **scope)),
        recent=mart.rows("web_recent", limit=_RECENT_CALLS, **scope) if own else None,
        listen=own_listening(visit) if own else (),
        waiting=len(queue(visit, AUTOMATIC)) if visit.may(Permission.REVIEW) else 0,
        planned=planned,
        appeals=asked,
        overdue=overdue,
        talks=len(talks),
        next_talk=talks[0].planned_for if talks else None,
    )


def _waiting(visit: Visit) -> tuple[int, int, int]:
    """Calls of plans, appeals, and how many of the appeals are overdue."""
    with visit.viewer.people.reading() as db:
        planned = len(listening.waiting(db, visit.user.id)) if visit.may(Permission.REVIEW) else 0
        if visit.may(Permission.DECIDE_APPEALS):
            found = appeals.list_appeals(db, state=AppealState.OPEN)
        elif visit.may(Permission.APPEAL):
            found = appeals.list_appeals(db, asked_by=visit.user.id, state=AppealState.OPEN)
        else:
            found = ()
    return planned, len(found), sum(appeal.due_at < visit.now for appeal in found)


def _talks(visit: Visit) -> tuple[CoachingSession, ...]:
    until, agent = visit.now + _WEEK, visit.user.scope.agent
    with visit.viewer.people.reading() as db:
        if agent is not None:
            return coaching.upcoming(db, until, agent=agent)
        return coaching.upcoming(db, until, coach=visit.user.id) if visit.may(Permission.COACH) else ()


def _problems(record: NightRecord) -> tuple[tuple[str, str, Text, Text], ...]:
    return tuple(
        (notice.code, masked_name(printable(notice.file)), _masked(notice.what), _masked(notice.remedy))
        for notice in record.quarantined[:20]
    )


def _masked(text: Text) -> Text:
    return Text(masked_name(text.zh), masked_name(text.en))
