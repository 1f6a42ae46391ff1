"""Whether one of several wordings was said: certainly, perhaps or not. Pure.

What may have been said accuses nobody of not having said it, and nobody is excused by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import fmean
from typing import Final

from qa.phonetics.alignment import Match, Speech, allowed, find_all
from qa.phonetics.book import Book
from qa.phonetics.budget import ALLOWED, WIDE
from qa.phonetics.layout import Ints
from qa.phonetics.pattern import parse
from qa.phonetics.programs import book_of
from qa.phonetics.syllables import read
from qa.phonetics.vocabulary import BETWEEN_TURNS, milli
from qa.recording import Seconds
from qa.transcript import Word

SAID: Final = allowed(0.2 * max(0, length - 2) for length in range(256))
"""What a phrase of so many syllables may differ by and be said for certain: a short one must be heard exactly. Beyond
it a phrase may have been said. Shape [256]."""
EXACTLY: Final = allowed([0.15] * 256)
"""What is innocent must be heard as it is said, a murmur aside."""
BELIEVED: Final = 0.5
"""Mean probability of the words of a phrase under which the recogniser itself hardly believes them."""
CLEAR: Final = 0.62
"""Mean probability of words from which on a phrase that was not found in them was not said: `models/unheard`."""
_PAUSE: Final[Seconds] = 1.0
_SENTENCE_END: Final = ("。", "？", "！", "?", "!")
"""No phrase runs across either: 好的谢谢您。等我查一下 is no thanks for waiting."""


@dataclass(frozen=True, slots=True)
class Wordings:
    """Ways of saying one thing, as patterns (`qa.phonetics.pattern`)."""

    phrases: tuple[str, ...]
    innocent: tuple[str, ...] = ()
    """What is like one of them and says something else."""

    def said_in(self, words: Sequence[Word]) -> bool | None:
        """Whether it is said in these words; None where it may be: in what is like it, or where words are not clear."""
        if not words:
            return False
        speech, sure = _laid_out(words)
        innocent = _found(self.innocent, speech, EXACTLY)
        places = [
            place
            for place in _found(self.phrases, speech, WIDE)
            if not any(other.start < place.end and place.start < other.end for other in innocent)
        ]
        if any(_is_certain(place, sure[place.start : place.end]) for place in places):
            return True
        unclear = fmean(word.probability for word in words) < CLEAR
        return None if unclear or any(_may_be(p, sure[p.start : p.end]) for p in places) else False


def _is_certain(place: Match, sure: Sequence[float]) -> bool:
    return bool(milli(place.cost) <= SAID[place.length]) and fmean(sure) >= BELIEVED


def _may_be(place: Match, sure: Sequence[float]) -> bool:
    """Whether it is near enough to be a doubt: a syllable counts as wrong as far as the recogniser believes the words.

    A syllable altogether wrong makes 我帮您看一下 of 您等一下; clearly heard it is no doubt.
    """
    return bool(milli(place.cost * min(sure)) <= ALLOWED[place.length])


def _laid_out(words: Sequence[Word]) -> tuple[Speech, list[float]]:
    """The syllables of the words, each run closed off, and of each the probability of its word."""
    heard: list[int] = []
    sure: list[float] = []
    for run in _runs(words):
        said, starts, _ = read("".join(word.text for word in run))
        by_character = [word.probability for word in run for _ in word.text]
        heard += [*said, BETWEEN_TURNS]
        sure += [by_character[start] for start in starts]
        sure.append(run[-1].probability)
    return Speech(heard), sure


def _runs(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    first = 0
    for number, word in enumerate(words, start=1):
        last = number == len(words)
        if last or word.text.endswith(_SENTENCE_END) or words[number].start - word.end >= _PAUSE:
            yield words[first:number]
            first = number


def _found(phrases: tuple[str, ...], speech: Speech, budget: Ints) -> list[Match]:
    found = find_all(_book(phrases), speech, budget) if phrases else {}
    return [match for matches in found.values() for match in matches]


@cache
def _book(phrases: tuple[str, ...]) -> Book:
    return book_of(tuple(map(parse, phrases)))
