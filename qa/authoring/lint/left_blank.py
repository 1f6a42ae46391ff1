"""L024."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from qa.authoring.lint.rule import Material, Told, rule
from qa.errors import Text

_SKIPPED: Final = r"(?<=[\w)\]）］])\s*(?:[…⋯]+|\.{2,}|。{2,})\s*(?=[\w(\[（［])"
"""Dots at an end leave nothing out."""
_BLANK: Final = re.compile(rf"{_SKIPPED}|[×✕╳]+|[XxＸｘ]{{2,}}|[_＿]{{2,}}|[○◯〇]{{2,}}")


@rule("L024")
def left_blank(material: Material) -> Iterator[Told]:
    """从规范里照抄的省略号和空位不是“任何话”：`您好……为您服务` 要连着说“您好为您服务”，`您好XX号为您服务` 永远听不到。

    中间可以隔几个字的写 `您好{any:0-6}为您服务`，号码写 `{number}号`，姓名写 `{name}先生`。
    """
    for one in material.page.phrases:
        blank = _BLANK.search(one.text) if one.is_phrase and one.key != "similar" else None
        if blank:
            shown = blank[0].strip()
            chinese = f"“{one.text}”里的“{shown}”不是“任何话”；请写 {{any:0-6}}、{{number}} 或 {{name}}"
            english = f"“{shown}” in “{one.text}” leaves no room: write {{any:0-6}}, {{number}} or {{name}}"
            yield one.criterion, Text(chinese, english), one.mark
