"""All phrases that a rubric looks for, by whose words they are: what a call is searched for in one go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from qa.phonetics.kernel import Book
from qa.phonetics.pattern import Sequence
from qa.phonetics.programs import book_of
from qa.rubric.model import Rubric
from qa.rubric.operators.said import Said
from qa.transcript import Party

_MOST_KEPT = 100


@dataclass(frozen=True, slots=True, eq=False)
class Sought:
    """Phrases to look for together."""

    patterns: tuple[Sequence, ...]
    book: Book


_kept: dict[int, tuple[Rubric, Mapping[Party | None, Sought]]] = {}


def sought_by(rubric: Rubric) -> Mapping[Party | None, Sought]:
    """The phrases of all its conditions, by party; under None those that anybody may say. Kept for the next call."""
    found = _kept.get(id(rubric))
    if found is not None and found[0] is rubric:
        return found[1]
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    by_party: dict[Party | None, dict[int, Sequence]] = {}
    for said in _sayings(rubric):
        by_party.setdefault(said.by, {}).update((id(pattern), pattern) for _, pattern in said.patterns)
    sought = {party: Sought(tuple(p.values()), book_of(tuple(p.values()))) for party, p in by_party.items()}
    _kept[id(rubric)] = (rubric, sought)
    return sought


def _sayings(part: object) -> Iterator[Said]:
    """Every `said` in a part of a rubric: excuses, neighbours and conditions within conditions included."""
    if isinstance(part, Said):
        yield part
    if isinstance(part, BaseModel):
        for _, inner in part:
            yield from _sayings(inner)
    elif isinstance(part, tuple):
        for inner in part:
            yield from _sayings(inner)
