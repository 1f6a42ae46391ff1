"""A way of doing something in its own child processes, so that its time and its memory are its own."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import psutil

_EVERY = 0.1
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a piece of work took."""

    wall_seconds: float = 0.0
    cpu_seconds: float = 0.0
    """Of all processes and threads."""

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.wall_seconds + other.wall_seconds, self.cpu_seconds + other.cpu_seconds)


class Way:
    """Child processes that each ran `begin` and then work through shares of what they are given."""

    def __init__(self, workers: int, begin: Callable[..., None], *arguments: Any) -> None:
        self.workers = workers
        self.peak_bytes = 0
        """The most memory that its processes and their children held at one time."""
        self._pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), begin, arguments)
        self._roots: list[psutil.Process] = []
        self._closed = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        before = {child.pid for child in psutil.Process().children()}
        for future in [self._pool.submit(time.sleep, 0.5) for _ in range(self.workers)]:
            future.result()
        self._roots = [child for child in psutil.Process().children() if child.pid not in before]
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed.set()
        self._watch.join()
        self._pool.shutdown(cancel_futures=True)

    def run(self, work: Callable[..., Any], shares: Sequence[Any], *arguments: Any) -> tuple[list[Any], Spent]:
        """`work(share, *arguments)` for each share, all at once; the results in order and what it took."""
        cpu, began = self._cpu_seconds(), time.perf_counter()
        results = [future.result() for future in [self._pool.submit(work, share, *arguments) for share in shares]]
        return results, Spent(time.perf_counter() - began, self._cpu_seconds() - cpu)

    @property
    def held_bytes(self) -> int:
        """What its processes and their children hold now; pages that they share count for each."""
        return sum(int(process.memory_info().rss) for process in self._processes())

    def _processes(self) -> list[psutil.Process]:
        return [*self._roots, *(child for root in self._roots for child in root.children(recursive=True))]

    def _cpu_seconds(self) -> float:
        return sum(times.user + times.system for times in (process.cpu_times() for process in self._processes()))

    def _look(self) -> None:
        while not self._closed.wait(_EVERY):
            try:
                self.peak_bytes = max(self.peak_bytes, self.held_bytes)
            except psutil.NoSuchProcess:  # a decoder that was put away between the two looks
                continue
