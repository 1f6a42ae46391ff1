"""What a person should know about a file that is used all the same, or that counts for nothing."""

from __future__ import annotations

from dataclasses import dataclass

from qa.errors import Text, TinghengError, printable
from qa.night import Notice


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A notice before it is about a particular file; `{fields}` are filled by `about`."""

    code: str
    what: Text
    remedy: Text

    def about(self, file: str, **details: object) -> Notice:
        """The notice for one file. Control characters in names and values are escaped."""
        shown = {name: printable(str(value)) for name, value in details.items()}
        return Notice(self.code, printable(file), self.what.format(**shown), self.remedy.format(**shown))


def notice_of(error: TinghengError) -> Notice:
    """The same fault as a line of the night's record."""
    return Notice(error.code, error.where, error.message, error.advice)


ROW_WITHOUT_FILE = NoticeKind(
    "I301",
    Text(
        "清单第 {row} 行所列录音不在收件夹中。",
        "line {row} of the manifest names this file, but it is not in the inbox.",
    ),
    Text("请补交录音，或删除该行。", "Deliver the recording, or delete the row."),
)
UNKNOWN_AGENT = NoticeKind(
    "I302",
    Text("坐席“{agent}”不在花名册中。", "agent “{agent}” is not in the roster."),
    Text(
        "照常评分但不参加排名；请更新花名册。", "It is scored but left out of the ranking; bring the roster up to date."
    ),
)
SAME_AUDIO = NoticeKind(
    "I303",
    Text("与 {first}（通话 {call_id}）声音内容完全相同。", "the same audio as {first} (call {call_id})."),
    Text("只评分一次；如非同一通话，请检查录音导出。", "It is scored once; if it was another call, check the export."),
)
SHORTER_THAN_STATED = NoticeKind(
    "I304",
    Text(
        "{source}标明 {stated} 秒，实际只有 {seconds} 秒。",
        "the {source_en} says {stated} s, there are only {seconds} s.",
    ),
    Text(
        "按现有内容评分；录音可能被截断，请重新导出。",
        "What is there is scored; it was probably cut off: export it again.",
    ),
)
FOLDER_NOT_FOLLOWED = NoticeKind(
    "I305",
    Text("这是指向文件夹的链接，未进入。", "this is a link to a folder and was not followed."),
    Text("请把录音放进收件夹本身。", "Put the recordings into the inbox itself."),
)
ANOTHER_INBOX = NoticeKind(
    "I308",
    Text(
        "此文件夹有自己的清单，是另一个收件夹，未进入。",
        "this folder has a manifest of its own: another inbox, not entered.",
    ),
    Text(
        "要一并处理，请把它的行并入本收件夹的清单，并移走它的清单。",
        "To have it heard here, add its rows to this inbox's manifest and take its own away.",
    ),
)
FOLDER_UNREADABLE = NoticeKind(
    "I306",
    Text("无法读取文件夹：{reason}", "the folder cannot be read: {reason}"),
    Text("请检查该文件夹的权限。", "Check the permissions of the folder."),
)
