"""The calls that a listening plan draws from, and what a draw works with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, TypeAlias

import sqlalchemy as sa

from qa.month.sampling import Week, weeks
from qa.settings import ListeningSettings
from qa.warehouse.mart import Mart

Row: TypeAlias = dict[str, Any]

URGENT, RANDOM, CHOSEN = 3, 2, 1
"""Priorities: fatal calls first, then the random ones, which all must be heard for an estimate to hold."""
GRACE: Final = timedelta(days=2)
"""After a week's end, from which it is drawn though no later call has come."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the mart has of the month that is listened to."""

    weeks: tuple[Week, ...]
    over: tuple[Week, ...]
    """Those whose calls are all in, as far as can be known."""
    rows: Sequence[Row]
    """Of the query `listening_frame`."""

    def calls(self, week: Week) -> Mapping[str, int]:
        """Calls of a week that may be heard, by agent of the roster."""
        own = (row for row in self.rows if row["known_agent"] and row["week"] == week.first)
        return {row["agent"]: row["calls"] for row in own if row["calls"]}


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a draw works with."""

    db: sa.Connection
    mart: Mart
    frame: Frame
    settings: ListeningSettings
    keys: Mapping[tuple[str, str], float]
    """The month's key indicators, as rubric and criterion: of the calls that lose points there, the share to hear."""


def month_frame(mart: Mart, month: str, settings: ListeningSettings, *, today: date) -> Frame:
    """The weeks of `month` with their calls; a week is over when a call of a later day came, or two days have passed.

    A call whose clock runs ahead ends no week before the calendar does.
    """
    newest = mart.rows("web_newest", nothing=False, only_agent=None, only_team=None, only_site=None)[0]["day"]
    month_weeks = weeks(month)
    last = today - GRACE if newest is None else min(today, max(newest, today - GRACE))
    over = tuple(week for week in month_weeks if week.end <= last)
    return Frame(month_weeks, over, mart.rows("listening_frame", month=month, minimum_seconds=settings.minimum_seconds))
