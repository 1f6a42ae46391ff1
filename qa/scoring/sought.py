"""All phrases that a rubric looks for, by whose words they are: what a call is searched for in one go."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from collections.abc import Sequence as Many
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeVar

from pydantic import BaseModel

from qa.phonetics.book import Book
from qa.phonetics.distinctiveness import distinctiveness
from qa.phonetics.pattern import Sequence, parse
from qa.phonetics.phrase_words import phrase_words
from qa.phonetics.programs import book_of
from qa.phonetics.rearranged import Rearrangeable
from qa.rubric.criterion import Criterion
from qa.rubric.model import Rubric
from qa.rubric.operators.said import Said
from qa.rubric.operators.topic import Topic
from qa.rubric.operators.where import Where
from qa.rubric.quantity import Scope
from qa.transcript import Party

_MOST_KEPT = 100
_Part = TypeVar("_Part", bound=BaseModel)
BESIDE: Final = frozenset(("unless", "unless_after", "trigger", "before", "after", "around"))
"""Parts of a condition that say when it counts, not what it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Sought:
    """Phrases to look for together."""

    phrases: tuple[str, ...]
    """As written."""
    patterns: tuple[Sequence, ...]
    """As read; `qa.phonetics.pattern.parse` gives the same one for the same phrase."""
    identities: frozenset[int]
    """Of the patterns."""
    book: Book
    demands: Mapping[str, frozenset[int]]
    """What is asked or forbidden, by number: for each phrase those that it answers by itself. Occasions and excuses
    are not among them …"""
    conditions: Mapping[str, frozenset[int]]
    """… but among these, which begin with the demands."""
    rarity: Mapping[str, float]
    """Of a phrase: bits of all wordings of its demand together; those of the phrase alone where it is no demand."""
    scopes: Mapping[Scope, tuple[int, ...]]
    """The numbers of the phrases that count nowhere else than in this part of a call."""
    rearrangeable: Rearrangeable
    """Those whose words may stand in another order, by number …"""
    forbidden: frozenset[int]
    """… and which of these nobody should say."""

    @classmethod
    def of(
        cls,
        phrases: Iterable[tuple[str, Scope | None]],
        demands: Many[Collection[str]],
        freely: Mapping[str, bool] = MappingProxyType({}),
        others: Iterable[Collection[str]] = (),
    ) -> Sought:
        """These phrases, each once, and where they count; each demand is the phrases of which one is enough.

        `freely` are those that may be said in another order, and whether nobody should; `others` are the phrases of
        conditions that demand nothing.
        """
        scopes: dict[str, set[Scope | None]] = {}
        for phrase, scope in phrases:
            scopes.setdefault(phrase, set()).add(scope)
        different = tuple(scopes)
        patterns = tuple(map(parse, different))
        demanded = _numbered(different, demands)
        rarity = {phrase: distinctiveness(phrase) for phrase in different}
        for alternatives in demands:
            wordings = set(different).intersection(alternatives)
            together = _together(map(distinctiveness, wordings))
            for phrase in wordings:
                rarity[phrase] = min(rarity[phrase], together)
        return cls(
            different,
            patterns,
            frozenset(map(id, patterns)),
            book_of(patterns),
            demanded,
            _numbered(different, [*demands, *others]),
            rarity,
            _by_scope(scopes.values()),
            Rearrangeable({n: phrase_words(phrase) for n, phrase in enumerate(different) if phrase in freely}),
            frozenset(n for n, phrase in enumerate(different) if freely.get(phrase)),
        )


def _numbered(phrases: Iterable[str], conditions: Iterable[Collection[str]]) -> Mapping[str, frozenset[int]]:
    """For each phrase the numbers of the conditions that it is one of."""
    looked_for, found = set(phrases), dict[str, set[int]]()
    for number, wordings in enumerate(conditions):
        for phrase in looked_for.intersection(wordings):
            found.setdefault(phrase, set()).add(number)
    return {phrase: frozenset(numbers) for phrase, numbers in found.items()}


def _together(bits: Iterable[float]) -> float:
    """Bits of any of several phrases: the more wordings a demand has, the sooner ordinary speech is near one."""
    chance = sum(2**-each for each in bits)
    return -math.log2(chance) if chance else math.inf


def _by_scope(scopes: Iterable[Set[Scope | None]]) -> Mapping[Scope, tuple[int, ...]]:
    """Which of the phrases have that scope and no other."""
    found: dict[Scope, list[int]] = {}
    for number, (scope, *others) in enumerate(scopes):
        if scope is not None and not others:
            found.setdefault(scope, []).append(number)
    return {scope: tuple(numbers) for scope, numbers in found.items()}


_kept: dict[int, tuple[Rubric, Mapping[Party | None, Sought]]] = {}


def sought_by(rubric: Rubric) -> Mapping[Party | None, Sought]:
    """The phrases of all its conditions, by party; under None those that anybody may say. Kept for the next call."""
    found = _kept.get(id(rubric))
    if found is not None and found[0] is rubric:
        return found[1]
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    by_party: dict[Party | None, list[tuple[str, Scope | None]]] = {}
    for said in _parts(rubric, Said):
        by_party.setdefault(said.by, []).extend((phrase, said.within) for phrase in said.wordings)
    # An excuse that names nobody excuses what its own party says.
    for condition in _parts(rubric, Where):
        excuse = condition.unless
        if condition.by is not None and isinstance(excuse, Said) and excuse.by is None:
            by_party.setdefault(condition.by, []).extend((phrase, excuse.within) for phrase in excuse.wordings)
    # A topic is what the whole call is about, whoever speaks: its words count everywhere where they are looked for.
    words = {word for topic in _parts(rubric, Topic) for word in topic.topic}
    whoever = by_party.get(None, [])
    whoever += [(phrase, None) for phrase, _ in whoever if phrase in words]
    demands = [one for _, criterion in rubric.criteria() for one in _demands(criterion)]
    freely, others = dict(_freely(rubric)), [said.wordings for said in _parts(rubric, Said)]
    sought = {party: Sought.of(phrases, demands, freely, others) for party, phrases in by_party.items()}
    _kept[id(rubric)] = (rubric, sought)
    return sought


def speaks_for(criterion: Criterion) -> frozenset[str]:
    """The phrases that are what a criterion asks or forbids: no occasion for it and no excuse."""
    return frozenset[str]().union(*_demands(criterion))


def _demands(criterion: Criterion) -> Iterator[Collection[str]]:
    """The phrases of each of its conditions; where several different ones are asked, each is a demand of its own."""
    for part in (criterion.require, criterion.forbid):
        for said in _parts(part, Said, BESIDE):
            if said.different == 1:
                yield said.wordings
            else:
                yield from ((phrase,) for phrase in said.said)


def freely_said(criterion: Criterion) -> Iterator[str]:
    """The phrases that its author asks for or forbids in any order of their words."""
    for part in (criterion.require, criterion.forbid):
        for said in _parts(part, Said):
            if said.rearranged:
                yield from said.said


def _freely(rubric: Rubric) -> Iterator[tuple[str, bool]]:
    """These of all criteria, and whether nobody should say them; those that somebody asks for come first."""
    criteria = [criterion for _, criterion in rubric.criteria()]
    for forbidden in (False, True):
        for criterion in criteria:
            if (criterion.forbid is not None) is forbidden:
                yield from ((phrase, forbidden) for phrase in freely_said(criterion))


def _parts(part: object, kind: type[_Part], passing_over: Collection[str] = ()) -> Iterator[_Part]:
    """Every such condition in a part of a rubric; those within conditions included, but for those under these names."""
    if isinstance(part, kind):
        yield part
    if isinstance(part, BaseModel):
        for name, inner in part:
            if name not in passing_over:
                yield from _parts(inner, kind, passing_over)
    elif isinstance(part, tuple):
        for inner in part:
            yield from _parts(inner, kind, passing_over)
