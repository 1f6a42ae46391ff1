"""Where words are like a phrase, how probable it is by the words alone, and which places leave a question. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qa.phonetics.alignment import Match, find_all
from qa.phonetics.distinctiveness import distinctiveness
from qa.phonetics.layout import Ints
from qa.scoring.confidence import CERTAIN, probability
from qa.scoring.sought import Sought
from qa.scoring.voice import Voice

_NONE: Final = frozenset[int]()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words of one turn that are like a phrase."""

    phrase: str
    match: Match
    turn: int
    first: int
    last: int
    """Word indices in the turn, `last` included."""
    words: float
    """Mean probability of these."""
    probability: float
    """That they are the phrase, by the words alone."""

    def shares_words(self, other: Candidate) -> bool:
        """Whether both rest on some of the same syllables of one voice."""
        return self.match.start < other.match.end and other.match.start < self.match.end


def candidates(voice: Voice, phrases: Sought, budget: Ints) -> list[Candidate]:
    """Every place of these phrases where they count, within `budget` (`qa.phonetics.alignment.allowed`)."""
    if not voice.turns:
        return []
    found = sorted(find_all(phrases.book, voice.speech, budget, voice.reach(phrases)).items())
    return [_candidate(voice, phrases.phrases[number], match) for number, matches in found for match in matches]


def in_question(places: Sequence[Candidate], phrases: Sought) -> list[Candidate]:
    """Those of a voice's places that the words do not settle.

    Where one phrase of a condition was said for certain, whatever else sounds like another one is no question.
    """
    settled = _settled(places, phrases)
    return [
        place
        for place in places
        if place.probability < CERTAIN and not _idle(place, phrases.conditions.get(place.phrase, _NONE), settled)
    ]


def _idle(place: Candidate, conditions: frozenset[int], settled: Mapping[int, Sequence[Candidate]]) -> bool:
    return bool(conditions) and all(any(map(place.shares_words, settled.get(one, ()))) for one in conditions)


def _settled(places: Iterable[Candidate], phrases: Sought) -> Mapping[int, Sequence[Candidate]]:
    """By condition, the places that leave it in no doubt."""
    settled: dict[int, list[Candidate]] = {}
    for place in places:
        if place.probability >= CERTAIN:
            for condition in phrases.conditions.get(place.phrase, _NONE):
                settled.setdefault(condition, []).append(place)
    return settled


def _candidate(voice: Voice, phrase: str, match: Match) -> Candidate:
    turn, first, last = voice.place(match)
    said = voice.turns[turn].words[first : last + 1]
    words = sum(word.probability for word in said) / len(said)
    sure = probability(match.cost, match.length, words, distinctiveness(phrase))
    return Candidate(phrase, match, turn, first, last, words, sure)
