"""An inbox with recordings and a manifest, and the settings that point at it."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from qa.intake.scan import Scan, scan
from qa.settings import InboxSettings, LimitSettings, Settings

LONG_AGO = 1_700_000_000.0
NOW = LONG_AGO + 86_400
COLUMNS = ("file", "call_id", "agent", "start")


def row(file: str = "a.wav", call_id: str = "c1", **more: str) -> dict[str, str]:
    return {"file": file, "call_id": call_id, "agent": "1001", "start": "2026-10-03 09:12:00"} | more


def write_manifest(
    path: Path, rows: Iterable[Mapping[str, str]], *, encoding: str = "utf-8", delimiter: str = ","
) -> Path:
    rows = list(rows)
    columns = list(dict.fromkeys(name for cells in rows for name in cells)) or list(COLUMNS)
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


@dataclass(frozen=True)
class Inbox:
    """A folder with an inbox, and what `scan` makes of it."""

    home: Path

    @property
    def folder(self) -> Path:
        return self.home / "inbox"

    def add(self, file: str, content: bytes | None = None, *, age: float = 86_400) -> Path:
        """A recording as far as intake can tell; the content follows the name unless given."""
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"RIFF\0\0\0\0WAVE" + file.encode(errors="surrogateescape") if content is None else content)
        os.utime(path, (NOW - age, NOW - age))
        return path

    def settings(self, **inbox: object) -> Settings:
        self.folder.mkdir(exist_ok=True)
        chosen = {"folder": self.folder, "manifest": None if "name_pattern" in inbox else "manifest.csv"} | inbox
        limits = LimitSettings(file_bytes=10_000)
        return Settings(data=self.home / "data", inbox=InboxSettings.model_validate(chosen), limits=limits)

    def scan(self, *rows: Mapping[str, str], **inbox: object) -> Scan:
        settings = self.settings(**inbox)
        if "name_pattern" not in inbox:
            write_manifest(self.folder / "manifest.csv", rows)
        return scan(settings, now=NOW)
