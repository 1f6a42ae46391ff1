"""Places where a condition may hold, and those in the asked part of the call.

`within: first 3 turns` counts the turns of the party in `by` that say more than 嗯.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from qa.measures.limits import above, below
from qa.recording import Seconds
from qa.rubric.operators.said import Said
from qa.rubric.operators.where import Where
from qa.rubric.quantity import Scope
from qa.scoring.evaluation import Finding
from qa.scoring.heard import Call
from qa.scoring.hit import Hit
from qa.scoring.voice import Voice

NOBODYS: Final = -1
"""In place of a turn: words of a speaker nobody could name share none with a party's, and lie where they begin."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a condition may hold: the finding, and the words it rests on where it rests on words."""

    finding: Finding
    hit: Hit | None = None


def within(condition: Where, places: Iterable[Place], call: Call) -> list[Place]:
    """Those of the places that lie in the asked part of the call."""
    voice = call.voices[condition.by]
    scope = condition.within
    return [place for place in places if scope is None or _inside(scope, place, voice, call)]


def _inside(scope: Scope, place: Place, voice: Voice, call: Call) -> bool:
    amount = scope.amount
    if amount.unit == "turns":
        turn = place.hit.turn if place.hit and place.hit.turn != NOBODYS else _turn_at(place.finding.start, voice)
        return turn in voice.turns_within(scope)
    seconds = amount.value if amount.unit == "s" else call.seconds * amount.value / 100
    first = scope.end == "first"
    return below(place.finding.start, seconds) if first else above(place.finding.end, call.seconds - seconds)


def _turn_at(moment: Seconds, voice: Voice) -> int:
    """The last of a voice's turns that has begun."""
    return max(0, bisect_right([turn.start for turn in voice.turns], moment) - 1)


def said_places(condition: Said, voice: Voice) -> list[Place]:
    """Every saying once: of hits on the same words, however many phrases they fit, the most probable."""
    return places_of(hits_of(condition, voice))


def hits_of(condition: Said, voice: Voice) -> Iterator[Hit]:
    """Where one of its phrases is; in another order only where the author's phrases are what is asked or forbidden."""
    return (hit for hit in voice.find_any(condition.patterns) if condition.rearranged or not hit.rearranged)


def places_of(hits: Iterable[Hit]) -> list[Place]:
    """Where words are, each of them once."""
    return [Place(hit.finding, hit) for hit in once(hits)]


def once(hits: Iterable[Hit]) -> list[Hit]:
    """Of hits that share words the most probable, in order of time."""
    found = list(hits)
    if len(found) <= 1:
        return found
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda h: (-h.finding.probability, h.turn, h.first, h.finding.phrase)):
        if not any(hit.shares_words(other) for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: (h.turn, h.first))
