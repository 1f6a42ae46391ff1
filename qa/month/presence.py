"""Who was here only in part of a month: new staff, part-timers, the long absent. By rule, shown, never dropped.

Pure. Their scores count and are ranked like everybody's, with the wide interval that few calls make; who is new or long
absent is only never *named*: they have a plan of their own, and next month's coaching would come too late or too early.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from qa.month.shape import Presence
from qa.settings import MonthSettings

SPARED: Final = frozenset({Presence.NEW, Presence.ABSENT})
"""Who is never named for the focus."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """An agent's calls in time. Days are whole and count back from the day of the month's last call."""

    agent: str
    calls: int
    """In the month."""
    known_days: int
    """Since the agent's first call of all."""
    away_days: int
    """Since the agent's last call of the month."""
    history_days: int
    """Since the first call of the whole centre: who has been here as long as the records is not new."""


def presences(attendances: Sequence[Attendance], settings: MonthSettings) -> Mapping[str, Presence]:
    """What is said of each agent.

    **Rule.** New: the first call of all lies at most `new_days` back, and the centre's records go `absent_days` or more
    further: where the records begin, nobody's first call in them says that they are new. Long absent: no call in the
    last `absent_days`. Part-time: fewer calls than `part_time_share` of the median agent's. The first that holds is
    said.
    """
    usual = median(attendance.calls for attendance in attendances) if attendances else 0
    return {attendance.agent: _presence(attendance, usual, settings) for attendance in attendances}


def _presence(attendance: Attendance, usual: float, settings: MonthSettings) -> Presence:
    before = attendance.history_days - attendance.known_days
    if attendance.known_days <= settings.new_days and before >= settings.absent_days:
        return Presence.NEW
    if attendance.away_days >= settings.absent_days:
        return Presence.ABSENT
    return Presence.PART_TIME if attendance.calls < settings.part_time_share * usual else Presence.USUAL
