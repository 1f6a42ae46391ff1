"""The nightly flow: plan, one task a shard, finish."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import PrefectFuture, as_completed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import Task

from qa.errors import TinghengError
from qa.night import NightRecord
from qa.pipeline.lock import night_lock
from qa.pipeline.night import finish_night
from qa.pipeline.plan import plan_night
from qa.pipeline.pool import ShardPool
from qa.pipeline.shards import Shard, ShardOutcome
from qa.pipeline.unfinished import NightUnfinished
from qa.settings import load_settings

Progress = Callable[[int, int], None]

_progress: ContextVar[Progress | None] = ContextVar("progress", default=None)


@contextmanager
def progress_to(listener: Progress | None) -> Iterator[None]:
    """Within, a night that runs in this process calls `listener(done, total)`, counted in recordings."""
    token = _progress.set(listener)
    try:
        yield
    finally:
        _progress.reset(token)


def _may_pass_next_time(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    # Our own errors name something a person must mend; some seconds later it is no better.
    return not isinstance(state.data, TinghengError | CancelledError)


@task(
    name="shard",
    task_run_name="{shard.name}",
    retries=2,
    retry_delay_seconds=[2, 10],
    retry_condition_fn=_may_pass_next_time,
    # run_shard itself leaves out what is done already, by content; a second memory here could only disagree.
    cache_policy=NO_CACHE,
    persist_result=False,
)
def work_through(shard: Shard, pool: ShardPool, stop: threading.Event) -> ShardOutcome:
    """One shard in a child process of `pool`, unless `stop` is set."""
    logger = get_run_logger()
    if stop.is_set():
        raise CancelledError
    logger.info("Shard %s: %d recordings begin", shard.name, len(shard.recordings))
    try:
        outcome = pool.run(shard)
    except BrokenExecutor as error:
        if stop.is_set():
            raise CancelledError from error
        raise
    logger.info("Shard %s: done", shard.name)
    return outcome


@flow(name="nightly", persist_result=False)
def nightly(config: str = "qa.toml") -> NightRecord:
    """The night of the qa.toml `config`. Done shards are kept, so running it again only adds what is missing.

    Raises:
        NightUnfinished: some shards failed for good; the others and the mart are done all the same.
    """
    logger = get_run_logger()
    settings = load_settings(Path(config))
    with night_lock(settings):
        plan = plan_night(settings)
        recordings = sum(len(shard.recordings) for shard in plan.shards)
        logger.info("Night %s: %d recordings in %d shards", plan.night, recordings, len(plan.shards))
        with ShardPool(settings) as pool:
            outcomes, failures = _work_through_all(plan.shards, pool, settings.night.workers)
        record = finish_night(plan, outcomes, settings)
    logger.info(
        "Night %s: %d scored, %d done before, %d quarantined, %d shards failed",
        *(record.night, record.scored, record.already_done, len(record.quarantined), len(failures)),
    )
    if failures:
        raise NightUnfinished.of(failures, record)
    return record


def _work_through_all(
    shards: Sequence[Shard], pool: ShardPool, workers: int
) -> tuple[list[ShardOutcome], dict[str, Exception]]:
    """Outcomes in the order of `shards`, and what ended the others, by name."""
    progress = _progress.get() or (lambda _done, _total: None)
    total = sum(len(shard.recordings) for shard in shards)
    done = 0
    outcomes: dict[str, ShardOutcome] = {}
    failures: dict[str, Exception] = {}

    progress(0, total)
    with ThreadPoolTaskRunner[ShardOutcome](max_workers=workers) as runner, _stopped_at_once(pool) as stop:
        waiting: dict[PrefectFuture[ShardOutcome], Shard] = {
            runner.submit(work_through, {"shard": shard, "pool": pool, "stop": stop}): shard for shard in shards
        }
        for future in as_completed(list(waiting)):
            shard, result = waiting[future], future.result(raise_on_failure=False)
            if isinstance(result, Exception):
                failures[shard.name] = result
                continue
            outcomes[shard.name] = result
            done += len(shard.recordings)
            progress(done, total)
    return [outcomes[shard.name] for shard in shards if shard.name in outcomes], failures


@contextmanager
def _stopped_at_once(pool: ShardPool) -> Iterator[threading.Event]:
    """When left by Ctrl-C or a termination: nobody waits for minutes of work that the next night does again."""
    stop = threading.Event()
    try:
        yield stop
    except BaseException:
        stop.set()
        pool.stop()
        raise
