"""L011."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from qa.authoring.lint.rule import Material, Told, rule
from qa.errors import Text

_DIGITS: Final = re.compile(r"\d|\\d|[零〇一二三四五六七八九]{2}")
_BOTH: Final = re.compile(r"\d.*[一二三四五六七八九]|[一二三四五六七八九].*\d|\\d.*[一二三四五六七八九]")
_COUNTS: Final = re.compile(r"\{\d*,?\d*\}|\\[pP]\{\w+\}")


@rule("L011")
def digits(material: Material) -> Iterator[Told]:
    """`matches` 里的数字只写了一种写法：同一个号码，识别出来有时是 `10086`，有时是“一零零八六”，只写一种会漏掉另一种。

    请改用 `said`（按读音，两种写法都认，任意数字写 `{number}`），或把两种写法都写上：`[0-9零一二三四五六七八九]`。
    """
    for one in material.page.phrases:
        literal = _COUNTS.sub("", one.text)
        if not one.is_phrase and _DIGITS.search(literal) and not _BOTH.search(literal):
            what = f"“{one.text}”里的数字，识别时也会写成另一种样子"
            yield one.criterion, Text(what, f"the digits in “{one.text}” are also written in the other way"), one.mark
