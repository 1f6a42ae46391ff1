"""Sound for people to listen to: an Opus copy that every browser plays, and the outline of the waveform."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction

import av
import numpy as np
from av.container import OutputContainer

from qa.audio.samples import SAMPLE_RATE, Samples
from qa.recording import Seconds

PLAYABLE = {
    "pcm_s16le": "audio/wav",
    "pcm_u8": "audio/wav",
    "mp3": "audio/mpeg",
    "opus": "audio/ogg",
    "flac": "audio/flac",
}
"""Codecs that browsers play as they are, in the containers that hotlines use, and how to name them."""
_BIT_RATE = 32_000
"""A channel: telephone speech is transparent at this rate, at the least effort too."""
_EFFORT = "0"
"""Somebody waits for the copy: four times as fast as with all effort."""
_AT_ONCE = 10 * SAMPLE_RATE
"""Samples that are made ready for the encoder at a time."""
_BUFFER = 4096
"""Bytes that the container gathers before it writes."""
_PRE_SKIP = 104
"""Samples by which the encoder is behind its input."""
_RAMP = 0.005
"""Seconds over which a muted stretch fades, so that it does not click."""


def muted(samples: Samples, spans: Iterable[tuple[Seconds, Seconds]]) -> Samples:
    """The sound [channels, samples] at 16 kHz with silence on every channel in place of these stretches.

    On every channel: a number that one party says is heard on the other's line as well.
    """
    gain = np.ones(samples.shape[1], np.float32)
    ramp = int(_RAMP * SAMPLE_RATE)
    for start, end in spans:
        first, last = max(0, int(start * SAMPLE_RATE)), min(len(gain), int(np.ceil(end * SAMPLE_RATE)))
        if first >= last:
            continue
        gain[first:last] = 0
        fade = gain[max(0, first - ramp) : first]
        np.minimum(fade, np.linspace(1, 0, len(fade), dtype=np.float32), out=fade)
        rise = gain[last : last + ramp]
        np.minimum(rise, np.linspace(0, 1, len(rise), dtype=np.float32), out=rise)
    return samples * gain


def opus(samples: Samples) -> Iterator[bytes]:
    """An Ogg Opus file of the sound [channels, samples] at 16 kHz, piece by piece as it is made; channels stay apart.

    Its length is what `opus_bytes` says.
    """
    pieces = _Pieces()
    with _opus_file(pieces, channels=samples.shape[0]) as (container, stream):
        context = stream.codec_context
        layout = context.layout.name
        resampler = av.AudioResampler(context.format.name, layout, SAMPLE_RATE, context.frame_size)
        for start in range(0, samples.shape[1], _AT_ONCE):
            pcm = (np.clip(samples[:, start : start + _AT_ONCE], -1, 1) * 32767).astype(np.int16).T.reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(pcm), format="s16", layout=layout)
            frame.sample_rate = SAMPLE_RATE
            for ready in resampler.resample(frame):
                container.mux(stream.encode(ready))
                yield from pieces.taken()
        for ready in resampler.resample(None):
            container.mux(stream.encode(ready))
        container.mux(stream.encode(None))
    yield from pieces.taken()


def opus_bytes(channels: int, length: int) -> int:
    """How long the file of `opus` is for `length` samples on so many channels: its rate is constant."""
    pieces = _Pieces()
    with _opus_file(pieces, channels=channels) as (container, stream):
        context = stream.codec_context
        # What the encoder still holds when the sound ends comes in a last, shorter packet.
        held = _PRE_SKIP + length
        for start in range(0, held, context.frame_size):
            packet = av.Packet(bytes(_BIT_RATE * channels * context.frame_size // (8 * SAMPLE_RATE)))
            packet.stream, packet.time_base = stream, Fraction(1, SAMPLE_RATE)
            packet.duration = min(context.frame_size, held - start)
            container.mux(packet)
    return sum(map(len, pieces.taken()))


class _Pieces:
    """What a container writes, to be taken away as it comes."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._waiting.append(bytes(piece))
        return len(piece)

    def taken(self) -> list[bytes]:
        taken, self._waiting = self._waiting, []
        return taken


@contextmanager
def _opus_file(pieces: _Pieces, *, channels: int) -> Iterator[tuple[OutputContainer, av.AudioStream]]:
    layout = "stereo" if channels == 2 else "mono"
    with av.open(pieces, "w", format="ogg", buffer_size=_BUFFER) as container:
        stream = container.add_stream("libopus", rate=SAMPLE_RATE, layout=layout)
        if not isinstance(stream, av.AudioStream):
            raise TypeError("an audio codec makes an audio stream")
        stream.bit_rate = _BIT_RATE * channels
        # Channels are two people, not left and right of one scene: no joint coding by intensity.
        stream.options = {
            "application": "voip",
            "mapping_family": "0",
            "frame_duration": "60",
            "compression_level": _EFFORT,
            # At a constant rate the file's length is known before it is made: a reader may begin meanwhile.
            "vbr": "off",
        }
        stream.codec_context.open()
        yield container, stream


def outline(samples: Samples, points: int) -> list[list[float]]:
    """For each channel the largest amplitude (0 to 1, two decimals) in each of at most `points` equal stretches."""
    length = samples.shape[1]
    points = max(1, min(points, length))
    edges = np.linspace(0, length, points + 1).astype(int)[:-1]
    peaks = np.maximum.reduceat(np.abs(samples), edges, axis=1) if length else np.zeros((samples.shape[0], 1))
    return [[round(float(value), 2) for value in channel] for channel in peaks]
