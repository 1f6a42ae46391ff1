"""L005."""

from __future__ import annotations

from collections.abc import Iterator

from qa.authoring.lint.rule import Material, rule
from qa.errors import Text
from qa.rubric.operators.logic import All
from qa.rubric.operators.metadata import Metadata


@rule("L005")
def never(material: Material) -> Iterator[tuple[str, Text]]:
    """`when:` 要求的队列、方向等不在本表的 `applies_to:` 里：这一项永远不适用。请改 `when:` 或 `applies_to:`。"""
    for _, criterion in material.rubric.criteria():
        if criterion.when is None:
            continue
        # Under any or not a part may fail and the whole still hold.
        parts = criterion.when.all if isinstance(criterion.when, All) else (criterion.when,)
        for part in (part for part in parts if isinstance(part, Metadata)):
            for column, values in part.metadata.items():
                served = material.rubric.applies_to.get(column)
                if served and not set(values) & set(served):
                    said = "、".join(values)
                    english = f"no call with {column} {said} comes to this rubric"
                    yield criterion.id, Text(f"{column} 为 {said} 的通话不归本表", english)
