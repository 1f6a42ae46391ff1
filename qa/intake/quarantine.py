"""Files that could not be used, each with its reason: `data/quarantine/<hash of the name>.json`.

There is one entry a file of the inbox, so a file that is mended and delivered again under its name leaves it.
The file itself stays where it is.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from qa.errors import Text, printable
from qa.night import Notice
from qa.storage import sync_directory, write_atomically


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Why a file was set aside, and the hash of what it held then (empty where it was never hashed)."""

    notice: Notice
    sha256: str = ""


def record(data: Path, notice: Notice, *, sha256: str = "") -> Path:
    """Write down why `notice.file` is set aside, in place of an earlier reason; the path of the entry.

    Raises:
        DiskFull: no room is left.
    """
    entry = {
        "code": notice.code,
        "file": notice.file,
        "sha256": sha256,
        "what": {"zh": notice.what.zh, "en": notice.what.en},
        "remedy": {"zh": notice.remedy.zh, "en": notice.remedy.en},
    }
    path = _entry(data, notice.file)
    write_atomically(path, (json.dumps(entry, ensure_ascii=False, indent=1) + "\n").encode())
    return path


def read(data: Path) -> tuple[Quarantined, ...]:
    """Every entry, sorted by file. An entry damaged from outside is left out: the next night writes it again."""
    found = [_parsed(path) for path in _folder(data).glob("*.json")]
    return tuple(sorted((entry for entry in found if entry), key=lambda entry: entry.notice.file))


def clear(data: Path, file: str) -> bool:
    """Take `file` (path below the inbox) out of quarantine; whether it was there."""
    path = _entry(data, printable(file))
    if not path.exists():
        return False
    path.unlink(missing_ok=True)
    sync_directory(path.parent)
    return True


def _parsed(path: Path) -> Quarantined | None:
    try:
        raw = json.loads(path.read_bytes())
        what, remedy = Text(**raw["what"]), Text(**raw["remedy"])
        return Quarantined(Notice(raw["code"], raw["file"], what, remedy), raw["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _folder(data: Path) -> Path:
    return data / "quarantine"


def _entry(data: Path, file: str) -> Path:
    return _folder(data) / f"{hashlib.sha256(file.encode()).hexdigest()[:16]}.json"
