"""L017."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from qa.authoring.lint.rule import Material, Told, rule
from qa.authoring.lint.written import Written
from qa.errors import Text

_COMMA: Final = re.compile("\\s*，\\s*")
_WRAPPED: Final = re.compile("^(【.*】|「.*」|『.*』|〔.*〕|《.*》)$")


@rule("L017")
def run_together(material: Material) -> Iterator[Told]:
    """看上去是几句、其实是一句：`[我不知道，没办法]` 里是全角逗号，要连着说“我不知道没办法”才算；`【】` 也不是列表。

    若是两句，请写 `[我不知道, 没办法]`；若本是一句，请去掉逗号（标点不影响匹配）和括号，或一行一句写成列表。
    """
    texts = {one.text for one in material.page.phrases}
    for one in material.page.phrases:
        if one.is_phrase and (_WRAPPED.match(one.text) or _two(one, texts)):
            what = Text(f"“{one.text}”是一句话，要连着说才算", f"“{one.text}” is one phrase, said in one go")
            yield one.criterion, what, one.mark


def _two(one: Written, texts: set[str]) -> bool:
    """A comma alone may well be right: 您好，很高兴为您服务."""
    parts = [part for part in _COMMA.split(one.text) if part]
    return len(parts) > 1 and (one.alone or texts.issuperset(parts))
