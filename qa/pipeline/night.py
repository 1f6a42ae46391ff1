"""The end of a night, and the whole of it without Prefect."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TypeAlias

from qa.errors import ModelError, printable
from qa.intake import quarantine
from qa.month.closes import list_closes
from qa.night import NightRecord, Notice
from qa.pipeline.later import Later, count_waiting, judge_waiting, notices, postponed, waiting_notes
from qa.pipeline.lock import night_lock
from qa.pipeline.plan import NightPlan, begun_note, plan_night
from qa.pipeline.pool import ShardPool, Work
from qa.pipeline.shard import run_shard
from qa.pipeline.shards import ShardOutcome
from qa.pipeline.unfinished import NightUnfinished
from qa.report.rendering import render_night, write_report
from qa.rubric.diagnostics import RubricError
from qa.rubric.months import load_month_rubrics
from qa.settings import Settings
from qa.storage import write_atomically
from qa.warehouse.build import build_mart
from qa.warehouse.parquet import done as in_warehouse
from qa.warehouse.parquet import read_calls


def finish_night(plan: NightPlan, outcomes: Sequence[ShardOutcome], settings: Settings) -> NightRecord:
    """Build the mart, write the night's record, its quarantine and its report, and draw for the listening plans.

    Raises:
        StorageError: the mart does not agree with the truth, or the disk is full; the old mart stays.
        StoreUnavailable: the database of people cannot be opened; the night itself is kept.
    """
    _keep_quarantine(plan, outcomes, settings)
    told = _judge_later(plan, settings)
    build_mart(settings.truth, settings.data / "mart")
    record = _record(plan, outcomes, told)
    night = plan.night.replace(":", "")
    write_atomically(settings.data / "nights" / f"{night}.json", _json(record))
    html = render_night(record, read_calls(settings.truth, record.recordings))
    reports = settings.data / "reports"
    write_report(reports / f"night-{night}.html", html)
    # A night without anything new must not hide the last one that had: people open night.html.
    if record.scored or record.quarantined or not (reports / "night.html").exists():
        write_report(reports / "night.html", html)
    begun_note(settings).unlink(missing_ok=True)
    if list_closes(settings.data / "months"):
        # The database of people loads slowly, and nobody plans before a month is closed.
        from qa.pipeline.listening import draw_after_night  # noqa: PLC0415

        draw_after_night(settings, now=datetime.now(UTC))
    return record


Progress: TypeAlias = Callable[[int, int], None]


def run_night(
    settings: Settings, on_progress: Progress = lambda _done, _total: None, work: Work = run_shard
) -> NightRecord:
    """A whole night in this process and its children; `on_progress(done, total)` counts recordings.

    Raises:
        TinghengError: the night as a whole cannot run.
        NightUnfinished: some shards failed; it carries the record of all that was done.
    """
    with night_lock(settings):
        plan = plan_night(settings)
        total = sum(len(shard.recordings) for shard in plan.shards)
        outcomes: list[ShardOutcome] = []
        failures: dict[str, Exception] = {}
        done = 0
        on_progress(done, total)
        with ShardPool(settings, work) as pool, ThreadPoolExecutor(settings.night.workers) as threads:
            waiting = {threads.submit(pool.run, shard): shard for shard in plan.shards}
            try:
                for future in as_completed(waiting):
                    shard = waiting[future]
                    try:
                        outcomes.append(future.result())
                    except Exception as error:  # whatever ended one shard, the others are done
                        failures[shard.name] = error
                    done += len(shard.recordings)
                    on_progress(done, total)
            except KeyboardInterrupt:
                pool.stop()
                raise
        record = finish_night(plan, outcomes, settings)
    if failures:
        raise NightUnfinished.of(failures, record)
    return record


def _judge_later(plan: NightPlan, settings: Settings) -> tuple[Notice, ...]:
    """Judge the calls that wait; what to tell of them, by the rubrics as they are now: a night is long."""
    try:
        if not waiting_notes(settings):
            return tuple(notices(load_month_rubrics(settings.scoring.rubrics).refused, Later()))
        # The judge loads what only a child of the night needs otherwise.
        from qa.pipeline.shard import judge_of  # noqa: PLC0415

        judge = judge_of(settings)
    except RubricError as error:
        return (postponed(error, count_waiting(settings)),)
    except ModelError as error:
        return (Notice(error.code, error.where, error.message, error.advice),)
    later = judge_waiting(settings, judge, datetime.fromisoformat(plan.night).date())
    return tuple(notices(judge.rubrics.refused, later))


def _record(plan: NightPlan, outcomes: Sequence[ShardOutcome], told: Sequence[Notice]) -> NightRecord:
    seen = plan.scan
    began = datetime.fromisoformat(plan.night)
    undecodable = [notice for outcome in outcomes for _, notice in outcome.quarantined]
    found = [notice for outcome in outcomes for notice in outcome.warnings]
    recordings = [*plan.resumed, *(recording_id for outcome in outcomes for recording_id in outcome.scored)]
    return NightRecord(
        night=plan.night,
        files=seen.files,
        scored=len(recordings),
        already_done=plan.already_done,
        duplicates=len(seen.duplicates),
        left_for_next=seen.left_for_next,
        quarantined=tuple(sorted([*seen.set_aside, *undecodable], key=lambda notice: notice.file)),
        warnings=(*told, *sorted([*seen.duplicates, *seen.warnings, *found], key=lambda notice: notice.file)),
        recordings=tuple(sorted(recordings)),
        audio_seconds=round(sum(outcome.audio_seconds for outcome in outcomes), 3),
        elapsed_seconds=round((datetime.now(began.tzinfo) - began).total_seconds(), 1),
    )


def _keep_quarantine(plan: NightPlan, outcomes: Sequence[ShardOutcome], settings: Settings) -> None:
    """Write down why each file was set aside, and let go those that are in the warehouse now."""
    for notice in plan.scan.set_aside:
        quarantine.record(settings.data, notice)
    for outcome in outcomes:
        for recording, notice in outcome.quarantined:
            quarantine.record(settings.data, notice, sha256=recording.sha256)
    held = {entry.notice.file for entry in quarantine.read(settings.data)}
    # Not only tonight's: a night that was killed after its last shard may have left some behind.
    inside = in_warehouse(settings.truth) if held else frozenset()
    for recording in plan.scan.candidates:
        if recording.recording_id in inside and printable(recording.file) in held:
            quarantine.clear(settings.data, recording.file)


def _json(record: NightRecord) -> bytes:
    return (json.dumps(asdict(record), ensure_ascii=False, indent=1) + "\n").encode()
