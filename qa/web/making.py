"""A file that is sent while it is still being made: how long it will be is known, and who reads waits for the rest."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from starlette.responses import Response, StreamingResponse

from qa.storage import write_atomically

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_PIECE = 64 * 1024
_PATIENCE = 60.0
"""Seconds without a new byte after which a reader gives up."""


class Making:
    """A file in the making. What is there of it lies in memory; whole, it is put in its place."""

    def __init__(self, path: Path, size: int) -> None:
        self.path, self.size = path, size
        self._made = bytearray()
        self._ended = False
        self._more = threading.Condition()

    def make(self, pieces: Iterator[bytes], then: Callable[[], None]) -> None:
        """Take what `pieces` give until they end, keep the file, and call `then`.

        Raises:
            DiskFull: there is no room to keep it; who reads it gets it all the same.
        """
        try:
            for piece in pieces:
                with self._more:
                    self._made += piece
                    self._more.notify_all()
            if len(self._made) != self.size:
                raise ValueError(f"{self.path.name}: {len(self._made)} bytes instead of {self.size}")
            write_atomically(self.path, bytes(self._made))
        finally:
            with self._more:
                self._ended = True
                self._more.notify_all()
            then()

    def read(self, start: int, end: int) -> Iterator[bytes]:
        """Its bytes from `start` to before `end`, each piece as soon as it is there.

        Raises:
            EOFError: the rest does not come.
        """
        while start < end:
            with self._more:
                while len(self._made) <= start:
                    if self._ended or not self._more.wait(_PATIENCE):
                        raise EOFError(self.path.name)
                piece = bytes(self._made[start : min(end, start + _PIECE)])
            start += len(piece)
            yield piece

    def answer(self, asked: str, kind: str) -> Response:
        """The answer to a request of the media type `kind` with the header Range `asked`, empty where it has none."""
        found = _RANGE.fullmatch(asked.strip())
        headers = {"Accept-Ranges": "bytes"}
        if found is None or not any(found.groups()):
            headers["Content-Length"] = str(self.size)
            return StreamingResponse(self.read(0, self.size), 200, headers, kind)
        first, last = found.groups()
        start = int(first) if first else max(0, self.size - int(last))
        end = min(self.size, int(last) + 1) if first and last else self.size
        if not start < end:
            return Response(status_code=416, headers={"Content-Range": f"bytes */{self.size}"})
        headers |= {"Content-Range": f"bytes {start}-{end - 1}/{self.size}", "Content-Length": str(end - start)}
        return StreamingResponse(self.read(start, end), 206, headers, kind)
