"""L009."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from qa.authoring.lint.rule import Material, Told, rule
from qa.errors import Text

_SLASH: Final = re.compile(r"\w\s*[/／\\]\s*\w")


@rule("L009")
def slash(material: Material) -> Iterator[Told]:
    """短语里的斜线不是“或”：标点不影响匹配，`感谢/谢谢您` 要求连着说“感谢谢谢您”。二选一请写 `(感谢|谢谢)您`。"""
    for one in material.page.phrases:
        if one.is_phrase and _SLASH.search(one.text):
            yield (
                one.criterion,
                Text(f"“{one.text}”里的斜线不起作用", f"the slash in “{one.text}” means nothing"),
                one.mark,
            )
