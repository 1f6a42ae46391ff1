"""Places where a phrase may have been said and the words alone do not tell: what is worth a second listening. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from qa.phonetics.budget import WIDE
from qa.phonetics.distinctiveness import distinctiveness
from qa.phonetics.pattern import parse_text
from qa.phonetics.wording import wording
from qa.recording import Seconds
from qa.scoring.candidates import Candidate, candidates, in_question
from qa.scoring.framing import is_denied
from qa.scoring.heard import Call
from qa.scoring.sought import Sought
from qa.scoring.voice import Voice
from qa.transcript import Party, Word

BEFORE: Final[Seconds] = 1.6
AFTER: Final[Seconds] = 1.2
"""Words of the same turn this near are heard along: a recogniser needs them as much as a person …"""
PAUSE: Final[Seconds] = 0.25
FURTHEST: Final[Seconds] = 5.0
"""… and on to the next pause, but no further than this; so places of one breath share their sound."""
SHORTEST: Final = 3
"""Syllables. The sound of two tells nothing that their words do not."""
MOST: Final = 100
"""Places of one call at most, and one a second of a longer one, the likeliest ones …"""
OCCASION: Final = 0.2
"""Cost of a syllable up to which an occasion or an excuse is worth it. Of 1,975 such places beyond it in labelled
calls 36 were said, and the sound, asked, took four for said: one of the 36 and three others."""
FIRST: Final = 2
"""… where two wordings of a condition come first, before any third for the same words."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One place: what the words say there, and what the phrase would say."""

    phrase: str
    party: Party
    start: Seconds
    end: Seconds
    """From the first to the last word of the place."""
    clip_start: Seconds
    clip_end: Seconds
    """Of the words around it that belong to it."""
    before: str
    heard: str
    tested: str
    """The phrase, worded as near as may be to what was heard."""
    after: str
    cost: float
    """Of the alignment."""
    length: int
    """Syllables of the phrase."""
    words: float
    """Mean probability of the words of the place."""
    distinct: float
    """Bits: how rarely ordinary speech sounds like the phrase (`qa.phonetics.distinctiveness`)."""
    rarity: float
    """The same of all wordings of its demand together (`qa.scoring.sought`)."""
    speaks: bool
    """Whether the phrase is what a criterion asks or forbids; an occasion or an excuse is said far less often."""

    def overlaps(self, other: Doubt) -> bool:
        """Whether both are about the same words, or share some."""
        return self.party is other.party and self.start < other.end and other.start < self.end


def doubts(call: Call, sought: Mapping[Party | None, Sought]) -> tuple[Doubt, ...]:
    """The places of a call that a second listening may settle, in order of time."""
    found: dict[tuple[str, Party, Seconds, Seconds], Doubt] = {}
    asked: dict[str, frozenset[int | str]] = {}
    for party, phrases in sought.items():
        parties = (party,) if party is not None else (Party.AGENT, Party.CUSTOMER)
        for one in parties:
            for doubt in _of_voice(call.voices[one], phrases):
                found.setdefault((doubt.phrase, doubt.party, doubt.start, doubt.end), doubt)
                asked.setdefault(doubt.phrase, phrases.conditions.get(doubt.phrase) or frozenset((doubt.phrase,)))
    likeliest = _first_of_each(sorted(found.values(), key=lambda d: (d.cost / d.length, d.start, d.phrase)), asked)
    most = max(MOST, int(call.seconds))
    return tuple(sorted(likeliest[:most], key=lambda d: (d.start, d.phrase)))


def _first_of_each(places: Iterable[Doubt], asked: Mapping[str, frozenset[int | str]]) -> list[Doubt]:
    """The same places, behind them those whose words are like enough other wordings of all that they answer."""
    first, further = list[Doubt](), list[Doubt]()
    kept: dict[int | str, list[Doubt]] = {}
    for one in places:
        few = [a for a in asked[one.phrase] if sum(map(one.overlaps, kept.setdefault(a, []))) < FIRST]
        (first if few else further).append(one)
        for each in few:
            kept[each].append(one)
    return first + further


def _of_voice(voice: Voice, phrases: Sought) -> Iterator[Doubt]:
    for place in in_question(candidates(voice, phrases, WIDE), phrases):
        doubt = _doubt(voice, place, phrases)
        if doubt is not None:
            yield doubt


def _doubt(voice: Voice, place: Candidate, phrases: Sought) -> Doubt | None:
    match, turn = place.match, voice.turns[place.turn]
    speaks = place.phrase in phrases.demands
    if match.length < SHORTEST or (not speaks and match.cost > OCCASION * match.length):
        return None
    said = turn.words[place.first : place.last + 1]
    offset = int(np.searchsorted(voice.rows.turns, place.turn))
    heard = voice.syllables(place.turn)[match.start - offset : match.end - offset]
    text = turn.text
    tested = wording(parse_text(place.phrase), text, heard)
    written = text[heard[0].start : heard[-1].end]
    if not tested or is_denied(written, tested):
        return None
    begin, end = _clip(turn.words, place.first, place.last)
    context = sum(len(word.text) for word in turn.words[:begin])
    rest = sum(len(word.text) for word in turn.words[: end + 1])
    return Doubt(
        phrase=place.phrase,
        party=voice.party,
        start=said[0].start,
        end=said[-1].end,
        clip_start=turn.words[begin].start,
        clip_end=turn.words[end].end,
        before=text[context : heard[0].start],
        heard=written,
        tested=tested,
        after=text[heard[-1].end : rest],
        cost=match.cost,
        length=match.length,
        words=place.words,
        distinct=distinctiveness(place.phrase),
        rarity=phrases.rarity[place.phrase],
        speaks=speaks,
    )


def _clip(words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """The first and the last of the words that are heard along with these."""
    begin, end = first, last
    while begin > 0:
        before = words[first].start - words[begin - 1].start
        if before >= FURTHEST or (before >= BEFORE and words[begin].start - words[begin - 1].end >= PAUSE):
            break
        begin -= 1
    while end + 1 < len(words):
        after = words[end + 1].end - words[last].end
        if after >= FURTHEST or (after >= AFTER and words[end + 1].start - words[end].end >= PAUSE):
            break
        end += 1
    return begin, end
