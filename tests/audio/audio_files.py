"""Write audio files of every kind with PyAV, and damage them."""

from __future__ import annotations

import struct
from pathlib import Path

import av
import numpy as np

from qa.audio.samples import SAMPLE_RATE, Samples

BIT_RATES = {"libopencore_amrnb": 12_200, "adpcm_g726": 32_000}


def write_audio(path: Path, samples: Samples, codec: str, rate: int = 8_000, container: str | None = None) -> Path:
    """Encode [channels, samples] at 16 kHz with `codec` at `rate`."""
    layout = "stereo" if samples.shape[0] == 2 else "mono"
    pcm = (np.clip(samples, -1, 1) * 32767).astype(np.int16).T.reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(pcm), format="s16", layout=layout)
    frame.sample_rate = SAMPLE_RATE
    with av.open(str(path), "w", format=container) as out:
        stream = out.add_stream(codec, rate=rate, layout=layout)
        assert isinstance(stream, av.AudioStream)
        if codec in BIT_RATES:
            stream.bit_rate = BIT_RATES[codec]
        context = stream.codec_context
        context.open()
        resampler = av.AudioResampler(context.format.name, context.layout.name, rate, context.frame_size or 0)
        for ready in [*resampler.resample(frame), *resampler.resample(None)]:
            out.mux(stream.encode(ready))
        out.mux(stream.encode(None))
    return path


def write_video(path: Path) -> Path:
    """A second of black pictures without sound."""
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 32
        for _ in range(10):
            out.mux(stream.encode(av.VideoFrame(32, 32, "yuv420p")))
        out.mux(stream.encode(None))
    return path


def with_last_granule(ogg: Path, samples: int) -> None:
    """Let the last page of an Ogg file claim to end at this sample."""
    content = bytearray(ogg.read_bytes())
    page = content.rindex(b"OggS")
    content[page + 6 : page + 14] = struct.pack("<q", samples)
    content[page + 22 : page + 26] = bytes(4)
    content[page + 22 : page + 26] = struct.pack("<I", _ogg_checksum(bytes(content[page:])))
    ogg.write_bytes(content)


def _ogg_checksum(page: bytes) -> int:
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = ((value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)) & 0xFFFFFFFF
    return value


def write_flac_with_picture(path: Path) -> Path:
    """A FLAC whose metadata hold sixteen megabytes of picture."""
    write_audio(path, np.zeros((1, SAMPLE_RATE), np.float32), "flac", container="flac")
    content = path.read_bytes()
    image = bytes(0xFFFF00)
    kind = b"image/png"
    picture = struct.pack(f">II{len(kind)}s6I", 3, len(kind), kind, 0, 1, 1, 24, 0, len(image)) + image
    block = bytes([6]) + len(picture).to_bytes(3, "big") + picture
    path.write_bytes(content[:42] + block + content[42:])  # after `fLaC` and STREAMINFO
    return path


def wav_with_size(wav: Path, size: int) -> Path:
    """The same WAV with `size` in both length fields, as recorders leave it that write as they go."""
    content = bytearray(wav.read_bytes())
    at = content.index(b"data") + 4
    content[4:8] = content[at : at + 4] = struct.pack("<I", size)
    wav.write_bytes(content)
    return wav


def cut(path: Path, share: float) -> Path:
    """Only the first part of the file."""
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    return path


def spoil(path: Path, begin: float, end: float) -> Path:
    """Noise in place of the bytes between two shares of the file."""
    content = bytearray(path.read_bytes())
    first, last = int(len(content) * begin), int(len(content) * end)
    content[first:last] = np.random.default_rng(0).integers(0, 255, last - first, np.uint8).tobytes()
    path.write_bytes(content)
    return path
