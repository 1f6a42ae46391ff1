"""L008."""

from __future__ import annotations

from collections.abc import Iterator

from qa.authoring.lint.rule import Material, Told, rule
from qa.errors import Text


@rule("L008")
def split(material: Material) -> Iterator[Told]:
    """方括号列表里，半角逗号把一句话分成了两句：`[您好,请讲]` 是“您好”和“请讲”两句，说到一句就算。

    若本是一句，请去掉逗号（标点不影响匹配）或加上引号；若本是两句，请在逗号后面空一格。
    """
    for one in material.page.phrases:
        if one.joined and one.is_phrase:
            what = Text(f"“{one.text}”成了单独的一句", f"“{one.text}” became a phrase of its own")
            yield one.criterion, what, one.mark
