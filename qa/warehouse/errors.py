"""What can be wrong with the truth or the mart, with the remedy."""

from __future__ import annotations

from qa.errors import StorageError, Text


class DamagedTruth(StorageError):
    """A Parquet file of the truth cannot be read."""

    code = "S101"
    what = Text("数据文件无法读取：{reason}。", "the stored results cannot be read: {reason}.")
    remedy = Text(
        "请从备份恢复该文件；或删除同一天同名的 recordings 文件，下一次 qa nightly 会重新处理这些录音。",
        "Restore the file from a backup, or delete the recordings file of the same day and name: "
        "the next qa nightly does those recordings again.",
    )


class UnknownRecording(StorageError):
    """No committed shard holds this recording."""

    code = "S102"
    what = Text("没有编号为 {recording} 的录音。", "there is no recording {recording}.")
    remedy = Text(
        "请核对录音编号；如果录音还在收件文件夹里，请先运行 qa nightly。",
        "Check the id; if the recording is still in the inbox, run qa nightly first.",
    )


class NoMart(StorageError):
    """Nothing to read yet."""

    code = "S103"
    what = Text("还没有可以查询的数据。", "there is nothing to read yet.")
    remedy = Text("请先运行 qa nightly。", "Run qa nightly first.")


class MartMismatch(StorageError):
    """A mart that was just built does not hold what the truth holds; the one before stays in use."""

    code = "S104"
    what = Text(
        "新建的数据集与原始结果不一致（{table}：应有 {expected} 行，实有 {found} 行），仍使用上一个。",
        "the new mart differs from the truth ({table}: {expected} rows expected, {found} found); "
        "the one before stays in use.",
    )
    remedy = Text(
        "请重新运行 qa nightly；如再次出现，请用 qa doctor 检查磁盘。",
        "Run qa nightly again; if it happens twice, check the disk with qa doctor.",
    )


class DamagedMart(StorageError):
    """The mart cannot be opened or queried."""

    code = "S105"
    what = Text("数据集无法读取：{reason}。", "the mart cannot be read: {reason}.")
    remedy = Text("请运行 qa nightly，它会重新生成数据集。", "Run qa nightly: it builds a new one from the truth.")
