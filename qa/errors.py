"""Everything that can go wrong by a person's doing, said in Chinese and English with the remedy.

TinghengError
├── UsageError            wrong use of a command or of qa.toml            exit code 2
├── UnusableRecording     one recording goes to quarantine, the night goes on (subclasses in intake)
├── ManifestError         the manifest as a whole cannot be read          exit code 2
├── RubricError           a rubric is refused (subclass in rubric)        exit code 2
├── ModelError            a speech model is missing or not what it should be
└── StorageError          the disk is full or a file of ours is damaged
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages."""

    zh: str
    en: str

    def format(self, **values: object) -> Text:
        """Both sentences with `{name}` fields filled in."""
        return Text(self.zh.format(**values), self.en.format(**values))


class TinghengError(Exception):
    """An error with a stable code, the place, what is wrong and what to do about it.

    `what` and `remedy` are templates of the class; keyword arguments fill them.
    """

    code: ClassVar[str] = "E000"
    what: ClassVar[Text]
    remedy: ClassVar[Text]

    def __init__(self, where: str, **details: object) -> None:
        self.where = printable(where)
        self.details = {name: printable(str(value)) for name, value in details.items()}
        super().__init__(self.message.en)

    @property
    def message(self) -> Text:
        """What is wrong."""
        return self.what.format(where=self.where, **self.details)

    @property
    def advice(self) -> Text:
        """What to do about it."""
        return self.remedy.format(where=self.where, **self.details)

    def __str__(self) -> str:
        return f"[{self.code}] {self.where}: {self.message.en} {self.advice.en}"

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders; the default would lose the keyword arguments.
        return (partial(type(self), **self.details), (self.where,))


def printable(text: str) -> str:
    """`text` with control characters shown as escapes: file names may hold newlines or terminal codes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


class UsageError(TinghengError):
    """A command or qa.toml asks for something that cannot be done."""

    code = "U001"
    what = Text("{problem_zh}", "{problem_en}")
    remedy = Text("{fix_zh}", "{fix_en}")

    def __init__(self, where: str, *, problem: Text, fix: Text) -> None:
        super().__init__(where, problem_zh=problem.zh, problem_en=problem.en, fix_zh=fix.zh, fix_en=fix.en)

    def __reduce__(self) -> tuple[object, ...]:
        return (partial(type(self), problem=self.message, fix=self.advice), (self.where,))


class UnusableRecording(TinghengError):
    """One recording cannot be used; it goes to quarantine and the night goes on."""


class ManifestError(TinghengError):
    """The manifest as a whole cannot be used."""


class ModelError(TinghengError):
    """A speech model is missing or is not the one its manifest describes."""


class StorageError(TinghengError):
    """A file of ours cannot be written or read."""


class DiskFull(StorageError):
    """No room left where the results are written; everything finished so far is kept."""

    code = "S001"
    what = Text("磁盘已满，无法写入。", "the disk is full.")
    remedy = Text(
        "请腾出空间后重新运行同一命令；已完成的部分不会丢失，也不会重做。",
        "Free some space and run the same command again; what is finished is kept and not done twice.",
    )


class NotAccessible(StorageError):
    """The system refuses to read or write a file."""

    code = "S002"
    what = Text("无法读写（{reason}）。", "cannot be read or written ({reason}).")
    remedy = Text("请检查路径和权限后重新运行。", "Check the path and its permissions, then run the command again.")
