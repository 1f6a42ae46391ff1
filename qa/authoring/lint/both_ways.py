"""L002."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from typing import Final

from qa.authoring.lint.rule import Material, Told, rule
from qa.errors import Text
from qa.phonetics.pattern import Choice, Gap, Sequence, parse
from qa.rubric.condition import Condition
from qa.rubric.criterion import Criterion
from qa.rubric.operators.logic import AnyOf
from qa.rubric.operators.said import Said
from qa.transcript import Party

MOST: Final = 200
"""Ways to say a phrase that are compared; one with more is compared as a whole."""


@rule("L002")
def both_ways(material: Material) -> Iterator[Told]:
    """同一句话既要求说、又禁止说（按读音比对，可有可无的字和二选一都算）：坐席怎样做都会失分。

    带 `when:`、`before:`、`after:` 的各管各的情形，不在此列。请改其中一句，或用 `when:` 分开两种情形。
    """
    required: defaultdict[tuple[Party | None, Sequence], dict[str, None]] = defaultdict(dict)
    for _, criterion in material.rubric.criteria():
        for said in _whenever(criterion.require, criterion):
            for phrase in said.said:
                for way in _ways(parse(phrase)):
                    required[said.by, way][criterion.id] = None
    for _, criterion in material.rubric.criteria():
        for said in _whenever(criterion.forbid, criterion):
            for phrase in said.said:
                others = dict.fromkeys(o for way in _ways(parse(phrase)) for o in required.get((said.by, way), ()))
                for other in others:
                    what = Text(f"“{phrase}”同时是 {other} 的要求", f"“{phrase}” is required by {other}")
                    yield criterion.id, what, material.page.mark(criterion.id, phrase)


def _whenever(demand: Condition | None, criterion: Criterion) -> Iterator[Said]:
    """The phrases that count by themselves, at any time of any call."""
    if isinstance(demand, AnyOf):
        for part in demand.any:
            yield from _whenever(part, criterion)
    elif isinstance(demand, Said) and demand.near is None and criterion.when is None:
        yield demand


def _ways(pattern: Sequence) -> set[Sequence]:
    """What may be said for a phrase, its optional parts in and out; the phrase itself where that is too much."""
    ways: set[Sequence] = {()}
    for part in pattern:
        if isinstance(part, Choice):
            options = {way for option in part.options for way in _ways(option)}
        elif isinstance(part, Gap) and part.least == 0:
            options = {(), (part,)}
        else:
            options = {(part,)}
        if len(ways) * len(options) > MOST:
            return {pattern}
        ways = {(*way, *option) for way, option in product(ways, options)}
    return ways
