"""The process that decodes. It alone touches what came from outside, and it may be killed at any moment.

It reads one request a line from its standard input and answers on its standard output with messages of one byte of
kind, four bytes of length (big-endian) and a body: `R` ready, `A` audio (int16, interleaved, 16 kHz), then one of
`D` done or `E` error (both JSON). It ends when its input ends, so it never outlives its parent.
"""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import av
import numpy as np
import soxr

from qa.audio.samples import SAMPLE_RATE, Samples

HEADER = struct.Struct(">cI")
Send: TypeAlias = Callable[[bytes, bytes], None]

_FORMATS = "wav,w64,mp3,ogg,flac,mov,matroska,amr,aac,aiff,au,caf,asf,g722,gsm"
"""Containers. Playlists, `concat`, image sequences and everything with a network in it are not among them."""
_CODEC = re.compile(
    r"pcm_\w+|adpcm_(ima_\w+|ms|yamaha|g7\w+)|g72[236]\w*|g729|mp[23]\w*|aac\w*|flac|opus|libopus|vorbis|speex"
    r"|(libopencore_)?amr[nw]b|gsm\w*|wmav[12]|wmapro|wmavoice|alac|ilbc|truespeech"
)
_CODECS = ",".join(sorted(name for name in av.codecs_available if _CODEC.fullmatch(name)))
_STATES_LENGTH = {"wav", "w64", "flac", "ogg", "mov", "matroska", "au", "aiff", "caf", "asf"}
"""Containers that say how long they are; of the others FFmpeg guesses from the bit rate."""
_MP3_LENGTH_TAG = re.compile(rb"Xing|Info|VBRI")
_RATES = range(4_000, 192_001)


class Refused(Exception):
    """The answer is an error of this kind with these details."""

    def __init__(self, kind: str, **details: object) -> None:
        super().__init__(kind)
        self.reply = {"kind": kind, **details}


def main() -> None:
    """Serve requests until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    av.logging.set_level(None)
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever a library prints must not land between the messages

    def send(kind: bytes, body: bytes) -> None:
        message = memoryview(HEADER.pack(kind, len(body)) + body)
        while message:
            message = message[answers.write(message) or 0 :]

    own_memory = _address_space()
    try:
        send(b"R", b"")
        for line in sys.stdin.buffer:
            _serve(json.loads(line), own_memory, send)
    except BrokenPipeError:
        os._exit(0)


def _serve(request: dict[str, Any], own_memory: int, send: Send) -> None:
    # Should the parent be gone, nobody else would stop a decoder that hangs.
    signal.setitimer(signal.ITIMER_REAL, request["wall_seconds"] + 5)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = own_memory + request["memory_bytes"]
    resource.setrlimit(resource.RLIMIT_AS, (allowed if hard == resource.RLIM_INFINITY else min(allowed, hard), hard))
    try:
        done = decode(Path(request["path"]), request["seconds"], lambda body: send(b"A", body))
        send(b"D", json.dumps(done).encode())
    except Refused as refusal:
        send(b"E", json.dumps(refusal.reply).encode())
    except MemoryError:
        send(b"E", json.dumps({"kind": "memory", "limit": request["memory_bytes"]}).encode())
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _address_space() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 1_000_000_000
    return pages * resource.getpagesize()


def decode(path: Path, limit_seconds: float, send_audio: Callable[[bytes], None]) -> dict[str, object]:
    """Decode the first audio stream of `path`, sending int16 audio at 16 kHz on the way; what is known about it.

    Raises:
        Refused: it cannot be used.
        MemoryError: more memory was wanted than allowed.
    """
    options = {"format_whitelist": _FORMATS, "protocol_whitelist": "file", "codec_whitelist": _CODECS}
    try:
        # An absolute path is never taken for a protocol (`http:`, `concat:`) or an option (`-`).
        container = av.open(str(path.absolute()), options=options, metadata_errors="replace")
    except MemoryError:
        raise
    except PermissionError as error:
        raise Refused("unreadable", reason=error.strerror) from error
    except (av.FFmpegError, OSError, ValueError) as error:
        raise Refused("not_audio") from error
    with container:
        if not container.streams.audio:
            raise Refused("no_audio")
        stream = container.streams.audio[0]
        codec = stream.codec_context.name if stream.codec_context else "?"
        if not _CODEC.fullmatch(codec):
            raise Refused("codec", codec=codec)
        channels, rate = stream.codec_context.channels, stream.codec_context.sample_rate
        if channels > 2:
            raise Refused("channels", channels=channels)
        stated = _stated_seconds(path, container, codec, limit_seconds)
        seconds = _decode_stream(container, stream, limit_seconds, send_audio)
    return {
        "codec": codec,
        "sample_rate": rate,
        "channels": channels,
        "header_seconds": stated,
        "seconds": seconds,
    }


def _decode_stream(
    container: av.container.InputContainer,
    stream: av.AudioStream,
    limit_seconds: float,
    send_audio: Callable[[bytes], None],
) -> float:
    channels = stream.codec_context.channels
    resampler = _Resampler(channels, send_audio)
    seconds = 0.0
    reason = "no sound in it"
    frames = _frames(container, stream)
    while True:
        try:
            frame = next(frames)
        except StopIteration:
            break
        if isinstance(frame, av.FFmpegError):
            reason = frame.strerror or reason
            continue
        if frame.sample_rate not in _RATES:
            raise Refused("failed", reason=f"{frame.sample_rate} Hz")
        seconds += frame.samples / frame.sample_rate
        if seconds > limit_seconds:
            raise Refused("too_long", limit=f"{limit_seconds:g}")
        resampler.take(_floats(frame, channels), frame.sample_rate)
    resampler.finish()
    if not seconds:
        raise Refused("failed", reason=reason)
    return seconds


def _frames(container: av.container.InputContainer, stream: av.AudioStream) -> Iterator[av.AudioFrame | av.FFmpegError]:
    """Every frame that can be decoded; a damaged packet is passed over, as a player does."""
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except MemoryError:
            raise
        except av.FFmpegError as error:
            yield error  # the container itself is damaged here: there is no way on
            return
        try:
            yield from packet.decode()
        except MemoryError:
            raise
        except av.FFmpegError as error:
            yield error


def _floats(frame: av.AudioFrame, channels: int) -> Samples:
    """A frame as [channels, samples] between −1 and 1."""
    raw = frame.to_ndarray()
    found = frame.layout.nb_channels
    if not frame.format.is_planar:
        raw = raw.reshape(-1, found).T
    floats: Samples = raw.astype(np.float32)
    if raw.dtype == np.uint8:
        floats = (floats - np.float32(128)) / np.float32(128)
    elif raw.dtype.kind == "i":
        floats /= np.float32(2 ** (8 * raw.dtype.itemsize - 1))
    if found != channels:  # a damaged packet that claims another layout than its stream
        floats = np.repeat(floats.mean(axis=0, keepdims=True, dtype=np.float32), channels, axis=0)
    return floats


class _Resampler:
    """To 16 kHz, in pieces of a second.

    soxr: at 8 kHz its images lie 98 dB down and it takes 0.1 s for five minutes of stereo; FFmpeg's own leaves
    −27 dB next to the telephone band and takes twice as long. Floats, because soxr dithers integers from the time
    of day, and the same file must give the same samples.
    """

    def __init__(self, channels: int, send_audio: Callable[[bytes], None]) -> None:
        self._channels = channels
        self._send_audio = send_audio
        self._rate = 0
        self._pending: list[Samples] = []
        self._pending_samples = 0
        self._stream: soxr.ResampleStream | None = None

    def take(self, floats: Samples, rate: int) -> None:
        """Add [channels, samples] at `rate`."""
        if rate != self._rate:
            self.finish()
            self._rate = rate
            self._stream = soxr.ResampleStream(rate, SAMPLE_RATE, self._channels, dtype="float32", quality="HQ")
        self._pending.append(floats)
        self._pending_samples += floats.shape[1]
        if self._pending_samples >= rate:
            self._push(last=False)

    def finish(self) -> None:
        """Send what is left."""
        self._push(last=True)
        self._stream = None

    def _push(self, *, last: bool) -> None:
        if self._stream is None:
            return
        piece = np.concatenate([*self._pending, np.zeros((self._channels, 0), np.float32)], axis=1)
        self._pending, self._pending_samples = [], 0
        out = self._stream.resample_chunk(np.ascontiguousarray(piece.T), last=last)
        clean = np.nan_to_num(out, nan=0.0, posinf=1.0, neginf=-1.0)
        self._send_audio(np.clip(np.rint(clean * 32768), -32768, 32767).astype("<i2").tobytes())


def _stated_seconds(
    path: Path, container: av.container.InputContainer, codec: str, limit_seconds: float
) -> float | None:
    """The length that the header states, where the container has such a thing and it can be true."""
    names = set(container.format.name.split(","))
    if "wav" in names and codec.startswith("pcm_"):
        return _wav_seconds(path)
    if container.duration is None or container.duration <= 0:
        return None
    stated = container.duration / 1e6
    if "mp3" in names:
        return stated if _has_length_tag(path) else None
    if not names & _STATES_LENGTH:
        return None
    if stated > limit_seconds:
        if names & {"wav", "w64"}:
            return None  # a placeholder, as in `_wav_seconds`
        raise Refused("too_long", limit=f"{limit_seconds:g}")
    return stated


def _wav_seconds(path: Path) -> float | None:
    """The length of PCM by its RIFF header. FFmpeg tells the size of the file instead where that is less."""
    with path.open("rb") as file:
        file.seek(12)
        byte_rate = 0
        while len(head := file.read(8)) == 8:
            size = int.from_bytes(head[4:], "little")
            if head[:4] == b"data":
                # Recorders that write as they go leave 0, 0x7FFFF000 or 0xFFFFFFFF there.
                return size / byte_rate if byte_rate and 0 < size < 0x7FFF_0000 else None
            if head[:4] == b"fmt ":
                byte_rate = int.from_bytes(file.read(16)[8:12], "little")
                size -= 16
            file.seek(size + size % 2, os.SEEK_CUR)
    return None


def _has_length_tag(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(10)
        if head.startswith(b"ID3") and len(head) == 10:
            size = 0
            for byte in head[6:]:
                size = size * 128 + (byte & 0x7F)
            file.seek(10 + size)
        else:
            file.seek(0)
        return _MP3_LENGTH_TAG.search(file.read(4096)) is not None


if __name__ == "__main__":
    main()
