"""L023."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Final, TypeAlias

from qa.authoring.lint.rule import Material, Told, every, rule
from qa.errors import Text
from qa.phonetics.pattern import Choice, Gap, Sequence, Sound
from qa.rubric.operators.said import Said

MOST: Final = 50
"""Ways to say a phrase that are looked at; one with more may meet anything."""
ALIKE: Final = 0.5
"""Of the syllables where two phrases meet, the share that must be the same: a phrase is found with an error in it."""

_Way: TypeAlias = tuple[str, ...]


@rule("L023")
def never_excuses(material: Material) -> Iterator[Told]:
    """`unless:` 里的短语与禁语没有共用的字，永远不会放过谁：同一方的话作例外，只放过与它共用字的那一处禁语。

    请把禁语也写进例外里：禁“我不知道”，例外写 `我不知道{any:0-4}帮您问`，不单写“我帮您问一下”。
    别处说了一句就整项不算的，请写 `when: {not: {said: …}}`；先说了一句、后面才放过的，请写 `unless_after:`。
    """
    for _, criterion in material.rubric.criteria():
        for said in every(criterion, Said):
            excuse = said.unless
            if isinstance(excuse, Said) and excuse.by in (None, said.by) and not _meet(said, excuse):
                first = excuse.said[0]
                what = Text(
                    f"unless: 里的“{first}”与所列的话没有共用的字，放不过任何一处；把禁语也写进例外里",
                    f"“{first}” under unless: shares no words with what it should excuse: write that phrase into it",
                )
                yield criterion.id, what, material.page.mark(criterion.id, first)


def _meet(said: Said, excuse: Said) -> bool:
    """Whether some phrase of the one may rest on words that a phrase of the other rests on."""
    ways, others = _all_ways(said), _all_ways(excuse)
    return ways is None or others is None or any(_joined(one, other) for one, other in product(ways, others))


def _all_ways(said: Said) -> set[_Way] | None:
    return _together(pattern for _, pattern in said.patterns)


def _together(patterns: Iterable[Sequence]) -> set[_Way] | None:
    each = [_ways(pattern) for pattern in patterns]
    return None if None in each else {way for ways in each if ways is not None for way in ways}


def _joined(one: _Way, other: _Way) -> bool:
    """Whether one may begin, end or stand within the other."""
    for shift in range(1 - len(other), len(one)):
        pairs = list(zip(one[max(0, shift) :], other[max(0, -shift) :], strict=False))
        if sum(a == b for a, b in pairs) >= ALIKE * len(pairs):
            return True
    return False


def _ways(pattern: Sequence) -> set[_Way] | None:
    """The syllables that may be said for a phrase; None where it has room for others, or too many ways."""
    ways: set[_Way] = {()}
    for part in pattern:
        if isinstance(part, Gap):
            return None
        options = _options(part)
        if options is None or len(ways) * len(options) > MOST:
            return None
        ways = {way + option for way, option in product(ways, options)}
    return ways


def _options(part: Sound | Choice) -> set[_Way] | None:
    if isinstance(part, Sound):
        return {(part.reading,)}
    return _together(part.options)
