"""All phrases that a rubric looks for, by whose words they are: what a call is searched for in one go."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from qa.phonetics.book import Book
from qa.phonetics.pattern import Sequence, parse
from qa.phonetics.programs import book_of
from qa.rubric.criterion import Criterion
from qa.rubric.model import Rubric
from qa.rubric.operators.said import Said
from qa.transcript import Party

_MOST_KEPT = 100
BESIDE: Final = frozenset(("unless", "unless_after", "trigger", "before", "after", "around"))
"""Parts of a condition that say when it counts, not what it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Sought:
    """Phrases to look for together."""

    phrases: tuple[str, ...]
    """As written."""
    patterns: tuple[Sequence, ...]
    """As read; `qa.phonetics.pattern.parse` gives the same one for the same phrase."""
    book: Book
    demands: Mapping[str, frozenset[int]]
    """What is asked or forbidden, by number: for each phrase those that it answers by itself. Occasions and excuses
    are not among them."""

    @classmethod
    def of(cls, phrases: Iterable[str], demands: Iterable[Collection[str]]) -> Sought:
        """These phrases, each once; each demand is the phrases of which one is enough."""
        different = tuple(dict.fromkeys(phrases))
        patterns = tuple(map(parse, different))
        answered: dict[str, set[int]] = {}
        for number, alternatives in enumerate(demands):
            for phrase in set(different).intersection(alternatives):
                answered.setdefault(phrase, set()).add(number)
        return cls(different, patterns, book_of(patterns), {p: frozenset(n) for p, n in answered.items()})


_kept: dict[int, tuple[Rubric, Mapping[Party | None, Sought]]] = {}


def sought_by(rubric: Rubric) -> Mapping[Party | None, Sought]:
    """The phrases of all its conditions, by party; under None those that anybody may say. Kept for the next call."""
    found = _kept.get(id(rubric))
    if found is not None and found[0] is rubric:
        return found[1]
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    by_party: dict[Party | None, list[str]] = {}
    for said in _sayings(rubric):
        by_party.setdefault(said.by, []).extend(said.said)
    demands = [one for _, criterion in rubric.criteria() for one in _demands(criterion)]
    sought = {party: Sought.of(phrases, demands) for party, phrases in by_party.items()}
    _kept[id(rubric)] = (rubric, sought)
    return sought


def speaks_for(criterion: Criterion) -> frozenset[str]:
    """The phrases that are what a criterion asks or forbids: no occasion for it and no excuse."""
    return frozenset[str]().union(*_demands(criterion))


def _demands(criterion: Criterion) -> Iterator[Collection[str]]:
    """The phrases of each of its conditions; where several different ones are asked, each is a demand of its own."""
    for part in (criterion.require, criterion.forbid):
        for said in _sayings(part, BESIDE):
            if said.different == 1:
                yield said.said
            else:
                yield from ((phrase,) for phrase in said.said)


def _sayings(part: object, passing_over: Collection[str] = ()) -> Iterator[Said]:
    """Every `said` in a part of a rubric; conditions within conditions included, but for those under these names."""
    if isinstance(part, Said):
        yield part
    if isinstance(part, BaseModel):
        for name, inner in part:
            if name not in passing_over:
                yield from _sayings(inner, passing_over)
    elif isinstance(part, tuple):
        for inner in part:
            yield from _sayings(inner, passing_over)
