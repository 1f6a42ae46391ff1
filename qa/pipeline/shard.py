"""One shard, from files to truth. Runs in a child process; the same shard gives the same files."""

from __future__ import annotations

import errno
import logging
from dataclasses import dataclass
from functools import lru_cache

from qa.asr.confidence import with_confidence
from qa.asr.engine import WhisperEngine
from qa.asr.transcriber import ChannelTranscriber
from qa.audio.decode import DecodeWorker
from qa.errors import DiskFull, Text, TinghengError, UnusableRecording
from qa.intake.notices import notice_of
from qa.night import Notice
from qa.pipeline.call import Judge, Listener, hear_and_judge
from qa.pipeline.plan import Shard
from qa.recording import Recording, Seconds
from qa.rubric.source import load_rubrics
from qa.scoring.scorecard import Thresholds
from qa.settings import Settings
from qa.warehouse.parquet import write_shard
from qa.warehouse.result import CallResult

log = logging.getLogger(__name__)


class ProcessingFailed(UnusableRecording):
    """Something of ours failed on this one recording; the others of its shard are done."""

    code = "P001"
    what = Text("处理时出现内部错误（{kind}）。", "processing it failed inside ({kind}).")
    remedy = Text(
        "下次运行会再试；若仍失败，请附上日志报告。", "The next night tries again; if it stays, report it with the log."
    )


@dataclass(frozen=True, slots=True)
class ShardOutcome:
    """What became of a shard's recordings."""

    scored: tuple[str, ...]
    """Ids of the recordings now in the warehouse."""
    quarantined: tuple[tuple[Recording, Notice], ...]
    warnings: tuple[Notice, ...]
    audio_seconds: Seconds

    def __add__(self, other: ShardOutcome) -> ShardOutcome:
        return ShardOutcome(
            self.scored + other.scored,
            self.quarantined + other.quarantined,
            self.warnings + other.warnings,
            self.audio_seconds + other.audio_seconds,
        )


def run_shard(shard: Shard, settings: Settings) -> ShardOutcome:
    """Decode, transcribe, measure and score a shard, and write its truth. A recording that fails is left out.

    Raises:
        TinghengError: something that concerns the whole shard: the model, a rubric, a full disk.
    """
    listener, judge = _tools(settings.model_dump_json())
    results: list[CallResult] = []
    quarantined: list[tuple[Recording, Notice]] = []
    warnings: list[Notice] = []
    for recording in shard.recordings:
        try:
            result, notices = _one(recording, settings, listener, judge)
        except UnusableRecording as fault:
            quarantined.append((recording, notice_of(fault)))
            continue
        results.append(result)
        warnings.extend(notices)
    if results:
        write_shard(settings.truth, shard.day, shard.name, results)
    return ShardOutcome(
        tuple(result.recording.recording_id for result in results),
        tuple(quarantined),
        tuple(warnings),
        sum(result.recording.seconds for result in results),
    )


def _one(
    recording: Recording, settings: Settings, listener: Listener, judge: Judge
) -> tuple[CallResult, tuple[Notice, ...]]:
    path = settings.inbox.folder / recording.file
    try:
        return hear_and_judge(recording, path, settings, listener, judge)
    except (TinghengError, MemoryError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(str(settings.data)) from error
        # One call that trips over a defect of ours or of the disk must not hold up the others of its shard.
        log.exception("recording %s", recording.recording_id)
        raise ProcessingFailed(recording.file, kind=type(error).__name__) from error


@lru_cache(maxsize=1)
def _tools(settings_json: str) -> tuple[Listener, Judge]:
    """The loaded model, decoder and rubrics, once a process. Settings hold a dict, so their JSON is the key."""
    settings = Settings.model_validate_json(settings_json)
    return listener_of(settings), judge_of(settings)


def listener_of(settings: Settings) -> Listener:
    """Load what hears.

    Raises:
        ModelError: a model is missing or not the right one.
    """
    engine = WhisperEngine(settings.speech, settings.models)
    return Listener(DecodeWorker(), with_confidence(ChannelTranscriber(engine), engine.model_hash, settings.models))


def judge_of(settings: Settings) -> Judge:
    """Load what judges.

    Raises:
        RubricError: a rubric is refused.
    """
    thresholds = Thresholds(settings.scoring.credit, settings.scoring.accuse)
    return Judge(load_rubrics(settings.scoring.rubrics), thresholds)
