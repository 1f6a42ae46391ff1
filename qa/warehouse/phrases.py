"""Searching what was said: a pattern over the transcripts of some days, straight from the truth.

The mart holds no transcripts (they may hold personal data), so a search reads the Parquet files of the days it is
about, a column or two of each.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from qa.recording import Seconds
from qa.warehouse.errors import DamagedTruth
from qa.warehouse.layout import committed
from qa.warehouse.tables import SCHEMAS

_COLUMNS = ["recording_id", "party", "start", "end", "text"]


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance in which a pattern was found."""

    recording_id: str
    party: str
    start: Seconds
    end: Seconds
    text: str
    """The whole utterance, unmasked."""


def find_said(
    truth: Path, pattern: str, *, first: date, last: date, party: str | None = None, limit: int = 5000
) -> tuple[Said, ...]:
    """Utterances of the days `first` to `last` that an RE2 pattern is found in, the newest day first; at most `limit`.

    Raises:
        DamagedTruth: a file cannot be read.
        ValueError: `pattern` is no RE2 pattern.
    """
    found: list[Said] = []
    for paths in _by_day(truth, first, last):
        found += _matches(paths, pattern, party, limit - len(found))
        if len(found) >= limit:
            break
    return tuple(found)


def find_newest(
    truth: Path, pattern: str, *, last: date, days: int, seconds: float, limit: int
) -> tuple[tuple[Said, ...], date]:
    """Utterances as by `find_said`, day by day backwards from `last` until there are enough, or the time is up.

    Also the first day that was searched. A day that was begun is searched to its end.

    Raises:
        DamagedTruth: a file cannot be read.
        ValueError: `pattern` is no RE2 pattern.
    """
    until = time.monotonic() + seconds
    found: list[Said] = []
    by_day: dict[date, list[str]] = defaultdict(list)
    for shard in committed(truth):
        by_day[shard.day].append(str(shard.path(truth, "utterances")))
    day = last
    for back in range(days):
        day = last - timedelta(days=back)
        if day in by_day:
            found += _matches(by_day[day], pattern, None, limit - len(found))
        if len(found) >= limit or time.monotonic() >= until:
            break
    return tuple(found), day


def _by_day(truth: Path, first: date, last: date) -> Iterator[list[str]]:
    # A shard's day may differ from a call's by one, across midnight and time zones.
    day = timedelta(days=1)
    shards = [shard for shard in committed(truth) if first - day <= shard.day <= last + day]
    for when in sorted({shard.day for shard in shards}, reverse=True):
        yield [str(shard.path(truth, "utterances")) for shard in shards if shard.day == when]


def _matches(paths: list[str], pattern: str, party: str | None, limit: int) -> list[Said]:
    wanted = pc.match_substring_regex(pc.field("text"), pattern)
    if party is not None:
        wanted = wanted & (pc.field("party") == party)
    try:
        table = ds.dataset(paths, schema=SCHEMAS["utterances"], format="parquet").head(
            limit, columns=_COLUMNS, filter=wanted
        )
    except pa.ArrowInvalid as error:
        if "regular expression" in str(error).lower() or "regex" in str(error).lower():
            raise ValueError(str(error)) from error
        raise DamagedTruth(paths[0], reason=error) from error
    except (OSError, pa.ArrowException) as error:
        raise DamagedTruth(paths[0], reason=error) from error
    return [Said(**row) for row in table.to_pylist()]
