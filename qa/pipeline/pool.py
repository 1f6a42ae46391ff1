"""Child processes that work through shards. Each has its own pool of one, so that a crash takes nobody else along."""

from __future__ import annotations

import multiprocessing
import queue
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Self, TypeAlias

from qa.errors import Text, UnusableRecording
from qa.intake.notices import notice_of
from qa.pipeline.shard import run_shard
from qa.pipeline.shards import Shard, ShardOutcome, named
from qa.pipeline.worker import begin_as
from qa.settings import Settings


class KillsItsProcess(UnusableRecording):
    """A child process died over this recording, alone and twice."""

    code = "P002"
    what = Text("处理该录音时子进程两次崩溃。", "a child process died over this recording, twice.")
    remedy = Text(
        "请检查内存是否足够，并重新导出该录音；下次运行会再试。",
        "See that there is memory enough and export it again; the next night tries again.",
    )


Work: TypeAlias = Callable[[Shard, Settings], ShardOutcome]
"""What a child does with a shard: `run_shard`, or a test's stand-in. A function of a module, so that it can travel."""


class ShardPool:
    """`settings.night.workers` child processes, started when first needed. `run` may be called from many threads."""

    def __init__(self, settings: Settings, work: Work = run_shard) -> None:
        self._settings = settings
        self._work = work
        self._idle: queue.SimpleQueue[tuple[int, ProcessPoolExecutor | None]] = queue.SimpleQueue()
        self._stopped = False
        # Held while a child begins: one that `stop` does not see would work on to the end of its shard.
        self._beginning = threading.Lock()

    def __enter__(self) -> Self:
        for number in range(self._settings.night.workers):
            self._idle.put((number, None))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for _ in range(self._settings.night.workers):
            _, executor = self._idle.get()
            if executor is not None:
                executor.shutdown(cancel_futures=True)

    def stop(self) -> None:
        """End the children at once, as Ctrl-C asks: every `run` under way or to come raises BrokenProcessPool."""
        with self._beginning:
            self._stopped = True
            for child in multiprocessing.active_children():
                child.terminate()

    def run(self, shard: Shard) -> ShardOutcome:
        """Work through a shard in a child process.

        When the child dies, the shard is tried in halves, down to the one recording that kills it.

        Raises:
            TinghengError: as `run_shard`.
        """
        try:
            return self._in_child(shard)
        except BrokenProcessPool:
            if self._stopped:
                raise
            return self._halves(shard)

    def _halves(self, shard: Shard) -> ShardOutcome:
        recordings = shard.recordings
        if len(recordings) == 1:
            try:
                return self._in_child(shard)
            except BrokenProcessPool:
                if self._stopped:
                    raise
                notice = notice_of(KillsItsProcess(recordings[0].file))
                return ShardOutcome((), ((recordings[0], notice),), (), 0.0)
        middle = len(recordings) // 2
        first, second = (self.run(named(shard.day, part)) for part in (recordings[:middle], recordings[middle:]))
        return first + second

    def _in_child(self, shard: Shard) -> ShardOutcome:
        number, executor = self._idle.get()
        try:
            with self._beginning:
                if self._stopped:
                    raise BrokenProcessPool("stopped")
                executor = executor or ProcessPoolExecutor(
                    1, mp_context=multiprocessing.get_context("spawn"), initializer=begin_as, initargs=(number,)
                )
                future = executor.submit(self._work, shard, self._settings)
            return future.result()
        except (BrokenProcessPool, MemoryError) as error:
            # A child that ran out of memory is not trusted with another shard.
            if executor is not None:
                executor.shutdown()
            executor = None
            raise BrokenProcessPool(str(error)) from error
        finally:
            self._idle.put((number, executor))
