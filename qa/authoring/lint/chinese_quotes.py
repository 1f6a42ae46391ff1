"""L018."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from qa.authoring.lint.rule import Material, Told, rule
from qa.errors import Text

_QUOTED: Final = re.compile("^(“.*”|‘.*’|「.*」)$")
_KEYS: Final = frozenset({"name", "version"})


@rule("L018")
def chinese_quotes(material: Material) -> Iterator[Told]:
    """名称、版本写在中文引号里：引号成了名称的一部分，报告里也带着它。

    请改为英文引号，例如 `version: "1"`，或去掉引号。
    """
    for one in material.page.values:
        if one.key in _KEYS and _QUOTED.match(one.text):
            what = Text(f"{one.key}: 的引号“”也算在里面", f"the Chinese quotes are a part of {one.key}:")
            yield one.criterion, what, one.mark
