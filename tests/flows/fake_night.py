"""A night without speech: stand-ins for the pipeline, and a program that runs such a night as `qa nightly` does.

`python -m tests.flows.fake_night QA_TOML SECONDS` works on four shards of so many seconds each, in spawned children.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from qa.night import NightRecord
from qa.recording import CallMetadata, Recording
from qa.settings import Settings

CUSTOMER_NUMBER = "13800138000"
_METADATA = CallMetadata("call-1", "agent-1", datetime(2026, 11, 21, tzinfo=UTC), customer_number=CUSTOMER_NUMBER)


@dataclass(frozen=True)
class FakeShard:
    name: str
    day: date = date(2026, 11, 21)
    recordings: tuple[Recording, ...] = (Recording("0" * 16, "0" * 64, "a.wav", _METADATA),) * 5


@dataclass(frozen=True)
class FakePlan:
    night: str
    shards: tuple[FakeShard, ...]


@dataclass(frozen=True)
class FakeOutcome:
    name: str


def night_record(plan: FakePlan, outcomes: Sequence[FakeOutcome]) -> NightRecord:
    count = 5 * len(outcomes)
    return NightRecord(plan.night, count, count, 0, 0, (), (), (), (), 1.0, 1.0)


def sleep(seconds: float, shard: FakeShard, _settings: Settings) -> Any:
    """What a child does with a shard; its outcome is a stand-in too."""
    time.sleep(seconds)
    return FakeOutcome(shard.name)


def _main(config: Path, seconds: float) -> None:
    from flows.local import run_nightly
    from qa.pipeline import night, plan, pool

    # Where the tests themselves run in the background, a shell may have told them to ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    planned = FakePlan("2026-11-21", tuple(FakeShard(f"shard-{number}") for number in range(4)))
    fakes = {
        (plan, "plan_night"): lambda _settings: planned,
        (night, "finish_night"): lambda plan, outcomes, _settings: night_record(plan, outcomes),
        (pool, "ShardPool"): partial(pool.ShardPool, work=partial(sleep, seconds)),
    }
    # The flow takes its functions from these modules when it is imported, and `run_nightly` imports it.
    for (module, name), fake in fakes.items():
        setattr(module, name, fake)
    try:
        record = run_nightly(config, lambda done, total: _say(f"{done} {total}"))
    except KeyboardInterrupt:
        _say("interrupted")
        sys.exit(130)
    _say(f"scored {record.scored}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _main(Path(sys.argv[1]), float(sys.argv[2]))
