"""`qa bench roles`: who is who, on calls as recorded, the other way round, and mixed down to one channel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np

from qa.accuracy.labels import LabelledCall
from qa.accuracy.parties import speaker_errors, word_parties
from qa.asr.transcriber import transcribe
from qa.audio.samples import SAMPLE_RATE, Samples
from qa.audio.signal import Audio, examine
from qa.audio.speech import PADDING, spans_by_channel
from qa.bench.calls import BenchCall
from qa.bench.role_figures import RoleFigures, Verdicts
from qa.intake.manifest import read_manifest
from qa.measures.measure import measure
from qa.pipeline.call import Listener
from qa.pipeline.shard import listener_of
from qa.recording import Direction, Seconds
from qa.roles.assign import Side, assign, assign_parted
from qa.roles.diarization.mono import part
from qa.settings import InboxSettings, Settings
from qa.transcript import AgentChannel, Utterance

_COPY_LATE: Seconds = 0.02
_COPY_WEAKER = np.float32(0.7)


def measure_roles(
    folder: Path,
    calls: Sequence[BenchCall],
    settings: Settings,
    on_progress: Callable[[int, int], None] = lambda *_: None,
) -> RoleFigures:
    """Hear the calls that hold speech, on one worker.

    Raises:
        ModelError: the speech model is not here or does not load.
        ManifestError: the folder's manifest cannot be read.
    """
    directions = _directions(folder)
    listener = listener_of(settings)
    spoken = [call for call in calls if call.label.turns]
    figures = RoleFigures()
    for done, call in enumerate(spoken, start=1):
        decoded = listener.decoder.decode(call.path, settings.limits, file=call.label.file)
        direction = directions.get(call.label.call_id, Direction.INBOUND)
        figures += RoleFigures(calls=1, seconds=decoded.seconds)
        figures += _on_two_channels(decoded.samples, call.label, listener, direction, settings)
        figures += _on_one_channel(decoded.samples, call.label, listener, direction, settings)
        on_progress(done, len(spoken))
    return figures


def _directions(folder: Path) -> dict[str, Direction]:
    manifest = read_manifest(folder / "manifest.csv", InboxSettings(folder=folder))
    return {about.call_id: about.direction for about in manifest.metadata.values()}


def _on_two_channels(
    samples: Samples, label: LabelledCall, listener: Listener, direction: Direction, settings: Settings
) -> RoleFigures:
    if label.agent_channel is None or samples.shape[0] != 2:
        return RoleFigures()
    signal = examine(samples)
    if signal.audio.channels == 1:
        return RoleFigures(as_recorded=Verdicts(unknown=1), exchanged=Verdicts(unknown=1))
    said = transcribe(listener.transcriber, signal.audio, spans_by_channel(signal.audio, signal.cross_talk))

    def named(utterances: Sequence[Utterance], side: Side) -> AgentChannel:
        return assign(
            utterances, recording_id=label.call_id, seconds=label.seconds, side=side, direction=direction,
            minimum_confidence=settings.roles.minimum_confidence,
        ).agent  # fmt: skip

    least, truth = settings.roles.minimum_confidence, label.agent_channel
    right: Side = "left" if truth == 0 else "right"
    wrong: Side = "right" if truth == 0 else "left"
    other_way_round = [replace(u, channel=1 - u.channel) for u in said]
    return RoleFigures(
        as_recorded=_verdict(named(said, "auto"), truth, least),
        exchanged=_verdict(named(other_way_round, "auto"), 1 - truth, least),
        told_wrong_found=int(named(said, wrong).channel == truth),
        told_right_kept=int(named(said, right).channel == truth),
    )


def _verdict(agent: AgentChannel, truth: int, least: float) -> Verdicts:
    if agent.channel is None or agent.confidence < least:
        return Verdicts(unknown=1)
    return Verdicts(right=1) if agent.channel == truth else Verdicts(wrong=1)


def _on_one_channel(
    samples: Samples, label: LabelledCall, listener: Listener, direction: Direction, settings: Settings
) -> RoleFigures:
    mix = np.asarray(samples.mean(axis=0), np.float32)
    audio = Audio(mix[None])
    began = perf_counter()
    spans = spans_by_channel(audio)
    said = transcribe(listener.transcriber, audio, spans)
    transcribed = perf_counter()
    parted = part(mix, spans[0], said, direction, listener.encoder)
    transcript = assign_parted(
        parted, recording_id=label.call_id, seconds=audio.seconds,
        minimum_confidence=settings.roles.minimum_confidence,
    )  # fmt: skip
    placed = perf_counter()
    measure(transcript, spans, audio.seconds, padding=PADDING, samples=audio.samples)
    measured = perf_counter()
    return RoleFigures(
        copies=1,
        copies_known=int(examine(_saved_twice(mix)).audio.channels == 1),
        mono_speakers=speaker_errors(label.turns, transcript.turns, audio.seconds),
        mono_words=word_parties(label.turns, transcript),
        transcribing=transcribed - began,
        parting=placed - transcribed,
        measuring=measured - placed,
    )


def _saved_twice(mix: Samples) -> Samples:
    late = np.concatenate([np.zeros(round(_COPY_LATE * SAMPLE_RATE), np.float32), mix])[: mix.size]
    return np.stack([mix, _COPY_WEAKER * late])
