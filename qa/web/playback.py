"""Recordings as browsers play them: the original where it may be heard whole, else a copy with the numbers muted."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from qa.audio.decode import DecodeWorker
from qa.audio.playback import PLAYABLE, muted, opus, opus_bytes, outline
from qa.audio.samples import SAMPLE_RATE, Samples
from qa.errors import StorageError, Text
from qa.recording import Recording, Seconds
from qa.settings import Settings
from qa.storage import write_atomically
from qa.web.making import Making

Spans = Sequence[tuple[Seconds, Seconds]]
_POINTS_A_SECOND = 25
_MOST_POINTS = 8000
_COPY = "audio/ogg"
_KEPT = 4
"""Decoded recordings that are kept in memory for what is asked next: outline, then sound."""


class RecordingGone(StorageError):
    """The audio file is no longer in the inbox, or is no longer the one that was scored."""

    code = "S201"
    what = Text("录音文件 {file} 已不在收件文件夹里。", "the recording {file} is no longer in the inbox.")
    remedy = Text(
        "评分和文本仍可查看；如需播放，请把录音放回原处。",
        "Scores and text can still be seen; to play it, put it back.",
    )


@dataclass(frozen=True, slots=True)
class Sound:
    """A file to send to the browser."""

    path: Path
    kind: str
    """Media type."""
    making: Making | None = None
    """Where the file is not there yet: it can be read while it is made."""

    def answer(self, request: Request) -> Response:
        """The sound, or the piece of it that a request asks for by Range."""
        if self.making is not None:
            return self.making.answer(request.headers.get("range", ""), self.kind)
        return FileResponse(self.path, media_type=self.kind)


class Playback:
    """Makes copies and outlines, and keeps them below the data folder."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = settings.data / "playback"
        self._worker = DecodeWorker()
        self._decoding = threading.Lock()
        self._guard = threading.Lock()
        self._making: dict[Path, Making] = {}
        self._recent: OrderedDict[str, Samples] = OrderedDict()

    def start(self) -> None:
        """Be ready to decode: the first listener of the day does not wait for it."""
        with self._decoding:
            self._worker.start()

    def sound(self, recording: Recording, hidden: Spans) -> Sound:
        """The recording with these stretches muted.

        Raises:
            RecordingGone: the file is gone.
            UnusableRecording: it cannot be decoded.
        """
        original = self._original(recording)
        if not hidden and recording.codec in PLAYABLE:
            return Sound(original, PLAYABLE[recording.codec])
        path = self._folder / f"{recording.recording_id}-{_mark(hidden)}.opus"
        return self._copy(path, lambda: muted(self._decoded(recording, original), hidden))

    def clip(self, recording: Recording, hidden: Spans, start: Seconds, end: Seconds) -> Sound:
        """A stretch of the recording and nothing of the rest, with these stretches muted.

        Raises:
            RecordingGone: the file is gone.
            UnusableRecording: it cannot be decoded.
        """
        original = self._original(recording)
        first, last = int(start * SAMPLE_RATE), int(end * SAMPLE_RATE)
        path = self._folder / f"{recording.recording_id}-{_mark([*hidden, (start, end)])}-clip.opus"
        return self._copy(path, lambda: muted(self._decoded(recording, original), hidden)[:, first:last])

    def _copy(self, copy: Path, samples: Callable[[], Samples]) -> Sound:
        if copy.is_file():
            return Sound(copy, _COPY)
        with self._guard:
            making = self._making.get(copy)
        if making is None:
            # Decoded and muted before anybody reads, encoded while they read.
            heard = samples()
            with self._guard:
                making = self._making.get(copy)
                if making is None and not copy.is_file():
                    making = self._making[copy] = Making(copy, opus_bytes(*heard.shape))
                    threading.Thread(target=making.make, args=(opus(heard), lambda: self._made(copy))).start()
        return Sound(copy, _COPY, making)

    def _made(self, copy: Path) -> None:
        with self._guard:
            del self._making[copy]

    def outline(self, recording: Recording) -> Path:
        """A JSON file: for each channel the amplitudes of its waveform.

        Raises:
            RecordingGone: the file is gone.
            UnusableRecording: it cannot be decoded.
        """
        path = self._folder / f"{recording.recording_id}.json"
        if not path.is_file():
            samples = self._decoded(recording, self._original(recording))
            points = min(_MOST_POINTS, int(recording.seconds * _POINTS_A_SECOND) or 1)
            write_atomically(path, json.dumps(outline(samples, points), separators=(",", ":")).encode())
        return path

    def close(self) -> None:
        """End the decoding process."""
        self._worker.close()

    def _original(self, recording: Recording) -> Path:
        inbox = self._settings.inbox.folder.resolve()
        path = (inbox / recording.file).resolve()
        # The name was checked at intake; the file may have become a link since.
        if not path.is_relative_to(inbox) or not path.is_file():
            raise RecordingGone(recording.recording_id, file=recording.file)
        return path

    def _decoded(self, recording: Recording, original: Path) -> Samples:
        with self._decoding:
            if recording.recording_id not in self._recent:
                decoded = self._worker.decode(original, self._settings.limits, file=recording.file)
                self._recent[recording.recording_id] = decoded.samples
                if len(self._recent) > _KEPT:
                    self._recent.popitem(last=False)
            return self._recent[recording.recording_id]


def _mark(spans: Spans) -> str:
    return hashlib.sha256(json.dumps([list(span) for span in spans]).encode()).hexdigest()[:12]
