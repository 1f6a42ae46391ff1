"""L010."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from qa.authoring.lint.rule import Material, Told, rule
from qa.errors import Text

_SYNTAX: Final = re.compile(r"\\[pP]\{\w+\}|\\.|\(\?P?<\w+>|\(\?[a-zA-Z-]+:?|\[\^[^\]]*\]|\[:\^?\w+:\]")
"""What stands for something else than itself; in `[^…]` a character that is never written does no harm."""
_NEVER: Final = re.compile(r"[（）［］｛｝｜，。、；：？！“”‘’「」《》…·\s]|[A-Z]")


@rule("L010")
def unwritten(material: Material) -> Iterator[Told]:
    """`matches` 里写了文字中不会有的字符：比对的文字已去掉标点和空格，字母都是小写，所以这一处永远配不上。

    括号和竖线请用半角 `( | )`，字母请用小写，标点和空格请删去。
    """
    for one in material.page.phrases:
        if one.is_phrase:
            continue
        literal = _SYNTAX.sub("", one.text)
        wrong = [char for char in dict.fromkeys(_NEVER.findall(literal)) if not (char.isalpha() and "(?i" in one.text)]
        if wrong:
            shown = "".join(wrong)
            what = f"“{one.text}”里的“{shown}”在文字里不会出现"
            yield one.criterion, Text(what, f"“{shown}” in “{one.text}” is never in the words"), one.mark
