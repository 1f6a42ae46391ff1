"""L022."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from qa.authoring.lint.rule import Material, Told, rule
from qa.errors import Text

_LONE: Final = re.compile(r"[(（]([^()（）|｜]+)[)）](?![?*+{])")


@rule("L022")
def said_always(material: Material) -> Iterator[Told]:
    """圆括号里只有一种说法，就等于没有括号：`不(会)影响` 里的“会”非说不可，说“不影响”不算。

    可说可不说请写方括号 `不[会]影响`；几种说法必说其一，请用竖线隔开 `(会|能)`；确实非说不可，请去掉括号。
    """
    for one in material.page.phrases:
        lone = _LONE.search(one.text) if one.is_phrase else None
        if lone:
            inner, shown = lone[1], lone[0]
            chinese = f"“{one.text}”里的“{shown}”非说不可；可说可不说写“[{inner}]”"
            english = f"“{shown}” in “{one.text}” must be said; if it may be left out, write “[{inner}]”"
            yield one.criterion, Text(chinese, english), one.mark
