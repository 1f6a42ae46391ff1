"""A simulated day as tables of the truth. Names say «模拟», agents are called sim-…: nobody takes it for real."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from qa.recording import Flag
from qa.scoring.evaluation import Outcome
from qa.simulate.centre import QUEUES, WEIGHTS, Agents, Floats, Integers
from qa.simulate.draw import Calls
from qa.warehouse.tables import SCHEMAS

RUBRIC: Final = "simulated"
FORBIDDEN: Final = len(WEIGHTS) - 3
"""The criteria from this one on are of the forbidden kind: clear or violated."""
_OPENING, _OPEN_SECONDS = time(8), 12 * 3600
_UTC_OFFSET = timedelta(hours=8)
_BANDS: Final = ((90.0, "优"), (80.0, "良"), (60.0, "合格"), (-np.inf, "不合格"))


@dataclass(frozen=True, slots=True)
class Day:
    """The calls of one day, and what of them is not known yet from `Calls`. Arrays of shape [calls]."""

    day: date
    calls: Calls
    first: int
    """Number of the first call in its month."""
    second: Integers
    """Of the opening hours, when each began."""
    seconds: Floats
    """How long each lasted."""


def agent_name(number: int) -> str:
    """`sim-0001` is the first."""
    return f"sim-{number + 1:04d}"


def split_days(calls: Calls, days: Sequence[date], random: np.random.Generator) -> list[Day]:
    """Spread a month's calls over its days, each call on any day with the same chance."""
    place = random.integers(len(days), size=len(calls.agent))
    found, first = [], 0
    for number, day in enumerate(days):
        own = np.flatnonzero(place == number)
        if own.size:
            part = calls.some(own)
            starts = np.sort(random.integers(_OPEN_SECONDS, size=own.size))
            found.append(Day(day, part, first, starts, np.round(random.gamma(3.0, 70.0, own.size) + 15, 1)))
            first += own.size
    return found


def tables(day: Day, agents: Agents) -> Mapping[str, pa.Table]:
    """The day's five tables; nobody said anything in it, so there are no utterances and no findings."""
    ids = call_ids(day)
    columns = {
        "recordings": _recordings(day, agents, ids),
        "measures": _measures(day, ids),
        "evaluations": _evaluations(day, ids),
    }
    return {
        table: pa.table(
            {field.name: columns[table].get(field.name, pa.nulls(len(ids), field.type)) for field in schema},
            schema=schema,
        )
        if table in columns
        else schema.empty_table()
        for table, schema in SCHEMAS.items()
    }


def call_ids(day: Day) -> list[str]:
    """The digest of each call; its first sixteen letters are the recording's id."""
    names = (f"simulated {day.day} {day.first + number}" for number in range(len(day.calls.agent)))
    return [hashlib.sha256(name.encode()).hexdigest() for name in names]


def outcomes(passed: NDArray[np.bool_]) -> NDArray[np.str_]:
    """What each criterion came to. Shape of `passed`."""
    kinds = [
        (Outcome.MET, Outcome.MISSED) if k < FORBIDDEN else (Outcome.CLEAR, Outcome.VIOLATED)
        for k in range(passed.shape[1])
    ]
    return np.where(passed, [good.value for good, _ in kinds], [bad.value for _, bad in kinds])


def _recordings(day: Day, agents: Agents, ids: Sequence[str]) -> dict[str, Any]:
    n, agent = len(ids), day.calls.agent
    opening = datetime.combine(day.day, _OPENING)
    local = [opening + timedelta(seconds=int(second)) for second in day.second]
    return {
        "recording_id": [found[:16] for found in ids],
        "sha256": ids,
        "file": [f"simulated/{day.day}/{day.first + i}.wav" for i in range(n)],
        "call_id": [f"SIM-{day.day:%Y%m%d}-{day.first + i}" for i in range(n)],
        "agent": [agent_name(a) for a in agent],
        "start_utc": [start - _UTC_OFFSET for start in local],
        "start_local": local,
        "direction": np.where(day.calls.outbound, "outbound", "inbound"),
        "team": [f"模拟{team + 1}组" for team in agents.team[agent]],
        "site": [f"模拟站点{site + 1}" for site in agents.site[agent]],
        "queue": [QUEUES[q] for q in day.calls.queue],
        "customer_number": [""] * n,
        "extra": [[]] * n,
        "seconds": day.seconds,
        "channels": np.full(n, 2),
        "sample_rate": np.full(n, 8000),
        "codec": [RUBRIC] * n,
        "flags": [[Flag.SIMULATED.value]] * n,
        "agent_channel": np.zeros(n, dtype=np.int32),
        "agent_confidence": np.ones(n),
        "heard_seconds": day.seconds,
    }


def _measures(day: Day, ids: Sequence[str]) -> dict[str, Any]:
    n = len(ids)
    return {
        "recording_id": [found[:16] for found in ids],
        "call_seconds": day.seconds,
        "speech_seconds": 0.8 * day.seconds,
        "silence_share": np.full(n, 0.2),
        "longest_silence": 0.05 * day.seconds,
        "silences": [[]] * n,
        "interruptions": [[]] * n,
    }


def _evaluations(day: Day, ids: Sequence[str]) -> dict[str, Any]:
    n, score = len(ids), day.calls.score
    return {
        "recording_id": [found[:16] for found in ids],
        "rubric": [RUBRIC] * n,
        "rubric_hash": [RUBRIC] * n,
        "model_hash": [RUBRIC] * n,
        "score": score,
        "max_score": np.full(n, 100.0),
        "coverage": np.ones(n),
        "fatal": np.zeros(n, dtype=bool),
        "band": [next(name for least, name in _BANDS if value >= least) for value in score],
        "criteria": _criteria(day.calls.passed),
    }


def _criteria(passed: NDArray[np.bool_]) -> pa.Array[Any]:
    """A list of scorecard lines a call."""
    calls, lines = passed.shape
    flat = {
        "criterion": np.tile([f"sim_{k + 1:02d}" for k in range(lines)], calls),
        "name": np.tile([f"模拟指标{k + 1}" for k in range(lines)], calls),
        "section": np.tile([f"模拟第{1 + k // 4}节" for k in range(lines)], calls),
        "outcome": outcomes(passed).ravel(),
        "points": (passed * np.asarray(WEIGHTS)).ravel(),
        "max_points": np.tile(WEIGHTS, calls),
        "fatal": np.zeros(calls * lines, dtype=bool),
        "reason": np.full(calls * lines, ""),
    }
    kind = SCHEMAS["evaluations"].field("criteria").type
    arrays = [pa.array(flat[field.name], type=field.type) for field in kind.value_type if field.name in flat]
    names = [field.name for field in kind.value_type if field.name in flat]
    structs = pa.StructArray.from_arrays(arrays, names=names)
    offsets = pa.array(np.arange(calls + 1) * lines, type=pa.int32())
    return pa.ListArray.from_arrays(offsets, structs).cast(kind)
