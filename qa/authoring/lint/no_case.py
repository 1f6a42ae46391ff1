"""L001."""

from __future__ import annotations

from collections.abc import Iterator

from qa.authoring.lint.rule import Material, rule
from qa.errors import Text


@rule("L001")
def no_case(material: Material) -> Iterator[tuple[str, Text]]:
    """质检项没有用例：改动后判错了也不会有人发现。请在 `*.cases.yaml` 里给它写一个说到的、一个没说到的对话。"""
    for criterion in material.without_case:
        yield criterion, Text("没有用例", "no case speaks of it")
