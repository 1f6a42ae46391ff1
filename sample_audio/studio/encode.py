"""Write a recording in the container that a recording machine would use, through PyAV's own FFmpeg."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from .voices import RATE, Audio


@dataclass(frozen=True)
class Container:
    """File suffix, FFmpeg format and encoder, and bit rate (0 where the format fixes it)."""

    suffix: str
    format: str
    encoder: str
    bit_rate: int = 0


CONTAINERS = {
    "mulaw": Container("wav", "wav", "pcm_mulaw"),
    "alaw": Container("wav", "wav", "pcm_alaw"),
    "mp3": Container("mp3", "mp3", "libmp3lame", 32_000),
    "opus": Container("opus", "ogg", "libopus", 28_000),
    "adpcm": Container("wav", "wav", "adpcm_ima_wav"),
    "amr": Container("amr", "amr", "libopencore_amrnb", 12_200),
    "flac": Container("flac", "flac", "flac"),
}


def arrange(stereo: Audio, layout: str) -> Audio:
    """Channels as recorded: `agent_left`, `agent_right`, or `mono`, the mean of both."""
    if layout == "agent_left":
        return stereo
    if layout == "agent_right":
        return stereo[::-1]
    if layout == "mono":
        mixed: Audio = stereo.mean(axis=0, keepdims=True)
        return mixed
    raise ValueError(f"unknown layout {layout!r}")


def write(path: Path, audio: Audio, container: Container) -> None:
    """Encode [channels, samples] float audio at 8 kHz; an existing file is replaced."""
    layout = "mono" if audio.shape[0] == 1 else "stereo"
    samples = np.round(audio * 32767).astype(np.int16)
    # Bit-exact muxing keeps the library's version out of the file, so that the same seed gives the same bytes.
    with av.open(str(path), "w", format=container.format, options={"fflags": "+bitexact"}) as output:
        stream = output.add_stream(container.encoder, rate=RATE, layout=layout)
        if not isinstance(stream, av.AudioStream):
            raise TypeError(f"{container.encoder} is no audio encoder")
        if container.bit_rate:
            stream.bit_rate = container.bit_rate
        context = stream.codec_context
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T).reshape(1, -1), format="s16", layout=layout)
        frame.rate, frame.pts = RATE, 0
        resampler = av.AudioResampler(
            format=context.format, layout=layout, rate=RATE, frame_size=context.frame_size or None
        )
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            output.mux(stream.encode(piece))
        output.mux(stream.encode(None))
