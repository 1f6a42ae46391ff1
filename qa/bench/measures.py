"""`qa bench measures`: measures from the sound of labelled calls against those of their true turns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from statistics import fmean

from qa.accuracy.labels import LabelledCall
from qa.accuracy.truth import true_call
from qa.audio.decode import DecodeWorker
from qa.audio.samples import Samples
from qa.audio.signal import examine
from qa.audio.speech import PADDING, spans_by_channel
from qa.bench.calls import BenchCall
from qa.measures.measure import measure
from qa.measures.shape import Measures
from qa.recording import CallMetadata, Seconds
from qa.settings import Settings
from qa.transcript import AgentChannel, Party, Transcript

COMPARED = (
    "agent_talk_share",
    "overlap_seconds",
    "longest_silence",
    "time_to_greeting",
    "response_latency",
    "last_speech_to_end",
    "agent_speech_rate",
)
_NOBODY = CallMetadata(call_id="", agent="", start=datetime(2000, 1, 1, tzinfo=UTC))
NEAR: Seconds = 0.6
"""How far the two ends of a silence may be off to be the same silence."""


@dataclass(frozen=True, slots=True)
class MeasureFigures:
    """Differences, measured less true, by measure; silences and holds with music, counted."""

    calls: int = 0
    differences: dict[str, tuple[float, ...]] = field(default_factory=dict)
    silences: int = 0
    silences_found: int = 0
    silences_extra: int = 0
    holds: int = 0
    holds_found: int = 0
    holds_extra: int = 0

    def __add__(self, other: MeasureFigures) -> MeasureFigures:
        names = {**self.differences, **other.differences}
        return MeasureFigures(
            self.calls + other.calls,
            {name: (*self.differences.get(name, ()), *other.differences.get(name, ())) for name in names},
            self.silences + other.silences,
            self.silences_found + other.silences_found,
            self.silences_extra + other.silences_extra,
            self.holds + other.holds,
            self.holds_found + other.holds_found,
            self.holds_extra + other.holds_extra,
        )

    def error(self, name: str) -> float | None:
        """Mean absolute error of a measure."""
        found = self.differences.get(name, ())
        return fmean(map(abs, found)) if found else None

    def bias(self, name: str) -> float | None:
        """Mean error of a measure: above 0 where it is measured too high."""
        found = self.differences.get(name, ())
        return fmean(found) if found else None


def measure_calls(
    calls: Sequence[BenchCall], settings: Settings, on_progress: Callable[[int, int], None] = lambda *_: None
) -> MeasureFigures:
    """Measure the calls on two channels that hold speech; their words are taken from the labels, all else is heard."""
    usable = [call for call in calls if call.label.turns and call.label.agent_channel is not None]
    figures = MeasureFigures()
    with DecodeWorker() as decoder:
        for done, call in enumerate(usable, start=1):
            samples = decoder.decode(call.path, settings.limits, file=call.label.file).samples
            figures += compare(samples, call.label)
            on_progress(done, len(usable))
    return figures


def compare(samples: Samples, label: LabelledCall) -> MeasureFigures:
    """One call on two channels, float32 [2, samples] at 16 kHz."""
    signal = examine(samples)
    if label.agent_channel is None or signal.audio.channels != 2:
        return MeasureFigures()
    truth = true_call(label, _NOBODY)
    spans = spans_by_channel(signal.audio, signal.cross_talk)
    transcript = _on_channels(truth.transcript, label.agent_channel)
    found = measure(transcript, spans, label.seconds, padding=PADDING, samples=signal.audio.samples)
    played = [sound for sound in label.non_speech if sound.kind == "hold_music"]
    heard = [hold for hold in found.holds if hold.music]
    return MeasureFigures(
        calls=1,
        differences=_differences(found, truth.measures),
        silences=len(truth.measures.silences),
        silences_found=sum(_among(s.start, s.end, found) for s in truth.measures.silences),
        silences_extra=sum(not _among(s.start, s.end, truth.measures) for s in found.silences),
        holds=len(played),
        holds_found=sum(any(h.start < p.end and p.start < h.end for h in heard) for p in played),
        holds_extra=sum(not any(h.start < p.end and p.start < h.end for p in played) for h in heard),
    )


def _differences(found: Measures, true: Measures) -> dict[str, tuple[float, ...]]:
    pairs = {name: (getattr(found, name), getattr(true, name)) for name in COMPARED}
    return {name: (a - b,) for name, (a, b) in pairs.items() if a is not None and b is not None}


def _among(start: Seconds, end: Seconds, measures: Measures) -> bool:
    return any(abs(s.start - start) < NEAR and abs(s.end - end) < NEAR for s in measures.silences)


def _on_channels(transcript: Transcript, agent: int) -> Transcript:
    utterances = tuple(
        replace(u, channel=agent if u.party is Party.AGENT else 1 - agent) for u in transcript.utterances
    )
    return replace(transcript, agent=AgentChannel(agent, 1.0), utterances=utterances)
