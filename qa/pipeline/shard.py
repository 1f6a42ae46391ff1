"""One shard, from files to truth. Runs in a child process; the same shard gives the same files."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias, TypeVar

from qa.asr.confidence import with_confidence
from qa.asr.engine import WhisperEngine
from qa.asr.transcriber import ChannelTranscriber
from qa.audio.decode import DecodeWorker
from qa.audio.samples import SAMPLE_RATE
from qa.errors import DiskFull, Text, TinghengError, UnusableRecording
from qa.intake.notices import notice_of
from qa.night import Notice
from qa.pipeline.ahead import ahead, portions
from qa.pipeline.call import Judge, Listener, PreparedCall, judge_heard, prepare
from qa.pipeline.later import Waiting, note_waiting
from qa.pipeline.shards import Shard, ShardOutcome
from qa.pipeline.worker import worker_number
from qa.recording import Recording, Seconds
from qa.roles.diarization.encoder import VoiceEncoder
from qa.rubric.months import load_month_rubrics
from qa.scoring.outcome import Thresholds
from qa.scoring.sentences import alike_by
from qa.settings import Settings
from qa.transcript import Utterance
from qa.warehouse.parquet import write_shard
from qa.warehouse.result import CallResult

log = logging.getLogger(__name__)

TOGETHER: Seconds = 900.0
"""Sound, all channels counted, that is heard at a time: enough windows for full batches, 58 MB of samples."""
Utterances: TypeAlias = tuple[Utterance, ...]
_Judged: TypeAlias = tuple[CallResult, tuple[Notice, ...]]
Result = TypeVar("Result")


class ProcessingFailed(UnusableRecording):
    """Something of ours failed on this one recording; the others of its shard are done."""

    code = "P001"
    what = Text("处理时出现内部错误（{kind}）。", "processing it failed inside ({kind}).")
    remedy = Text(
        "下次运行会再试；若仍失败，请附上日志报告。", "The next night tries again; if it stays, report it with the log."
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
    for recording, outcome in _each(shard.recordings, settings, listener, judge):
        if isinstance(outcome, UnusableRecording):
            quarantined.append((recording, notice_of(outcome)))
            continue
        results.append(outcome[0])
        warnings.extend(outcome[1])
    waiting = [r.recording for r in results if r.evaluation is None and judge.waits_for(r.recording.metadata)]
    if waiting:
        ids = tuple(recording.recording_id for recording in waiting)
        note_waiting(settings, Waiting(shard.day, shard.name, listener.model_hash, ids))
    if results:
        write_shard(settings.truth, shard.day, shard.name, results)
    return ShardOutcome(
        tuple(result.recording.recording_id for result in results),
        tuple(quarantined),
        tuple(warnings),
        sum(result.recording.seconds for result in results),
    )


def _each(
    recordings: Sequence[Recording], settings: Settings, listener: Listener, judge: Judge
) -> Iterator[tuple[Recording, _Judged | UnusableRecording]]:
    """Each recording with what became of it, in order.

    Decoding, finding speech and cutting windows run one portion ahead of recognition, in another thread.
    """

    def prepared(recording: Recording) -> PreparedCall:
        return prepare(recording, settings.inbox.folder / recording.file, settings, listener)

    ready = ((recording, _tried(prepared, recording, settings)) for recording in recordings)
    for portion in ahead(portions(ready, _sound, TOGETHER)):
        calls = [one for _, one in portion if isinstance(one, PreparedCall)]
        words = iter(_heard(calls, listener))
        for recording, one in portion:
            if isinstance(one, UnusableRecording):
                yield recording, one
                continue
            utterances = next(words)

            def judged(_: Recording, one: PreparedCall = one, said: Utterances | None = utterances) -> _Judged:
                if said is None:
                    (said,) = listener.transcriber.transcribe_all([one.call])
                return judge_heard(one, said, settings, listener, judge)

            yield recording, _tried(judged, recording, settings)


def _heard(calls: Sequence[PreparedCall], listener: Listener) -> list[Utterances] | list[None]:
    """The utterances of each call; None for all where hearing them together trips over one of them."""
    try:
        return listener.transcriber.transcribe_all([one.call for one in calls])
    except (TinghengError, MemoryError):
        raise
    except Exception:
        log.exception("%d recordings together", len(calls))
        return [None] * len(calls)


def _sound(one: tuple[Recording, PreparedCall | UnusableRecording]) -> Seconds:
    return one[1].hearing.audio.samples.size / SAMPLE_RATE if isinstance(one[1], PreparedCall) else 0.0


def _tried(work: Callable[[Recording], Result], recording: Recording, settings: Settings) -> Result | UnusableRecording:
    """What `work` makes of a recording, or why that recording cannot be used."""
    try:
        return work(recording)
    except UnusableRecording as fault:
        return fault
    except (TinghengError, MemoryError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(str(settings.data)) from error
        # One call that trips over a defect of ours or of the disk must not hold up the others of its shard.
        log.exception("recording %s", recording.recording_id)
        return ProcessingFailed(recording.file, kind=type(error).__name__)


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
    engine = WhisperEngine(settings.speech, settings.models, worker=worker_number())
    encoder = settings.roles.voice_encoder
    return Listener(
        DecodeWorker(),
        with_confidence(ChannelTranscriber(engine), engine.model_hash, settings.models),
        None if encoder is None else VoiceEncoder(encoder),
        engine if settings.scoring.listen_again else None,
    )


def judge_of(settings: Settings) -> Judge:
    """Load what judges.

    Raises:
        RubricError: a rubric is refused.
        SentenceModelUnusable: the sentence model in the settings cannot be used.
    """
    thresholds = Thresholds(settings.scoring.credit, settings.scoring.accuse)
    compared, sentence_hash = alike_by(settings.scoring.sentence_model)
    return Judge(load_month_rubrics(settings.scoring.rubrics), thresholds, alike=compared, sentence_hash=sentence_hash)
