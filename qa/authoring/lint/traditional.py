"""L012."""

from __future__ import annotations

from collections.abc import Iterator

from qa.asr.script import simplified
from qa.authoring.lint.rule import Material, Told, rule
from qa.errors import Text


@rule("L012")
def traditional(material: Material) -> Iterator[Told]:
    """短语里有繁体字：转写出来的都是简体，`matches` 里的繁体永远配不上，`similar` 也认不出这些词。请改为简体。"""
    for one in material.page.phrases:
        changed = [(old, new) for old, new in zip(one.text, simplified(one.text), strict=False) if old != new]
        found = "".join(dict.fromkeys(old for old, _ in changed if "一" <= old <= "鿿"))
        if found:
            what = Text(f"“{one.text}”里的“{found}”是繁体", f"“{found}” in “{one.text}” is traditional script")
            yield one.criterion, what, one.mark
