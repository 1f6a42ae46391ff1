"""Drawing the listening plans: on command, and at the end of every night once they are made."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from qa.month.closes import close_before
from qa.month.listening import draw_listening, keep_drawn, plan_listening
from qa.month.listening_account import ListeningAccount, listening_account
from qa.month.listening_frame import month_frame
from qa.month.proposal import HEARD, next_month
from qa.month.shape import MonthClose
from qa.people.quotas import unfinished_months
from qa.people.store import People, open_people
from qa.rubric.diagnostics import RubricError
from qa.rubric.months import load_month_rubrics, overlay_files
from qa.settings import Settings
from qa.warehouse.mart import Mart, open_mart


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a draw came to."""

    added: int
    account: ListeningAccount


def draw_month(settings: Settings, close: MonthClose, *, now: datetime) -> Drawn:
    """Make the plans of the month after `close` where there are none, and draw what can be drawn by now.

    Raises:
        RubricError: a rubric is refused, or an overlay that may be of the month.
        StorageError: there is no mart yet.
        StoreUnavailable: the database of people cannot be opened.
    """
    month, today = next_month(close.month), now.astimezone(ZoneInfo(settings.inbox.time_zone)).date()
    with open_mart(settings.data / "mart") as mart, open_people(settings) as people:
        with people.writing() as db:
            plan_listening(db, close, settings.listening, now=now)
        added = _draw(people, mart, month, settings, now=now, today=today)
        frame = month_frame(mart, month, settings.listening, today=today)
        with people.reading() as db:
            return Drawn(added, listening_account(db, mart, month, frame))


def _draw(people: People, mart: Mart, month: str, settings: Settings, *, now: datetime, today: date) -> int:
    close = close_before(settings.data / "months", month)
    keys = shares_heard(settings.scoring.rubrics, month, close)
    # Whoever writes to SQLite waits for others who write: the mart is searched before.
    with people.reading() as db:
        additions = draw_listening(db, mart, month, settings.listening, today=today, keys=keys)
    with people.writing() as db:
        return keep_drawn(db, additions, now=now)


def shares_heard(folder: Path, month: str, close: MonthClose | None) -> Mapping[tuple[str, str], float]:
    """For each key indicator, as rubric and criterion, the share of calls losing points there that is heard.

    As the overlay of the month says where one was accepted for the rubric, else as it is proposed.

    Raises:
        RubricError: a rubric of the folder is refused, or an overlay that may be of this month: its calls wait as well.
    """
    proposed = {(one.rubric, one.criterion): HEARD for one in close.key_indicators} if close else {}
    if not overlay_files(folder):  # nor need there be rubrics: a simulated centre has none
        return proposed
    rubrics, shares = load_month_rubrics(folder), proposed
    for refused in rubrics.refused:
        if refused.may_be_of(month):
            raise RubricError(refused.file, refused.diagnostics)
    for overlay in (one for one in rubrics.accepted if one.overlay == month):
        shares = {key: share for key, share in shares.items() if key[0] != overlay.rubric}
        shares |= {(overlay.rubric, criterion): share for criterion, share in overlay.sampling.items()}
    return shares


def draw_after_night(settings: Settings, *, now: datetime) -> int:
    """Draw for every plan that is made and not drawn to its end; how many calls were added."""
    today = now.astimezone(ZoneInfo(settings.inbox.time_zone)).date()
    with open_people(settings) as people:
        with people.reading() as db:
            months = unfinished_months(db)
        if not months:
            return 0
        with open_mart(settings.data / "mart") as mart:
            return sum(_drawn_unless_refused(people, mart, month, settings, now=now, today=today) for month in months)


def _drawn_unless_refused(
    people: People, mart: Mart, month: str, settings: Settings, *, now: datetime, today: date
) -> int:
    # The night has told of an overlay that is refused; its month is drawn once it is mended.
    with suppress(RubricError):
        return _draw(people, mart, month, settings, now=now, today=today)
    return 0
