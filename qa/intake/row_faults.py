"""Why what is known about one recording cannot be used, and why a manifest as a whole cannot.

`row` in the details is the line of a CSV or the row of a Parquet table.
"""

from __future__ import annotations

from qa.errors import ManifestError, Text, UnusableRecording


class NoRow(UnusableRecording):
    """A recording that the manifest does not name."""

    code = "I201"
    what = Text("清单 {manifest} 中没有该录音。", "the manifest {manifest} has no row for this recording.")
    remedy = Text("请在清单中补上一行，或移走该文件。", "Add a row for it, or take the file out of the inbox.")


class CellEmpty(UnusableRecording):
    """A required cell without content."""

    code = "I202"
    what = Text("第 {row} 行：{column} 为空。", "line {row}: {column} is empty.")
    remedy = Text("请填写该单元格。", "Fill in that cell.")


class StartUnreadable(UnusableRecording):
    """A start of the call that is no date with time."""

    code = "I203"
    what = Text("第 {row} 行：开始时间“{value}”无法识别。", "line {row}: the start “{value}” is no date with time.")
    remedy = Text("请写成 2026-10-03 09:12:00 的形式。", "Write it as 2026-10-03 09:12:00.")


class DirectionUnknown(UnusableRecording):
    """A direction that is neither inbound nor outbound."""

    code = "I204"
    what = Text("第 {row} 行：呼叫方向“{value}”无法识别。", "line {row}: the direction “{value}” is not known.")
    remedy = Text("请写 inbound（呼入）或 outbound（呼出）。", "Write inbound or outbound (呼入, 呼出).")


class NotANumber(UnusableRecording):
    """A figure that is no number."""

    code = "I205"
    what = Text("第 {row} 行：{column}“{value}”不是数字。", "line {row}: {column} “{value}” is not a number.")
    remedy = Text("请写数字，没有则留空。", "Write a number, or leave it empty.")


class CallIdTwice(UnusableRecording):
    """Rows that differ under one call id: nobody knows whose call it is, so none is scored."""

    code = "I206"
    what = Text(
        "第 {row} 行：通话编号“{call_id}”另见第 {others} 行且内容不同。",
        "line {row}: call id “{call_id}” is also in line {others}, with other content.",
    )
    remedy = Text("请更正清单，使每个通话编号只出现一次。", "Correct the manifest so that each call id stands once.")


class FileTwice(UnusableRecording):
    """Rows that differ for one file: nobody knows whose call it is."""

    code = "I207"
    what = Text(
        "第 {row} 行：同一录音另见第 {others} 行且内容不同。",
        "line {row}: the same file is also in line {others}, with other content.",
    )
    remedy = Text("请更正清单，使每个录音只出现一次。", "Correct the manifest so that each file stands once.")


class FileOutsideInbox(UnusableRecording):
    """A file cell that is absolute or climbs out of the inbox."""

    code = "I208"
    what = Text("第 {row} 行：文件路径指向收件夹之外。", "line {row}: the file is outside the inbox.")
    remedy = Text("请写相对于收件夹的路径，不含 ..。", "Write a path below the inbox, without “..”.")


class NameUnmatched(UnusableRecording):
    """A file name that does not follow `inbox.name_pattern`."""

    code = "I209"
    what = Text("文件名不符合模板 {pattern}。", "the file name does not follow the pattern {pattern}.")
    remedy = Text(
        "请重命名该文件，或修改 qa.toml 中的 name_pattern。", "Rename the file, or change name_pattern in qa.toml."
    )


class RowTooLong(UnusableRecording):
    """More cells than columns: the cells cannot be told apart."""

    code = "I210"
    what = Text("第 {row} 行：单元格多于表头列数。", "line {row}: more cells than there are columns.")
    remedy = Text("含分隔符的内容请加引号。", "Put quotes around a cell that holds the separator.")


class CallIdInNames(UnusableRecording):
    """File names that differ in more than the file under one call id."""

    code = "I211"
    what = Text(
        "通话编号“{call_id}”也出现在 {other} 的文件名中，且内容不同。",
        "call id “{call_id}” also stands in the name of {other}, with other content.",
    )
    remedy = Text("请重命名，使每个通话编号只属于一次通话。", "Rename them so that each call id belongs to one call.")


class ManifestMissing(ManifestError):
    """The manifest or the roster named in qa.toml is not there."""

    code = "M101"
    what = Text("找不到该文件。", "no such file.")
    remedy = Text("请检查 qa.toml 的 [inbox] 中的文件名。", "Check the file name under [inbox] in qa.toml.")


class ManifestUnreadable(ManifestError):
    """The manifest or the roster is no table that can be read."""

    code = "M102"
    what = Text("无法作为表格读取：{reason}", "it cannot be read as a table: {reason}")
    remedy = Text("请另存为 CSV（UTF-8 或 GBK）或 Parquet。", "Save it as CSV (UTF-8 or GBK) or as Parquet.")


class ColumnMissing(ManifestError):
    """A required column is not among the columns found."""

    code = "M103"
    what = Text("缺少“{column}”列；现有列：{found}。", "the column “{column}” is missing; found: {found}.")
    remedy = Text(
        '请在 qa.toml 的 [inbox.columns] 中写明对应的列名，例如 {field} = "你的列名"。',
        'Name your column under [inbox.columns] in qa.toml, for example {field} = "your column".',
    )


class ColumnTwice(ManifestError):
    """Two columns of one name: nobody knows which is meant."""

    code = "M104"
    what = Text("“{column}”列出现了不止一次。", "the column “{column}” stands there more than once.")
    remedy = Text("请重命名或删除多余的列。", "Rename or delete one of them.")
