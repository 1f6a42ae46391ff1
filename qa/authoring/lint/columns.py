"""L013."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from qa.authoring.lint.common import LEAST_CALLS
from qa.authoring.lint.rule import Material, every, rule
from qa.errors import Text
from qa.recording import Direction
from qa.rubric.model import field_of
from qa.rubric.operators.metadata import Metadata

_OWN: Final = ("direction", "queue", "site", "team", "agent")
_SEVERAL: Final = re.compile("[、，；]")
_AROUND: Final = re.compile(r"[“”‘’「」\u200b\ufeff]|^\s|\s$")


@rule("L013")
def columns(material: Material) -> Iterator[tuple[str, Text]]:
    """`applies_to:` 或 `metadata:` 里的列名或值，没有一通电话会符合：列值要与清单一字不差。

    几个值请写成列表 `[话费, 宽带]`，不用顿号；值不加中文引号，两头不留空格；`direction` 只有 `inbound` 呼入、`outbound`
    呼出。清单里没有的列，在有转写时也会指出。
    """
    for place, column, value in _asked(material):
        if column == "direction" and value not in set(Direction):
            yield place, Text(f"direction 没有“{value}”", f"there is no direction “{value}”")
        elif value not in {field_of(call.metadata, column) for call in material.calls}:
            if _SEVERAL.search(value):
                yield place, Text(f"{column} 的“{value}”算作一个值", f"“{value}” of {column} is one value")
            elif _AROUND.search(value):
                what = f"{column} 的“{value}”带有引号或空格，清单里不会有"
                yield place, Text(what, f"“{value}” of {column} has quotes or blanks that no manifest has")
    yield from _unknown(material)


def _unknown(material: Material) -> Iterator[tuple[str, Text]]:
    if len(material.calls) < LEAST_CALLS:
        return
    known = {*_OWN, *(column for call in material.calls for column in call.metadata.extra)}
    for place, column in dict.fromkeys((place, column) for place, column, _ in _asked(material)):
        if column not in known:
            yield place, Text(f"清单里没有 {column} 这一列", f"the manifest has no column {column}")


def _asked(material: Material) -> Iterator[tuple[str, str, str]]:
    """Criterion, column and value, one by one."""
    asked = [("applies_to", material.rubric.applies_to)]
    for _, criterion in material.rubric.criteria():
        asked += [(criterion.id, one.metadata) for one in every(criterion, Metadata)]
    for place, wanted in asked:
        for column, values in wanted.items():
            yield from ((place, column, value) for value in values)
