"""The detector of speech on files whose truth is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from qa.accuracy.labels import LabelledCall
from qa.accuracy.lost import SpeechLost, speech_lost
from qa.audio.decode import DecodeWorker
from qa.audio.signal import examine
from qa.audio.speech import Span, spans_by_channel
from qa.errors import UnusableRecording
from qa.settings import LimitSettings
from qa.transcript import Party


def said_by_channel(label: LabelledCall) -> tuple[tuple[Span, ...], ...]:
    """When somebody speaks on each channel of a labelled call; one channel where the parties share it."""
    agent, customer = (
        tuple(Span(t.start, t.end) for t in label.turns if t.party is party) for party in (Party.AGENT, Party.CUSTOMER)
    )
    if label.agent_channel is None:
        return (tuple(Span(t.start, t.end) for t in label.turns),)
    return (agent, customer) if label.agent_channel == 0 else (customer, agent)


def lost_in_files(
    folder: Path, said: Mapping[str, Sequence[Sequence[Span]] | None], limits: LimitSettings
) -> dict[str, SpeechLost]:
    """Speech that the detector lets go in each file; of one that cannot be decoded nothing is known.

    Args:
        folder: where the files are.
        said: for each file when somebody speaks on each channel; None where all of it is speech.
        limits: of decoding.
    """
    found: dict[str, SpeechLost] = {}
    with DecodeWorker() as decoder:
        for file, truth in said.items():
            try:
                decoded = decoder.decode(folder / file, limits, file=file)
            except UnusableRecording:
                continue
            signal = examine(decoded.samples)
            spans = spans_by_channel(signal.audio, signal.cross_talk)
            whole = [Span(0.0, signal.audio.seconds)]
            true = truth if truth is not None else [whole] * signal.audio.channels
            if len(true) > signal.audio.channels:
                true = [[span for channel in true for span in channel]]
            found[file] = sum(
                (speech_lost(c, t, f) for c, t, f in zip(signal.audio.samples, true, spans, strict=False)), SpeechLost()
            )
    return found
