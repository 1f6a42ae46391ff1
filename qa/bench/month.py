"""How the close of a month grows with its evaluations."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from qa.bench.way import Way
from qa.people.reviews import EvaluationKey, add_review
from qa.people.roles import Role
from qa.people.store import open_people
from qa.people.users import add_user
from qa.pipeline.close import close_month
from qa.settings import Settings
from qa.warehouse.simulated import build_simulated_mart

MONTH = "2026-10"
"""The month that the simulated calls lie in."""


@dataclass(frozen=True, slots=True)
class CloseTime:
    """One close."""

    evaluations: int
    agents: int
    seconds: float
    cpu_seconds: float
    peak_bytes: int
    """Of the process that closed, the database's memory included."""


def measure_closes(
    sizes: Sequence[int],
    agents: int,
    settings: Settings,
    on_progress: Callable[[int, int], None] = lambda *_: None,
) -> tuple[CloseTime, ...]:
    """Close a simulated month of each size in a process of its own, its report included.

    Reviews leave one criterion out of the ranking, so that every score is worked out anew: the longer way.
    """
    found = []
    for number, size in enumerate(sizes):
        with tempfile.TemporaryDirectory(prefix="tingheng-bench-") as folder:
            data = Path(folder)
            build_simulated_mart(data / "truth", data / "mart", calls=size, agents=min(agents, size))
            doubt_a_criterion(settings.model_copy(update={"data": data}))
            with Way(1, _begin) as way:
                _, spent = way.run(close, [settings.model_copy(update={"data": data})])
            found.append(CloseTime(size, min(agents, size), spent.wall_seconds, spent.cpu_seconds, way.peak_bytes))
        on_progress(number + 1, len(sizes))
    return tuple(found)


def doubt_a_criterion(settings: Settings, *, criterion: str = "c3") -> None:
    """Keep blind reviews by which the machine is wrong about one criterion of the simulated form."""
    now = datetime(2026, 11, 1, tzinfo=UTC)
    with open_people(settings) as people, people.writing() as db:
        user = add_user(db, "bench", Role.ANALYST, secrets.token_urlsafe(16), now=now).id
        for call in range(settings.month.trust_reviews):
            key = EvaluationKey(f"simulated{call}", "simulated", "simulated", "simulated")
            said = ("met", "missed") if call % 2 else ("missed", "met")
            add_review(db, key, criterion, user_id=user, now=now, machine=said[0], answer=said[1], blind=True)


def close(settings: Settings) -> int:
    """Close the month and write its report; how many agents it ranks."""
    return len(close_month(MONTH, settings).agents)


def _begin() -> None:
    """The libraries were loaded with this module: what is timed is the close."""
