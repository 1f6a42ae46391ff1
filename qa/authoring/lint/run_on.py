"""L015."""

from __future__ import annotations

from collections.abc import Iterator

from qa.authoring.lint.rule import Material, Told, rule
from qa.errors import Text


@rule("L015")
def run_on(material: Material) -> Iterator[Told]:
    """几行连成了一句：横线后面少了空格（`-我不知道`）或下一行没有横线，下一句就接在这一句后面，两句都找不到了。

    请写成 `- 我不知道`，一行一句。
    """
    for one in material.page.phrases:
        if one.runs_on:
            yield one.criterion, Text(f"“{one.text}”连成了一句", f"“{one.text}” became one phrase"), one.mark
