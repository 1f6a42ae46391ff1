"""What keeps a centre from being simulated."""

from __future__ import annotations

from qa.errors import StorageError, Text


class FolderInUse(StorageError):
    """The folder holds something: simulated calls never come among real ones."""

    code = "S020"
    what = Text(
        "文件夹不是空的；模拟数据不与真实数据混放。",
        "the folder is not empty; simulated calls stay apart from real ones.",
    )
    remedy = Text("请换一个新文件夹名。", "Name a new folder.")
