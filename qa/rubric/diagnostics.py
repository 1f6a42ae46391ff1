"""What is wrong with a rubric, where, and what to do: one object a defect, all of them at once."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from qa.errors import Text, TinghengError


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
    """A value that a rubric may not have, explained in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


class RubricError(TinghengError):
    """A rubric is refused; `diagnostics` name every defect found."""

    code = "R000"
    what = Text("质检表有 {count} 处错误，未启用。", "the rubric has {count} defect(s) and is not used.")
    remedy = Text("请按下列提示逐条修改。", "Mend them as said below.")

    def __init__(self, where: str, diagnostics: tuple[Diagnostic, ...] = (), **details: object) -> None:
        super().__init__(where, **{"count": len(diagnostics), **details})
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *map(str, self.diagnostics)])
