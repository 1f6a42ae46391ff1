"""What can be wrong with a month's close, with the remedy."""

from __future__ import annotations

from qa.errors import StorageError, Text


class NoClose(StorageError):
    """The month, or that revision of it, was not closed."""

    code = "S201"
    what = Text("{month} 还没有这样的月结。", "{month} has no such close.")
    remedy = Text("请先运行 qa month close {month}。", "Run qa month close {month} first.")


class DamagedClose(StorageError):
    """The file of a close cannot be read."""

    code = "S202"
    what = Text("月结文件无法读取：{reason}。", "the close cannot be read: {reason}.")
    remedy = Text(
        "请从备份恢复该文件；没有备份时请将它移走，再运行 qa month close。",
        "Restore the file from a backup; without one, move it away and run qa month close again.",
    )
