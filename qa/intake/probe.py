"""What can be told from the first bytes of a file, before any decoder sees it."""

from __future__ import annotations

from qa.errors import UnusableRecording
from qa.intake.faults import EmptyFile, NotAudio, PlaylistNotAudio, TooManyBytes

HEAD_BYTES = 4096
_LISTS = ("ffconcat", "file ", "#EXTM3U", "#EXTINF", "[playlist]", "<asx", "<smil", "<MPD")
_TEXT_CONTROLS = {0x09, 0x0A, 0x0C, 0x0D, 0x1B}


def size_fault(file: str, size: int, *, limit: int) -> UnusableRecording | None:
    """Why a file of `size` bytes cannot be used, or None."""
    if size == 0:
        return EmptyFile(file)
    return TooManyBytes(file, bytes=size, limit=limit) if size > limit else None


def content_fault(file: str, head: bytes) -> UnusableRecording | None:
    """Why a file that begins with `head` is no recording, or None where the decoder should try."""
    text = _as_text(head)
    if text is None:
        return None
    begin = text.removeprefix("\ufeff").lstrip()
    return PlaylistNotAudio(file) if begin.startswith(_LISTS) else NotAudio(file)


def _as_text(head: bytes) -> str | None:
    # Four kilobytes of sound without a single control byte do not occur; text has none.
    if any(byte < 0x20 and byte not in _TEXT_CONTROLS for byte in head):
        return None
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # the head may end inside a character
            try:
                return head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None
