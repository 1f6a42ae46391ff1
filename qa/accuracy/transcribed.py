"""Recordings of which only the words are known: a manifest with a transcript for each file."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.errors import Text, UsageError

_SEPARATORS = {".tsv": "\t", ".csv": ","}
_FILE = ("file", "path", "wav", "audio")
_TEXT = ("transcript", "text", "sentence")


@dataclass(frozen=True, slots=True)
class TranscribedFile:
    """A recording and what is said in it, by whomever and whenever."""

    file: str
    """Path below the manifest's folder."""
    said: str
    corpus: str
    """Files of one corpus are counted together."""


def find_manifest(place: Path) -> Path | None:
    """The transcript manifest that `place` is, or the only one in the folder `place`; None where there is none."""
    if place.is_file():
        return place
    found = [path for path in sorted(place.glob("*")) if path.suffix in _SEPARATORS and _columns(path)]
    return found[0] if len(found) == 1 else None


def read_transcripts(manifest: Path) -> tuple[TranscribedFile, ...]:
    """The files of a TSV or CSV manifest: columns `file` and `transcript`, and `corpus` where there is one.

    Raises:
        UsageError: it is no such table, or a row lacks its file or its transcript.
    """
    columns = _columns(manifest)
    if columns is None:
        problem = Text("没有 file 与 transcript 两列。", "has no columns file and transcript.")
        fix = Text(
            "请给出以制表符（.tsv）或逗号（.csv）分隔、首行为列名的 UTF-8 文件。",
            "Give a UTF-8 file with column names in its first line, separated by tabs (.tsv) or commas (.csv).",
        )
        raise UsageError(str(manifest), problem=problem, fix=fix)
    file, text = columns
    found = []
    for line, row in enumerate(_rows(manifest), 2):
        if not (row.get(file) or "").strip() or row.get(text) is None:
            problem = Text(f"第 {line} 行缺少文件名或文本。", f"line {line} lacks its file or its transcript.")
            raise UsageError(str(manifest), problem=problem, fix=Text("请补全该行。", "Complete that line."))
        found.append(TranscribedFile(str(row[file]), str(row[text]), row.get("corpus") or manifest.stem))
    return tuple(found)


def _columns(manifest: Path) -> tuple[str, str] | None:
    """The names of the two columns; None where it is no such table."""
    try:
        with manifest.open(encoding="utf-8-sig", newline="") as stream:
            names = next(csv.reader(stream, delimiter=_SEPARATORS.get(manifest.suffix, ",")), [])
    except (OSError, UnicodeDecodeError, csv.Error):
        return None
    file, text = (next((n for n in known if n in names), None) for known in (_FILE, _TEXT))
    return (file, text) if file and text else None


def _rows(manifest: Path) -> Sequence[dict[str, str | None]]:
    with manifest.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=_SEPARATORS.get(manifest.suffix, ",")))
