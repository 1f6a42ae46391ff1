"""Child processes that do a benchmark's work: what they took is theirs alone."""

from __future__ import annotations

import time

from qa.bench.way import Way

_held: list[bytearray] = []


def begin(megabytes: int) -> None:
    _held.append(bytearray(b"x" * (megabytes << 20)))


def busy(seconds: float, answer: str) -> str:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    time.sleep(0.3)
    return answer


def test_work_comes_back_in_order_with_its_time_and_memory() -> None:
    with Way(1, begin, 200) as way:
        found, spent = way.run(busy, [0.3, 0.2], "done")
    assert found == ["done", "done"]
    assert spent.cpu_seconds >= 0.45
    assert spent.wall_seconds >= 1.0
    assert way.peak_bytes > 200 << 20
