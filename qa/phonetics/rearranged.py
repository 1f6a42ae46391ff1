"""Phrases said in another order, or with more between their words than an alignment allows: 走着瞧咱们. Pure.

Within one sentence every word that makes the phrase has to be heard, each as it sounds; how far the whole is from the
phrase is told in numbers (`Arrangement`). Whether it was meant is for `qa.scoring.rearrangement` to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, pairwise, product
from typing import Final, NamedTuple

from qa.phonetics.closeness import NEGATIONS
from qa.phonetics.edits import INSERTED
from qa.phonetics.layout import Ints
from qa.phonetics.phrase_words import NUMBER, PhraseWords, Sounds, Word, persons
from qa.phonetics.word_index import Sentences, Spoken, WordIndex

LEAST_WORDS: Final = 2
"""That make a phrase, from which on they can change places …"""
LEAST: Final = 4
"""… and syllables of it: the words of a shorter one stand together by chance."""
_ARRANGEMENTS: Final = 200
"""Ways of putting the words together that are looked at, the first ones."""
_BEFORE: Final = 6
"""Syllables before the words that make a phrase in which its small ones may stand …"""
_AFTER: Final = 3
"""… and behind them."""


class Arrangement(NamedTuple):
    """The words of a phrase in syllables [start, end) of a text, and what differs from the phrase."""

    start: int
    end: int
    heard: int
    """Syllables that are the phrase's."""
    extra: float
    """Cost of the others (`qa.phonetics.edits`), beyond the gaps of the phrase."""
    negations: int
    """Among the others."""
    inverted: int
    """Neighbouring words of the phrase in the other order."""
    missing: int
    """Syllables of its small words that are not there."""
    unmannerly: int
    """Words that make a request of it which are not there."""
    turned: bool
    """Whether 我 and 您 have changed places: 我先听您讲完 is no 您先听我讲完."""
    named: bool
    """Whether one of them is named whom the phrase does not name: 您念给我听 is no 给您念."""


class Rearrangeable:
    """Phrases to look for together."""

    def __init__(self, phrases: Mapping[int, PhraseWords]) -> None:
        """Take phrases by their numbers; those that are too short to be rearranged are left out."""
        self._phrases = {number: one for number, one in phrases.items() if _is_long(one)}
        self._index = WordIndex(self._phrases)

    def find(self, said: Ints, known: Iterable[tuple[int, int]] = ()) -> dict[int, list[Arrangement]]:
        """The sentences that have a phrase, by the number of the phrase: in each the arrangement nearest to it.

        Args:
            said: pronunciations by their numbers, breaks between sentences and turns (`qa.phonetics.vocabulary`).
            known: numbers of phrases, and syllables in whose sentences they are not looked for.
        """
        found: dict[int, list[Arrangement]] = {}
        if not self._phrases or not len(said):
            return found
        text = Sentences(said)
        passed_over = {(int(text.numbers[at]), number) for number, at in known}
        for sentence, number in self._index.complete(text):
            if (sentence, number) in passed_over:
                continue
            near = min(_arrangements(self._phrases[number], text.spoken(sentence)), key=_difference, default=None)
            if near is not None:
                found.setdefault(number, []).append(near)
        return found


def _is_long(phrase: PhraseWords) -> bool:
    least = sum(min(map(len, word)) for word in (*phrase.needed, *phrase.beside))
    return len(phrase.needed) >= LEAST_WORDS and least >= LEAST


def _difference(one: Arrangement) -> tuple[float, int]:
    """How far it is from the phrase: of several in a sentence the nearest counts, the first of them."""
    return one.extra + 3 * (one.negations + one.turned) + 2 * (one.inverted + one.missing), one.start


def _arrangements(phrase: PhraseWords, spoken: Spoken) -> Iterator[Arrangement]:
    """Ways in which the words of a phrase stand in a sentence."""
    beside = [_places(word, spoken) for word in (*phrase.beside, *phrase.manners)]
    for places in islice(product(*(_places(word, spoken) for word in phrase.needed)), _ARRANGEMENTS):
        if any(one.stop > other.start for one, other in pairwise(sorted(places, key=_start))):
            continue
        used = {at for place in places for at in place}
        lacking = _put_beside(beside, used)
        missing, unmannerly = lacking[: len(phrase.beside)], lacking[len(phrase.beside) :]
        whole = range(min(used), max(used) + 1)
        others = [at for at in whole if at not in used]
        denied = [at for at in others if spoken.readings[at] in NEGATIONS]
        extra = sum(spoken.extra[at] for at in others if at not in denied)
        yield Arrangement(
            spoken.begin + whole.start,
            spoken.begin + whole.stop,
            len(used),
            max(0.0, extra - INSERTED * phrase.gap),
            len(denied),
            sum(one.start > other.start for one, other in pairwise(places)),
            sum(min(map(len, word)) for word, lacks in zip(phrase.beside, missing, strict=True) if lacks),
            sum(unmannerly),
            *_persons_differ(phrase.persons, persons(spoken.sounds[whole.start : whole.stop])),
        )


def _persons_differ(asked: Sounds, named: Sounds) -> tuple[bool, bool]:
    """Whether they are in another order, and whether another is named."""
    return len(asked) > 1 and named[:1] not in ((), asked[:1]), not set(named) <= set(asked)


def _put_beside(words: list[list[range]], used: set[int]) -> list[bool]:
    """Add to the syllables of a phrase those of its small words, each at its nearest place; which have none."""
    core, lacking = range(min(used), max(used) + 1), []
    for places in words:
        free = [place for place in places if used.isdisjoint(place) and _is_near(place, core)]
        lacking.append(not free)
        if free:
            nearest = min(free, key=lambda place: max(core.start - place.start, place.stop - core.stop))
            used.update(nearest)
    return lacking


def _is_near(place: range, core: range) -> bool:
    return place.start >= core.start - _BEFORE and place.stop <= core.stop + _AFTER


def _start(place: range) -> int:
    return place.start


def _places(word: Word, spoken: Spoken) -> list[range]:
    """Where a word stands."""
    found = set[range]()
    for sounds in word:
        if sounds == (NUMBER,):
            found.update(_numbers(spoken.digits))
            continue
        size, at = len(sounds), -1
        for _ in range(spoken.sounds.count(sounds[0])):
            at = spoken.sounds.index(sounds[0], at + 1)
            if tuple(spoken.sounds[at : at + size]) == sounds:
                found.add(range(at, at + size))
    return sorted(found, key=_start)


def _numbers(digits: list[bool]) -> Iterator[range]:
    """Where numbers stand."""
    begins = [at for at, (before, one) in enumerate(pairwise([False, *digits])) if one and not before]
    ends = [at for at, (one, after) in enumerate(pairwise([*digits, False])) if one and not after]
    yield from (range(begin, end + 1) for begin, end in zip(begins, ends, strict=True))
