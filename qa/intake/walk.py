"""What lies in the inbox. Nothing in it is changed, and no link out of it is followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from qa.errors import UnusableRecording
from qa.intake.faults import LinkLeadsOutside, NameNotText, NotAFile, Unreadable
from qa.intake.manifest import inbox_key
from qa.intake.notices import ANOTHER_INBOX, FOLDER_NOT_FOLLOWED, FOLDER_UNREADABLE
from qa.night import Notice

AUDIO_SUFFIXES = frozenset((
    ".wav", ".wave", ".mp3", ".mp2", ".ogg", ".oga", ".opus", ".spx", ".flac", ".m4a", ".mp4", ".mov", ".3gp", ".amr",
    ".awb", ".aac", ".wma", ".asf", ".au", ".snd", ".aif", ".aiff", ".caf", ".w64", ".webm", ".mka", ".mkv", ".avi",
    ".g722", ".g726", ".g729", ".gsm", ".vox", ".v3", ".al", ".ul", ".alaw", ".ulaw", ".pcm", ".raw",
))  # fmt: skip
_UNFINISHED_SUFFIXES = (".part", ".tmp", ".filepart", ".crdownload")


@dataclass(frozen=True, slots=True)
class InboxFile:
    """A file that can be looked at: `file` is its path below the inbox with `/`."""

    file: str
    size: int
    mtime_ns: int


@dataclass(slots=True)
class Listing:
    """Everything in the inbox that is, or calls itself, a recording, each sorted by name."""

    files: list[InboxFile] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    """Their names say that they are still being written."""
    faults: list[UnusableRecording] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    """About folders."""


def walk(folder: Path, named: Collection[str], manifest: str | None = None) -> Listing:
    """List the recordings below `folder`: files with a known suffix, and those `named` by the manifest.

    Hidden folders, links to folders and folders with a `manifest` of their own are not entered. Links to files count as
    files where they stay inside.
    """
    listing = Listing()
    root = folder.resolve()
    pending = [root]
    while pending:
        below = pending.pop()
        try:
            entries = list(os.scandir(below))
        except OSError as error:
            listing.notices.append(FOLDER_UNREADABLE.about(_below(root, below), reason=error.strerror))
            continue
        if below != root and manifest is not None and any(entry.name == manifest for entry in entries):
            listing.notices.append(ANOTHER_INBOX.about(_below(root, below)))
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith("."):
                    pending.append(Path(entry.path))
            elif _links_to_folder(entry):
                listing.notices.append(FOLDER_NOT_FOLLOWED.about(_below(root, Path(entry.path))))
            else:
                _list_file(root, Path(entry.path), named, listing)
    listing.files.sort(key=lambda found: found.file)
    listing.unfinished.sort()
    listing.faults.sort(key=lambda fault: fault.where)
    listing.notices.sort(key=lambda notice: notice.file)
    return listing


def _links_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_symlink() and entry.is_dir()
    except OSError:  # links that go in a circle
        return False


def _list_file(root: Path, path: Path, named: Collection[str], listing: Listing) -> None:
    file = _below(root, path)
    recording = bool(AUDIO_SUFFIXES.intersection(suffix.lower() for suffix in path.suffixes))
    if path.name.lower().endswith(_UNFINISHED_SUFFIXES) or (path.name.startswith(".") and recording):
        # rsync writes `.call.wav.Xa3b9Q`, browsers and SFTP clients `call.wav.part`.
        listing.unfinished.append(file)
    elif path.suffix.lower() in AUDIO_SUFFIXES or inbox_key(file) in named:
        found = _looked_at(root, path, file)
        if isinstance(found, InboxFile):
            listing.files.append(found)
        elif found is not None:
            listing.faults.append(found)


def _looked_at(root: Path, path: Path, file: str) -> InboxFile | UnusableRecording | None:
    try:
        file.encode()
    except UnicodeEncodeError:
        return NameNotText(file)
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root):
            return LinkLeadsOutside(file)
        status = path.stat()
    except (FileNotFoundError, RuntimeError):  # RuntimeError: links that go in a circle
        return LinkLeadsOutside(file) if path.is_symlink() else None  # gone again meanwhile
    except OSError as error:
        return Unreadable(file, reason=error.strerror)
    if not stat.S_ISREG(status.st_mode):
        return NotAFile(file)
    return InboxFile(file, status.st_size, status.st_mtime_ns)


def _below(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()
