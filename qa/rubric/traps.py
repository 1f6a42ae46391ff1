"""The traps that YAML lays for Chinese authors: what a text that is no YAML was probably meant to be. Pure.

A parser points at where it gives up, often a line below. These rules point at the character that was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from qa.errors import Text
from qa.rubric.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Trap:
    """One way to go wrong."""

    code: str
    pattern: re.Pattern[str]
    """Its last group that was found is where the mistake stands."""
    what: Text
    remedy: Text


_OPENS: Final = r"(?:: |- |[,\[{] ?)[\[{]"
"""A bracket of YAML's own, not one in the middle of a phrase."""
_QUOTE: Final = Text("请给整句话加上英文引号。", "Put the whole phrase in quotes.")
FULL_WIDTH_COLON: Final = Trap(
    "R040",
    re.compile(r"(?:^\s*(?:- )?[\w一-鿿]+|[{,]\s*[a-z_]+)(?P<at>：)"),
    Text("键的后面是全角冒号“：”。", "a full-width colon behind a key."),
    Text("请改为半角冒号加空格“: ”。", "Write a plain colon and a space."),
)
NO_BLANK: Final = Trap(
    "R047",
    # `{any:0-6}` is a slot of a phrase.
    re.compile(r"(?:^\s*(?:- )?|[{,]\s*)(?!any:)[a-z_]+(?P<at>:)(?=[^\s:/,}])"),
    Text("冒号后面没有空格。", "no blank behind the colon of a key."),
    Text("请在冒号后面空一格。", "Write a blank behind it."),
)
TRAPS: Final = (
    FULL_WIDTH_COLON,
    NO_BLANK,
    Trap(
        "R041",
        re.compile(r"[{\[][^{}\[\]]*?(?P<at>，)\s*[\w\u4e00-\u9fff]+\s*:"),
        Text("花括号里用了全角逗号“，”。", "a full-width comma between the parts of { }."),
        Text("请改为半角逗号加空格“, ”。", "Write a plain comma and a space."),
    ),
    Trap(
        "R042",
        re.compile(r"(?:: |- |[,\[{] ?)(?P<at>[｛［])"),
        Text("用了全角括号“｛”或“［”。", "a full-width bracket."),
        Text("请改为半角括号。", "Write plain brackets."),
    ),
    Trap(
        "R043",
        re.compile(r"(?:: |- |[,\[] ?)(?P<at>\{(?:any|number|name)\b)"),
        Text(
            "以 {any:…}、{number} 或 {name} 开头的句子没有加引号。", "a phrase that begins with a slot has no quotes."
        ),
        _QUOTE,
    ),
    Trap(
        "R044",
        re.compile(r"(?:: |- )(?P<at>\[[^\]\[]*\])[^\s,\]}#]"),
        Text("以方括号开头的句子没有加引号。", "a phrase that begins with [ ] has no quotes."),
        _QUOTE,
    ),
    Trap(
        "R045",
        re.compile(r"^ *(?P<at>\t)"),
        Text("行首用了制表符。", "a tab at the beginning of a line."),
        Text("请改为空格，每层两个。", "Write spaces, two a level."),
    ),
    Trap(
        "R046",
        re.compile(r"^ *(?P<at>[\u3000\u00a0\u2002\u2003\u200b\ufeff])"),
        Text("行首用了全角空格。", "a full-width space at the beginning of a line."),
        Text("请改为半角空格，每层两个。", "Write plain spaces, two a level."),
    ),
    Trap(
        "R048",
        re.compile(r"(?:: |- |[,\[] ?)(?P<at>[@%`*&!|>])(?=[\u4e00-\u9fff（(])"),
        Text("句子以 YAML 自用的符号开头，没有加引号。", "text begins with a sign of YAML's own and has no quotes."),
        _QUOTE,
    ),
    Trap(
        "R049",
        re.compile(r"^\s*(?P<at>-)(?=[\u4e00-\u9fff\"'{\[(·])"),
        Text("横线“-”后面没有空格。", "no blank behind the dash."),
        Text("请在横线后面空一格。", "Write a blank behind it."),
    ),
    Trap(
        "R060",
        re.compile(r"^\s*(?P<at>[－—–−])"),
        Text("行首的横线不是半角“-”。", "the dash at the beginning of the line is not a plain one."),
        Text("请改为半角横线加空格“- ”。", "Write a plain dash and a space."),
    ),
    Trap(
        "R061",
        re.compile(r"[\w\u4e00-\u9fff]:(?P<at>[\t\u00a0\u3000])"),
        Text("冒号后面不是半角空格。", "no plain blank behind the colon."),
        Text("请改为半角空格。", "Write a plain blank."),
    ),
    Trap(
        "R062",
        re.compile(rf"{_OPENS}[^\]}}]*[\u4e00-\u9fff)|\]](?P<at>\{{(?:any|number|name)\b)"),
        Text(
            "括号 [ ] 或 { } 里带插槽的句子没有加引号。",
            "a phrase with a slot in a list or keys of brackets has no quotes.",
        ),
        Text("请给整句话加上英文引号，或一行一句写成列表。", "Put the phrase in quotes, or each on a line of its own."),
    ),
    Trap(
        "R063",
        re.compile(r"(?:: |- |[,\[] ?)·+(?P<at>[\u4e00-\u9fffA-Za-z0-9(（])"),
        Text("引号只包住了半句话。", "the quotes end before the text does."),
        _QUOTE,
    ),
    Trap(
        "R064",
        re.compile(r"(?:: |- |[,\[{] ?)(?P<at>[\"'])"),
        Text("引号没有配对。", "a quote without its partner."),
        Text("请补上另一个引号。", "Write the other one."),
    ),
)
AFTERWARDS: Final = (
    Trap(
        "R066",
        re.compile(rf"{_OPENS}[^\]}}]*[\u4e00-\u9fff}})|](?P<at>\[)"),
        Text(
            "括号 [ ] 或 { } 里的句子含有 [，没有加引号。",
            "a phrase with [ in a list or keys of brackets has no quotes.",
        ),
        Text("请给整句话加上英文引号，或一行一句写成列表。", "Put the phrase in quotes, or each on a line of its own."),
    ),
    Trap(
        "R067",
        re.compile(r"(?:\[[^{}\[\]]*(?P<at>\})|\{[^{}\[\]]*(?P<closes>\]))"),
        Text("括号不配对：前面的 [ 或 { 还没有合上。", "brackets that do not fit: the [ or { before is still open."),
        Text("[ 用 ] 合上，{ 用 } 合上。", "Close [ with ] and { with }."),
    ),
    Trap(
        "R068",
        re.compile(r"^\s*(?:- )?[\w\u4e00-\u9fff]+: +[^\s{\[#·|>&*!][^#]*?(?P<at>:)(?:\s|$)"),
        Text("话里有冒号加空格“: ”，没有加引号。", "text with “: ” in it has no quotes."),
        _QUOTE,
    ),
)
"""Looked for where none of the others is found: what they look like is right in another place."""
UNCLOSED: Final = Trap(
    "R065",
    re.compile(r"^[^#]*?(?P<at>[{\[])[^{}\[\]]*$"),
    Text("括号没有合上。", "a bracket is not closed."),
    Text("请补上 } 或 ]。", "Close it."),
)
"""Looked for where nothing else is found: a list of brackets may go on in the next line."""
ALL: Final = (*TRAPS, *AFTERWARDS, UNCLOSED)


def traps(text: str, file: str) -> tuple[Diagnostic, ...]:
    """Every trap in a text that could not be read as YAML, in the order of its lines."""
    steps = (_found(text, file, known) for known in (TRAPS, AFTERWARDS, (UNCLOSED,)))
    return next((found for found in map(tuple, steps) if found), ())


def _found(text: str, file: str, known: tuple[Trap, ...]) -> Iterator[Diagnostic]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#"):
            continue
        for trap in known:
            match = trap.pattern.search(_without_quoted(line))
            if match:
                column = match.start(match.lastgroup or "at") + 1
                yield Diagnostic(trap.code, file, number, column, trap.what, trap.remedy, line)


def _without_quoted(line: str) -> str:
    """The line with what stands in quotes blotted out, at its length."""
    return re.sub(r"\"[^\"]*\"|'[^']*'", lambda quoted: "·" * len(quoted.group()), line)
