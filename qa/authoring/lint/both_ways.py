"""L002."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from qa.authoring.lint.rule import Material, demanded, rule
from qa.errors import Text
from qa.phonetics.pattern import Sequence, parse
from qa.transcript import Party


@rule("L002")
def both_ways(material: Material) -> Iterator[tuple[str, Text]]:
    """同一句话既要求说、又禁止说（按读音比对）：坐席怎样做都会失分。请改其中一句，或用 `when:` 分开两种情形。"""
    required: defaultdict[tuple[Party | None, Sequence], list[str]] = defaultdict(list)
    for _, criterion in material.rubric.criteria():
        if criterion.require is not None:
            for said in demanded(criterion):
                for phrase in said.said:
                    required[said.by, parse(phrase)].append(criterion.id)
    for _, criterion in material.rubric.criteria():
        if criterion.forbid is None:
            continue
        for said in demanded(criterion):
            for phrase in said.said:
                for other in required.get((said.by, parse(phrase)), ()):
                    yield criterion.id, Text(f"“{phrase}”同时是 {other} 的要求", f"“{phrase}” is required by {other}")
