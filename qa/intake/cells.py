"""What a cell of a manifest, or a piece of a file name, means."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from qa.recording import Direction

_DIRECTIONS: Mapping[str, Direction] = {
    "": Direction.INBOUND,
    "inbound": Direction.INBOUND,
    "in": Direction.INBOUND,
    "呼入": Direction.INBOUND,
    "outbound": Direction.OUTBOUND,
    "out": Direction.OUTBOUND,
    "呼出": Direction.OUTBOUND,
}
_WRITTEN = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?[T ]{0,2}"
    r"(?P<hour>\d{1,2})[:时](?P<minute>\d{1,2})分?(?::?(?P<second>\d{1,2})(?P<fraction>\.\d{1,9})?秒?)? ?"
    r"(?P<zone>Z|z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})[-T ]?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})"
    r"(?P<fraction>\.\d{1,9})?(?P<zone>Z|z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)


def read_start(text: str, zone: ZoneInfo) -> datetime | None:
    """The moment that `text` names, in `zone` (also where it has none of its own), or None.

    ISO 8601, `2026-10-03 09:12:00`, `2026/10/3 9:12`, `2026年10月3日 9时12分`, `20261003091200`,
    `20261003-091200` and `20261003T091200`. A date without a time is no start.
    """
    found = _WRITTEN.fullmatch(text) or _COMPACT.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (
        int(found[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")
    )
    microsecond = int(((found["fraction"] or ".0")[1:] + "000000")[:6])
    try:
        naive = datetime(year, month, day, hour, minute, second, microsecond)  # the zone follows
        stated = found["zone"]
        if not stated:
            return naive.replace(tzinfo=zone)
        # In the centre's own zone, whatever the export was written in: a call's day and month are the centre's.
        return datetime.fromisoformat(naive.isoformat() + stated.upper()).astimezone(zone)
    except (ValueError, OverflowError):
        return None


def read_direction(text: str) -> Direction | None:
    """Who rang whom; inbound where nothing is said, None where it is neither."""
    return _DIRECTIONS.get(text.casefold())


def read_number(text: str) -> float | None:
    """A finite number, or None."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
