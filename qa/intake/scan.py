"""One look at the inbox: which recordings are there to be scored, and what becomes of every other file."""

from __future__ import annotations

import hashlib
import os
import time
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from qa.errors import Text, UnusableRecording, UsageError
from qa.intake.faults import Unreadable
from qa.intake.ledger import Ledger
from qa.intake.manifest import Manifest, inbox_key, read_manifest
from qa.intake.names import NameTemplate, name_template
from qa.intake.notices import ROW_WITHOUT_FILE, SAME_AUDIO, UNKNOWN_AGENT, notice_of
from qa.intake.probe import HEAD_BYTES, content_fault, size_fault
from qa.intake.roster import read_roster
from qa.intake.row_faults import CallIdInNames, NoRow
from qa.intake.walk import InboxFile, Listing, walk
from qa.night import Notice
from qa.recording import CallMetadata, Flag, Recording, recording_id
from qa.settings import InboxSettings, Settings


@dataclass(frozen=True, slots=True)
class Scan:
    """What is in the inbox. Every recording file is in exactly one of the first four."""

    candidates: tuple[Recording, ...]
    """Hashed and with metadata, sorted by file; not decoded yet (no length, channels or codec)."""
    duplicates: tuple[Notice, ...]
    """Files with the same audio as a candidate that sorts before them."""
    left_for_next: tuple[str, ...]
    """Files still being written, by their path below the inbox."""
    set_aside: tuple[Notice, ...]
    """Files that cannot be used: for the quarantine."""
    warnings: tuple[Notice, ...]
    """About candidates, rows without a file, and folders."""

    @property
    def files(self) -> int:
        """How many recording files were seen."""
        return len(self.candidates) + len(self.duplicates) + len(self.left_for_next) + len(self.set_aside)


class _StillWritten(Exception):
    """The file changed while it was read."""


def scan(settings: Settings, *, now: float | None = None) -> Scan:
    """Look at the inbox of `settings`; nothing in it is changed.

    `now` (seconds since the epoch, by default the clock) decides which files have settled.

    Raises:
        UsageError: the inbox is missing, or neither a manifest nor a name pattern is set.
        ManifestError: the manifest or the roster as a whole cannot be used.
    """
    inbox = settings.inbox
    if not inbox.folder.is_dir():
        problem = Text("没有这个收件文件夹。", "there is no such inbox folder.")
        fix = Text(
            "请建立它，或在 qa.toml 的 [inbox] 下改 folder。", "Make it, or set folder under [inbox] in qa.toml."
        )
        raise UsageError(str(inbox.folder), problem=problem, fix=fix)
    manifest, template = _sources(inbox)
    listing = walk(inbox.folder, _named(manifest), inbox.manifest)
    known = _from_names(listing.files, template, ZoneInfo(inbox.time_zone)) if template else {}
    sorting = _Sorting(settings, time.time() if now is None else now, manifest, known)
    with Ledger(settings.data / "intake.sqlite") as ledger:
        for found in listing.files:
            sorting.place(found, ledger)
        ledger.keep_only(found.file for found in listing.files)
    return sorting.result(listing)


def _sources(inbox: InboxSettings) -> tuple[Manifest | None, NameTemplate | None]:
    if inbox.manifest:
        return read_manifest(inbox.folder / inbox.manifest, inbox), None
    if inbox.name_pattern:
        return None, name_template(inbox.name_pattern)
    problem = Text("manifest 和 name_pattern 都没有设置。", "neither manifest nor name_pattern is set.")
    fix = Text("请设置其中一个，才知道是谁的通话。", "Set one of the two, so that it is known whose calls these are.")
    raise UsageError("[inbox]", problem=problem, fix=fix)


def _named(manifest: Manifest | None) -> Collection[str]:
    return manifest.lines.keys() if manifest else ()


def _from_names(
    files: list[InboxFile], template: NameTemplate, zone: ZoneInfo
) -> dict[str, CallMetadata | UnusableRecording]:
    known = {found.file: template.metadata_of(found.file, zone) for found in files}
    by_call: defaultdict[str, dict[str, CallMetadata]] = defaultdict(dict)
    for file, metadata in known.items():
        if isinstance(metadata, CallMetadata):
            by_call[metadata.call_id][file] = metadata
    for call_id, group in by_call.items():
        one = next(iter(group.values()))
        if any(metadata != one for metadata in group.values()):
            for file in group:
                other = next(name for name in group if name != file)
                known[file] = CallIdInNames(file, call_id=call_id, other=other)
    return known


class _Sorting:
    """The buckets while they fill."""

    def __init__(
        self,
        settings: Settings,
        now: float,
        manifest: Manifest | None,
        from_names: dict[str, CallMetadata | UnusableRecording],
    ) -> None:
        inbox = settings.inbox
        self.settings = settings
        self.now = now
        self.manifest = manifest
        self.from_names = from_names
        self.roster = read_roster(inbox.folder / inbox.roster, inbox) if inbox.roster else None
        self.candidates: dict[str, Recording] = {}
        self.duplicates: list[Notice] = []
        self.left: list[str] = []
        self.set_aside: list[Notice] = []
        self.warnings: list[Notice] = []

    def place(self, found: InboxFile, ledger: Ledger) -> None:
        """Put one file into its bucket."""
        try:
            self._take(found, ledger)
        except UnusableRecording as fault:
            self.set_aside.append(notice_of(fault))
        except (_StillWritten, FileNotFoundError):
            self.left.append(found.file)

    def _take(self, found: InboxFile, ledger: Ledger) -> None:
        age = self.now - found.mtime_ns / 1e9
        if 0 <= age < self.settings.inbox.settle_seconds:  # a time in the future is a wrong clock, not a fresh file
            raise _StillWritten
        metadata = self._metadata(found.file)
        if fault := size_fault(found.file, found.size, limit=self.settings.limits.file_bytes):
            raise fault
        sha256 = ledger.find(found.file, found.size, found.mtime_ns)
        if sha256 is None:
            sha256 = _hash(self.settings.inbox.folder / found.file, found)
            ledger.write(found.file, found.size, found.mtime_ns, sha256)
        first = self.candidates.get(sha256)
        if first is not None:
            notice = SAME_AUDIO.about(found.file, first=first.file, call_id=first.metadata.call_id)
            self.duplicates.append(notice)
            return
        recording = Recording(recording_id(sha256), sha256, found.file, metadata)
        if self.roster is not None and metadata.agent not in self.roster:
            recording = recording.with_flags(Flag.UNKNOWN_AGENT)
            self.warnings.append(UNKNOWN_AGENT.about(found.file, agent=metadata.agent))
        self.candidates[sha256] = recording

    def _metadata(self, file: str) -> CallMetadata:
        if self.manifest is None:
            known: CallMetadata | UnusableRecording = self.from_names[file]
        else:
            key = inbox_key(file)
            missing = NoRow(file, manifest=self.manifest.name)
            known = self.manifest.metadata.get(key) or self.manifest.faults.get(key, missing)
        if isinstance(known, UnusableRecording):
            raise known
        return known

    def result(self, listing: Listing) -> Scan:
        """The finished account, with what the walk itself found out."""
        self.set_aside += [notice_of(fault) for fault in listing.faults]
        self.warnings += listing.notices
        self.warnings += self._rows_without_file(listing)
        return Scan(
            candidates=tuple(self.candidates.values()),
            duplicates=tuple(self.duplicates),
            left_for_next=tuple(sorted([*self.left, *listing.unfinished])),
            set_aside=tuple(sorted(self.set_aside, key=lambda notice: notice.file)),
            warnings=tuple(self.warnings),
        )

    def _rows_without_file(self, listing: Listing) -> list[Notice]:
        if self.manifest is None:
            return []
        # A file refused for its own sake has its notice already.
        seen = {inbox_key(found.file) for found in listing.files} | {inbox_key(fault.where) for fault in listing.faults}
        arriving = {inbox_key(name.rsplit(".", 1)[0]) for name in listing.unfinished}
        notices = [notice_of(fault) for fault in self.manifest.refused]
        for key, line in self.manifest.lines.items():
            if key not in seen and key not in arriving:
                fault = self.manifest.faults.get(key)
                notices.append(notice_of(fault) if fault else ROW_WITHOUT_FILE.about(key, row=line))
        return notices


def _hash(path: Path, found: InboxFile) -> str:
    """SHA-256 of a file that looks like a recording and does not change meanwhile."""
    try:
        with path.open("rb") as file:
            _stay_the_same(file, found)
            if fault := content_fault(found.file, file.read(HEAD_BYTES)):
                raise fault
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            _stay_the_same(file, found)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Unreadable(found.file, reason=error.strerror) from error
    return digest


def _stay_the_same(file: BinaryIO, found: InboxFile) -> None:
    status = os.fstat(file.fileno())
    if (status.st_size, status.st_mtime_ns) != (found.size, found.mtime_ns):
        raise _StillWritten
