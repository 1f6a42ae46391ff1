"""What is wrong with a rubric, where, and what to do: one object a defect, all of them at once."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from qa.errors import Text, TinghengError
from qa.rubric.kinds import VALUE, Kind


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One defect. Lines and columns count from 1, columns in characters."""

    code: str
    file: str
    line: int
    column: int
    what: Text
    remedy: Text
    excerpt: str = ""
    """The line as it stands in the file."""

    def __str__(self) -> str:
        lines = [f"{self.code}: {self.what.zh} / {self.what.en}", f"  --> {self.file}:{self.line}:{self.column}"]
        if self.excerpt:
            number = str(self.line)
            pad = " " * _width(self.excerpt[: self.column - 1])
            lines += [f"  {number} | {self.excerpt}", f"  {' ' * len(number)} | {pad}^"]
        return "\n".join([*lines, f"  = {self.remedy.zh} / {self.remedy.en}"])


def _width(text: str) -> int:
    """Terminal cells: an East Asian wide character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


class Wrong(ValueError):
    """A value that a rubric may not have, explained in both languages.

    It stands at the key path `at` in the part of the rubric that raises it. `about` is the one of several values that
    is wrong, as written, be it '': a phrase of a list, an id used twice. `remedy` says more than that of its kind.
    """

    def __init__(
        self,
        zh: str,
        en: str,
        *,
        kind: Kind = VALUE,
        at: tuple[int | str, ...] = (),
        about: str | None = None,
        remedy: Text | None = None,
    ) -> None:
        super().__init__(en)
        self.text, self.kind, self.at, self.about, self.remedy = Text(zh, en), kind, at, about, remedy


def quoted(value: object) -> str:
    """What an author wrote, in quotes that it does not hold itself, cut where it is long."""
    text = str(value)
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return f"「{shown}」" if "“" in shown or "”" in shown else f"“{shown}”"


_SHOWN: Final = 40
"""Characters of a value in a message."""


class RubricError(TinghengError):
    """A rubric is refused; `diagnostics` name every defect found."""

    code = "R000"
    what = Text("质检表有 {count} 处错误，未启用。", "the rubric has {count} defect(s) and is not used.")
    remedy = Text("请按下列提示逐条修改。", "Mend them as said below.")

    def __init__(self, where: str, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(where, count=len(diagnostics))
        self.diagnostics = tuple(sorted(diagnostics, key=lambda d: (d.file, d.line, d.column)))

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.where, self.diagnostics))

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *map(str, self.diagnostics)])


_MEND: Final = Text("请修改这一处后重试。", "Mend this place and try again.")


def refused(
    file: str | Path,
    code: str,
    what: Text,
    text: str = "",
    *,
    line: int = 1,
    column: int = 1,
    remedy: Text = _MEND,
) -> RubricError:
    """A rubric refused for one defect."""
    return RubricError(str(file), (Diagnostic(code, str(file), line, column, what, remedy, line_of(text, line)),))


def line_of(text: str, number: int) -> str:
    """Line `number`, counted from 1; '' where there is none."""
    lines = text.splitlines()
    return lines[number - 1] if 0 < number <= len(lines) else ""
