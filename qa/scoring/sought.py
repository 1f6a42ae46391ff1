"""All phrases that a rubric looks for, by whose words they are: what a call is searched for in one go."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from qa.phonetics.book import Book
from qa.phonetics.pattern import Sequence, parse
from qa.phonetics.programs import book_of
from qa.rubric.model import Criterion, Rubric
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
    speaking: frozenset[str]
    """Those that a criterion asks or forbids; the others are occasions and excuses."""

    @classmethod
    def of(cls, phrases: Iterable[str], speaking: Iterable[str]) -> Sought:
        """These phrases, each once."""
        different = tuple(dict.fromkeys(phrases))
        patterns = tuple(map(parse, different))
        return cls(different, patterns, book_of(patterns), frozenset(speaking))


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
    speaking = frozenset[str]().union(*(speaks_for(criterion) for _, criterion in rubric.criteria()))
    sought = {party: Sought.of(phrases, speaking.intersection(phrases)) for party, phrases in by_party.items()}
    _kept[id(rubric)] = (rubric, sought)
    return sought


def speaks_for(criterion: Criterion) -> frozenset[str]:
    """The phrases that are what a criterion asks or forbids: no occasion for it and no excuse."""
    conditions = (criterion.require, criterion.forbid)
    return frozenset(phrase for part in conditions for said in _sayings(part, BESIDE) for phrase in said.said)


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
