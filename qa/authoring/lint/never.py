"""L005."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from qa.authoring.lint.rule import Material, every, rule
from qa.errors import Text
from qa.rubric.condition import Condition
from qa.rubric.operators.logic import All, AnyOf, Not
from qa.rubric.operators.metadata import Metadata

_Served: TypeAlias = Mapping[str, tuple[str, ...]]


@rule("L005")
def never(material: Material) -> Iterator[tuple[str, Text]]:
    """`when:` 要求的队列、方向等不在本表的 `applies_to:` 里：这一项永远不适用。请改 `when:` 或 `applies_to:`。"""
    served = material.rubric.applies_to
    for _, criterion in material.rubric.criteria():
        if criterion.when is None or _may(criterion.when, served, holds=True):
            continue
        asked = {column for one in every(criterion.when, Metadata) for column in one.metadata if column in served}
        only = "，".join(f"{column} 为 {'、'.join(served[column])}" for column in sorted(asked))
        english = "; ".join(f"{column} {', '.join(served[column])}" for column in sorted(asked))
        yield criterion.id, Text(f"本表只有 {only} 的通话，when: 永远不成立", f"all calls have {english}: never asked")


def _may(condition: Condition, served: _Served, *, holds: bool) -> bool:
    """Whether it may hold, or may not hold, for some call that comes to the rubric."""
    match condition:
        case Not(not_=part):
            return _may(part, served, holds=not holds)
        case All(all=parts):
            each = [_may(part, served, holds=holds) for part in parts]
            return all(each) if holds else any(each)
        case AnyOf(any=parts):
            each = [_may(part, served, holds=holds) for part in parts]
            return any(each) if holds else all(each)
        case Metadata(metadata=asked):
            each = [_column(set(served.get(column, ())), set(values), holds=holds) for column, values in asked.items()]
            return all(each) if holds else any(each)
    return True


def _column(served: set[str], values: set[str], *, holds: bool) -> bool:
    return not served or bool(served & values if holds else served - values)
