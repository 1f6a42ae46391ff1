"""L016."""

from __future__ import annotations

from collections.abc import Iterator

from qa.authoring.lint.rule import Material, rule
from qa.errors import Text
from qa.rubric.phrase_lists import LISTS


@rule("L016")
def unused(material: Material) -> Iterator[tuple[str, Text]]:
    """`phrases:` 里的列表没有一处用到：写在里面的话谁也不听。请在短语里写上 `$名称`，或删去这个列表。"""
    named = {one.text for one in material.page.phrases}
    for name in material.rubric.phrases:
        if f"${name}" not in named:
            yield f"{LISTS}.{name}", Text(f"没有一处写 ${name}", f"nowhere is ${name} written")
