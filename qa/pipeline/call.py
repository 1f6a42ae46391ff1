"""One recording's way through: decode → speech → words → roles → measures → score."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qa.asr import transcriber as asr
from qa.asr.second import Aligner
from qa.asr.transcriber import Transcriber
from qa.audio.decode import DecodeWorker
from qa.audio.hearing import Hearing, hear
from qa.audio.speech import PADDING
from qa.errors import Text
from qa.measures.measure import measure
from qa.night import Notice
from qa.pipeline.second import heard_again
from qa.recording import CallMetadata, Flag, Recording
from qa.roles.assign import assign, assign_parted, exchanged
from qa.roles.diarization.encoder import VoiceEncoder
from qa.roles.diarization.mono import part
from qa.rubric.months import MonthRubrics, RefusedOverlay
from qa.rubric.selection import closest
from qa.rubric.source import LoadedRubric
from qa.scoring.evaluation import Evaluation
from qa.scoring.heard import Call
from qa.scoring.likeness import Alike, alike
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.scoring.second import RECIPE
from qa.settings import Settings
from qa.transcript import Transcript, Utterance
from qa.warehouse.result import CallResult


@dataclass(frozen=True)
class Listener:
    """What hears: the decoder's child process, the speech model, the same to ask again, and an ear for voices."""

    decoder: DecodeWorker
    transcriber: Transcriber
    encoder: VoiceEncoder | None = None
    aligner: Aligner | None = None
    """Asked about doubtful places; without one nothing is listened to again."""

    @property
    def model_hash(self) -> str:
        """Identity of everything that hears: what any part of it changes is not mixed unseen with what was before."""
        first = self.transcriber.model_hash
        return first if self.aligner is None else hashlib.sha256(f"{first} {RECIPE}".encode()).hexdigest()


@dataclass(frozen=True)
class Judge:
    """What judges: the rubrics, and how sure a finding must be."""

    rubrics: MonthRubrics
    thresholds: Thresholds
    any_call: bool = False
    """Judge every call by the first rubric, whatever that applies to."""
    alike: Alike = alike
    """How `similar` compares sentences."""
    sentence_hash: str = ""
    """Identity of the sentence model; none: without."""

    def rubric_for(self, about: CallMetadata) -> LoadedRubric | None:
        """The rubric that fits a call most closely; None where none applies."""
        rubrics = self.rubrics.of(f"{about.start:%Y-%m}")
        if self.any_call:
            return min(rubrics, key=lambda r: (-len(r.rubric.applies_to), r.rubric.rubric))
        fits = closest([loaded.rubric for loaded in rubrics], about)
        return next((loaded for loaded in rubrics if loaded.rubric is fits), None)

    def waits_for(self, about: CallMetadata) -> RefusedOverlay | None:
        """The refused overlay that has to be mended before such a call is judged."""
        loaded = self.rubric_for(about)
        return None if loaded is None else self.rubrics.waits_for(f"{about.start:%Y-%m}", loaded.rubric.rubric)

    def evaluate(self, loaded: LoadedRubric, call: Call, model_hash: str) -> Evaluation:
        """The evaluation under a rubric."""
        if self.sentence_hash:
            model_hash = hashlib.sha256(f"{model_hash} {self.sentence_hash}".encode()).hexdigest()
        return evaluate(loaded.rubric, call, Stamp(loaded.hash, model_hash), self.thresholds)


@dataclass(frozen=True, slots=True, eq=False)
class PreparedCall:
    """A recording that was decoded and examined: all that recognition needs."""

    hearing: Hearing
    call: asr.Call


def prepare(recording: Recording, path: Path, settings: Settings, listener: Listener) -> PreparedCall:
    """Decode a recording, find its speech and cut it into windows.

    Raises:
        UnusableRecording: the file cannot be used.
    """
    decoded = listener.decoder.decode(path, settings.limits, file=recording.file)
    hearing = hear(recording, decoded)
    return PreparedCall(hearing, listener.transcriber.prepare(hearing.audio, hearing.spans))


def judge_heard(
    prepared: PreparedCall, utterances: Sequence[Utterance], settings: Settings, listener: Listener, judge: Judge
) -> tuple[CallResult, tuple[Notice, ...]]:
    """Everything about a call whose words are known, and what a person should know about its file."""
    heard = prepared.hearing
    recording, audio = heard.recording, heard.audio
    transcript = _transcript(heard, utterances, settings, listener.encoder)
    if exchanged(transcript.agent, settings.inbox.agent_channel):
        recording = recording.with_flags(Flag.CHANNELS_EXCHANGED)
    measures = measure(transcript, heard.spans, recording.seconds, padding=PADDING, samples=audio.samples)
    rubric = judge.rubric_for(recording.metadata)
    if rubric is None:
        return CallResult(recording, transcript, measures, None), (*heard.notices, no_rubric(recording))
    if listener.aligner is not None:
        call = Call(transcript, measures, recording.metadata)
        transcript = replace(transcript, again=heard_again(call, rubric.rubric, audio, listener.aligner))
    if judge.waits_for(recording.metadata) is not None:
        return CallResult(recording, transcript, measures, None), heard.notices
    call = Call(transcript, measures, recording.metadata, judge.alike)
    evaluation = judge.evaluate(rubric, call, listener.model_hash)
    return CallResult(recording, transcript, measures, evaluation), heard.notices


def hear_and_judge(
    recording: Recording, path: Path, settings: Settings, listener: Listener, judge: Judge
) -> tuple[CallResult, tuple[Notice, ...]]:
    """Everything about one call by itself.

    Raises:
        UnusableRecording: the file cannot be used.
    """
    prepared = prepare(recording, path, settings, listener)
    (utterances,) = listener.transcriber.transcribe_all([prepared.call])
    return judge_heard(prepared, utterances, settings, listener, judge)


def _transcript(
    heard: Hearing, utterances: Sequence[Utterance], settings: Settings, encoder: VoiceEncoder | None
) -> Transcript:
    """Who says what: by channel where the parties have one each, else by voice."""
    recording, audio, least = heard.recording, heard.audio, settings.roles.minimum_confidence
    direction = recording.metadata.direction
    if audio.channels == 2:
        return assign(
            utterances,
            recording_id=recording.recording_id,
            seconds=recording.seconds,
            side=settings.inbox.agent_channel,
            direction=direction,
            minimum_confidence=least,
        )
    parted = part(audio.samples[0], heard.spans[0], utterances, direction, encoder)
    return assign_parted(
        parted, recording_id=recording.recording_id, seconds=recording.seconds, minimum_confidence=least
    )


def no_rubric(recording: Recording) -> Notice:
    """Why a recording has no score, where no rubric applies."""
    about = recording.metadata
    return Notice(
        "P004",
        recording.file,
        Text(
            f"没有适用于该通话的质检表（队列“{about.queue}”，{about.direction}，{about.start:%Y-%m-%d}）。",
            f"no rubric applies to this call (queue “{about.queue}”, {about.direction}, {about.start:%Y-%m-%d}).",
        ),
        Text(
            "已转写，未评分；请检查 applies_to 与 valid。",
            "It is transcribed, not scored; see applies_to and valid of the rubrics.",
        ),
    )
