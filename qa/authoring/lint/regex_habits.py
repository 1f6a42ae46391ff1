"""L021."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from qa.authoring.lint.rule import Material, Told, rule
from qa.errors import Text

_HABITS: Final = re.compile(r"[)\]}）］｝][?*+]|[*+^\\]|\.[?{]")

_NEED_NO_SIGN: Final = ("去掉它，方括号里本来就可说可不说", "drop it: what stands in brackets may be left out anyway")
_NO_EXPRESSIONS: Final = ("隔几个字写“{any:0-6}”", "for a few characters of anything write “{any:0-6}”")
_OPENINGS: Final = {")": "(", "）": "（", "}": "{", "｝": "｛"}


@rule("L021")
def regex_habits(material: Material) -> Iterator[Told]:
    """正则表达式的写法在短语里不起作用：`?`、`*`、`+`、`^` 当作标点略去，`(耐心)?等待` 里的“耐心”就非说不可。

    可有可无请写 `[耐心]等待`，中间可以隔几个字请写 `{any:0-6}`；真要用正则，请写在 `matches:` 下。
    """
    for one in material.page.phrases:
        habit = _HABITS.search(one.text) if one.is_phrase else None
        if habit:
            chinese, english = _mend(one.text, habit.start())
            what = f"“{one.text}”里的“{habit[0]}”不起作用；{chinese}"
            yield one.criterion, Text(what, f"“{habit[0]}” in “{one.text}” means nothing; {english}"), one.mark


def _mend(phrase: str, at: int) -> tuple[str, str]:
    """What to write in place of a habit that begins at a character."""
    first = phrase[at]
    if first in "]］":
        return _NEED_NO_SIGN
    if first not in _OPENINGS:
        return _NO_EXPRESSIONS
    begin = phrase.rfind(_OPENINGS[first], 0, at)
    optional = phrase[begin + 1 : at] if first in ")）" else phrase[max(begin, 0) : at + 1]
    return f"可说可不说写“[{optional}]”", f"what may be left out is written “[{optional}]”"
