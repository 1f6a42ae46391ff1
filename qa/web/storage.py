"""What the centre's data takes on the disk."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

_UNITS = ("B", "kB", "MB", "GB", "TB")
_STEP = 1000


@dataclass(frozen=True, slots=True)
class Storage:
    """The data folder."""

    folders: tuple[tuple[str, str], ...]
    """Name below the data folder and size, written out."""
    free: str
    total: str


def storage(data: Path) -> Storage:
    """Sizes of what lies in the data folder, the largest first."""
    sizes = {entry.name: _size(Path(entry.path)) for entry in os.scandir(data)}
    disk = shutil.disk_usage(data)
    ordered = sorted(sizes.items(), key=lambda item: (-item[1], item[0]))
    return Storage(tuple((name, written(size)) for name, size in ordered), written(disk.free), written(disk.total))


def written(size: float) -> str:
    """Bytes as people read them: `3.2 GB`."""
    for unit in _UNITS:
        if size < _STEP or unit == _UNITS[-1]:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= _STEP
    raise AssertionError("the last unit takes all")


def _size(path: Path) -> int:
    if path.is_symlink() or not path.is_dir():
        return path.lstat().st_size
    return sum(_file_size(Path(folder) / name) for folder, _, names in os.walk(path) for name in names)


def _file_size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except FileNotFoundError:  # a night at work removes its temporary files
        return 0
