"""From a decoded file to what recognition needs: channels, stretches of speech, and what to say about the sound."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qa.audio.cross_talk import CrossTalk
from qa.audio.decode import Decoded
from qa.audio.signal import Audio, examine
from qa.audio.speech import Span, spans_by_channel
from qa.errors import Text
from qa.intake.notices import SHORTER_THAN_STATED
from qa.night import Notice
from qa.recording import Flag, Recording, Seconds

_SHORT_SECONDS: Seconds = 1.0
_SHORT_SHARE = 0.02
_CODEC_SLACK: Seconds = 0.15
"""Frames and priming of codecs; two per cent of a very short call would be less than that."""
_HEADER = Text("文件头", "header")
_MANIFEST = Text("清单", "manifest")


@dataclass(frozen=True, slots=True, eq=False)
class Hearing:
    """A recording made ready for recognition."""

    recording: Recording
    """With length, channels, sample rate, codec and flags."""
    audio: Audio
    spans: tuple[tuple[Span, ...], ...]
    """Stretches of speech, one tuple for each channel of `audio`."""
    cross_talk: tuple[CrossTalk, ...]
    notices: tuple[Notice, ...]


def hear(recording: Recording, decoded: Decoded) -> Hearing:
    """Examine what was decoded of `recording`.

    Raises:
        ModelError: the speech detector is not installed.
    """
    signal = examine(decoded.samples)
    spans = spans_by_channel(signal.audio, signal.cross_talk)
    flags = list(signal.flags)
    if not any(spans):
        flags.append(Flag.NO_SPEECH)
    notices = shorter_than_stated(recording, decoded)
    if notices:
        flags.append(Flag.SHORTER_THAN_STATED)
    described = replace(
        recording,
        seconds=decoded.seconds,
        channels=decoded.channels,
        sample_rate=decoded.sample_rate,
        codec=decoded.codec,
    )
    return Hearing(described.with_flags(*flags), signal.audio, spans, signal.cross_talk, notices)


def shorter_than_stated(recording: Recording, decoded: Decoded) -> tuple[Notice, ...]:
    """A notice for the header and one for the manifest where the audio is more than 2 % or 1 s shorter than it says.

    A manifest that counts whole seconds may round a call up by one, so only more than a second counts there.
    """
    header, booked = decoded.header_seconds, recording.metadata.seconds
    stated: list[tuple[Text, Seconds, Seconds]] = []
    if header is not None:
        stated.append((_HEADER, header, _tolerance(header)))
    if booked is not None:
        stated.append((_MANIFEST, booked, _SHORT_SECONDS if booked == round(booked) else _tolerance(booked)))
    return tuple(
        SHORTER_THAN_STATED.about(
            recording.file,
            source=source.zh,
            source_en=source.en,
            stated=f"{seconds:.1f}",
            seconds=f"{decoded.seconds:.1f}",
        )
        for source, seconds, tolerance in stated
        if seconds - decoded.seconds > tolerance
    )


def _tolerance(stated: Seconds) -> Seconds:
    return max(_CODEC_SLACK, min(_SHORT_SECONDS, _SHORT_SHARE * stated))
