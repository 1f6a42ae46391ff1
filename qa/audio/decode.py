"""Decode recordings in a child process that is bounded in time, memory and length."""

from __future__ import annotations

import json
import os
import select
import signal
import stat
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import numpy as np

import qa
from qa.audio.samples import Samples
from qa.errors import UnusableRecording
from qa.intake.faults import (
    CodecNotSupported,
    DecodeFailed,
    DecoderDied,
    DecodeTooMuchMemory,
    DecodeTooSlow,
    NoAudioStream,
    NotAFile,
    NotAudio,
    TooLong,
    TooManyChannels,
    TooShort,
    Unreadable,
)
from qa.intake.probe import HEAD_BYTES, content_fault, size_fault
from qa.recording import Seconds
from qa.settings import LimitSettings

SHORTEST: Seconds = 0.5
"""Less audio than this is beyond use."""
_START_SECONDS = 60.0
_HEADER_BYTES = 5
_FAULTS: dict[str, type[UnusableRecording]] = {
    "not_audio": NotAudio,
    "unreadable": Unreadable,
    "no_audio": NoAudioStream,
    "codec": CodecNotSupported,
    "channels": TooManyChannels,
    "too_long": TooLong,
    "memory": DecodeTooMuchMemory,
    "failed": DecodeFailed,
}


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """The sound of a file: float32 [channels, samples] at 16 kHz between −1 and 1, and what the file said of itself."""

    samples: Samples
    codec: str
    sample_rate: int
    """Of the file, in hertz."""
    header_seconds: Seconds | None
    """As the header states; None where the container states nothing that can be relied on."""
    seconds: Seconds
    """As decoded."""

    @property
    def channels(self) -> int:
        """1 or 2."""
        return int(self.samples.shape[0])


class DecodeWorker:
    """A child process that decodes one file after another. Use as a context manager, from one thread at a time.

    The child is a fresh interpreter, never a fork, and starts with the first file. It is killed and started again
    when it hangs, crashes or wants too much memory.
    """

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._complaints: IO[bytes] | None = None

    def __enter__(self) -> DecodeWorker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the child before the first file, for those who must not wait for it then."""
        if self._child is None:
            self._start()

    def decode(self, path: Path, limits: LimitSettings, *, file: str | None = None) -> Decoded:
        """Decode `path`; `file` is the name for messages (by default the path).

        Raises:
            UnusableRecording: one of the classes I101 to I115 of `qa.intake.faults`.
            RuntimeError: the decoding process does not start at all.
        """
        name = str(path) if file is None else file
        _look_at(path, name, limits)
        if self._child is not None and self._child.poll() is not None:
            self.close()  # it was killed while it waited: not the fault of this file
        child = self._child or self._start()
        deadline = time.monotonic() + limits.decode_wall_seconds
        request = {
            "path": str(path.absolute()),
            "seconds": limits.seconds,
            "memory_bytes": limits.decode_memory_bytes,
            "wall_seconds": limits.decode_wall_seconds,
        }
        try:
            return self._ask(child, request, deadline, name)
        except TimeoutError as error:
            self.close()
            raise DecodeTooSlow(name, limit=f"{limits.decode_wall_seconds:g}") from error
        except (EOFError, BrokenPipeError) as error:
            raise DecoderDied(name, status=self._last_words()) from error
        except DecodeTooMuchMemory:
            self.close()  # what is left of its memory is in pieces
            raise
        except UnusableRecording:
            raise
        except BaseException:
            self.close()  # Ctrl-C in the middle of an answer: the rest of it must not be taken for the next
            raise

    def close(self) -> None:
        """End the child. It holds nothing that could be lost."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    pipe.close()
        if self._complaints is not None:
            self._complaints.close()
            self._complaints = None

    def _start(self) -> subprocess.Popen[bytes]:
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the child
        paths = [str(Path(qa.__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(paths),
            # Each thread of these would reserve memory that counts against the bound.
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "MALLOC_ARENA_MAX": "2",
        }
        # -P: a file av.py in the current folder must not become our decoder.
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", "qa.audio.decoding"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env=environment,
            bufsize=0,
        )
        try:
            _receive(self._child, time.monotonic() + _START_SECONDS)
        except (EOFError, TimeoutError) as error:
            raise RuntimeError(f"the decoding process does not start: {self._last_words()}") from error
        return self._child

    def _ask(
        self,
        child: subprocess.Popen[bytes],
        request: dict[str, object],
        deadline: float,
        name: str,
    ) -> Decoded:
        if child.stdin is None:
            raise BrokenPipeError
        child.stdin.write(json.dumps(request).encode() + b"\n")
        audio = bytearray()
        kind, body = _receive(child, deadline)
        while kind == b"A":
            audio += body
            kind, body = _receive(child, deadline)
        answer: dict[str, Any] = json.loads(body)
        if kind == b"E":
            raise _FAULTS[answer.pop("kind")](name, **answer)
        if answer["seconds"] < SHORTEST:
            raise TooShort(name, seconds=f"{answer['seconds']:.2f}")
        interleaved = np.frombuffer(audio, dtype="<i2").reshape(-1, answer["channels"])
        samples = np.ascontiguousarray(interleaved.T, dtype=np.float32)
        samples /= 32768
        return Decoded(samples, answer["codec"], answer["sample_rate"], answer["header_seconds"], answer["seconds"])

    def _last_words(self) -> str:
        """How the child ended, for a person; the child is gone after this."""
        child, complaints = self._child, self._complaints
        status = "?"
        if child is not None:
            try:
                code = child.wait(timeout=5)
            except subprocess.TimeoutExpired:
                code = 0
            status = signal.Signals(-code).name if code < 0 else f"exit {code}"
        if complaints is not None:
            complaints.seek(0)
            status = " ".join([status, *complaints.read().decode(errors="replace").splitlines()[-1:]])
        self.close()
        return status


def _look_at(path: Path, name: str, limits: LimitSettings) -> None:
    """Refuse what needs no decoder to be refused, with a reason that says more than a decoder would."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise NotAFile(name)
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise Unreadable(name, reason=error.strerror) from error
    fault = size_fault(name, status.st_size, limit=limits.file_bytes) or content_fault(name, head)
    if fault is not None:
        raise fault


def _receive(child: subprocess.Popen[bytes], deadline: float) -> tuple[bytes, bytes]:
    """One message of the child: its kind and its body.

    Raises:
        EOFError: the child is gone.
        TimeoutError: `deadline` (of the monotonic clock) has passed.
    """
    header = _read(child, _HEADER_BYTES, deadline)
    return header[:1], _read(child, int.from_bytes(header[1:], "big"), deadline)


def _read(child: subprocess.Popen[bytes], size: int, deadline: float) -> bytes:
    if child.stdout is None:
        raise EOFError
    handle = child.stdout.fileno()
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    content = bytearray()
    while len(content) < size:
        left = deadline - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            raise TimeoutError
        piece = os.read(handle, size - len(content))
        if not piece:
            raise EOFError
        content += piece
    return bytes(content)
