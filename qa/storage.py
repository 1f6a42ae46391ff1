"""Files of ours that a reader never sees half written, whatever happens to the machine."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from qa.errors import DiskFull

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
# Not every file system can sync a directory (some network shares refuse); the rename itself has happened by then.
_CANNOT_SYNC = {errno.EINVAL, errno.EBADF, errno.ENOTSUP}


def write_atomically(path: Path, data: bytes) -> None:
    """Put `data` at `path`: after a kill or a power cut it is there whole, or what was there before.

    The folder is made when missing. A temporary file beside `path` (its name starts with `.` and ends with `.tmp`)
    is synced, renamed over `path`, and the directory is synced.

    Raises:
        DiskFull: no room is left; nothing has changed and the temporary file is gone.
        OSError: the folder cannot be written for another reason.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = _write_beside(path, data)
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise DiskFull(str(path)) from error
        raise
    temporary.replace(path)
    sync_directory(path.parent)


def _write_beside(path: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), 0o644 & ~_umask())
            os.fsync(file.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _umask() -> int:
    # The only portable way to read it is to set it; mkstemp makes files that only we can read.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def sync_directory(folder: Path) -> None:
    """Make a rename in `folder` outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise
    finally:
        os.close(handle)
