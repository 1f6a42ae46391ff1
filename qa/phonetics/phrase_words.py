"""The words of a phrase by what each is worth: those that make it, those beside them, and mere politeness. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

from qa.phonetics.chinese import dictionary
from qa.phonetics.pattern import Choice, Gap, Sequence, Sound, parse_text, ways
from qa.phonetics.syllables import syllables

NUMBER: Final = "#"
"""Stands for any number."""
_UNHEARD: Final = frozenset("的了吧啊呢嘛呀哦哈下")
"""What nobody misses …"""
_MANNERS: Final = _UNHEARD | frozenset("请您")
_MANNERLY: Final = frozenset(("一下", "麻烦", "请问", "劳驾", "烦请", "劳烦"))
"""… what shows that something is asked of the customer …"""
_SMALL: Final = _MANNERS | frozenset("吗先就也都还是很在这那个给把得着过帮为向跟对地再会能可以我你咱要到去来一们边")
"""… and what belongs to the grammar: missed, but wherever it stands."""
_WAYS: Final = 8
"""Ways through a choice that are looked at, the first ones."""

Sounds: TypeAlias = tuple[str, ...]
"""Of a word, each `folded`; `NUMBER` alone for any number."""
Word: TypeAlias = tuple[Sounds, ...]
"""What may be said for it."""


class PhraseWords(NamedTuple):
    """A phrase as words."""

    needed: tuple[Word, ...]
    """Those that make it, in their order."""
    beside: tuple[Word, ...]
    """Those of the grammar."""
    manners: tuple[Word, ...]
    """Those that make a request of it."""
    gap: int
    """Syllables that it leaves open altogether."""
    persons: Sounds
    """我 and 您 as far as it names them, in the order in which it does."""
    written: tuple[tuple[str, ...], ...]
    """How each of the words that make it may be written; not of numbers."""


@lru_cache(maxsize=10_000)
def phrase_words(phrase: str) -> PhraseWords:
    """The words of a phrase; what is optional in it is none."""
    needed, beside, manners, gap = list[Word](), list[Word](), list[Word](), 0
    written: list[tuple[str, ...]] = []
    for part in _parts(parse_text(phrase)):
        if isinstance(part, int):
            gap += part
            continue
        spoken = tuple(sounds for text in part if (sounds := _sounds(text)))
        if not spoken or all(map(_UNHEARD.issuperset, part)):
            continue
        kind = manners if all(map(_is_mannerly, part)) else beside if all(map(_is_small, part)) else needed
        kind.append(spoken)
        if kind is needed and part != (NUMBER,):
            written.append(part)
    return PhraseWords(tuple(needed), tuple(beside), tuple(manners), gap, persons(_sounds(phrase)), tuple(written))


@cache
def folded(reading: str) -> str:
    """A reading without what dialects and telephones merge: 平翘舌, 前后鼻音, 您/你."""
    if reading[:2] in ("zh", "ch", "sh"):
        reading = reading[0] + reading[2:]
    if reading.endswith(("ang", "eng", "ing")):
        reading = reading[:-1]
    return "ni" if reading == "nin" else reading


def persons(sounds: Iterable[str]) -> Sounds:
    """我 and 您 among them, each once."""
    return tuple(dict.fromkeys(sound for sound in sounds if sound in ("wo", "ni")))


def _parts(sequence: Sequence) -> Iterator[tuple[str, ...] | int]:
    """The texts that each word may be, and the syllables that each gap leaves open."""
    run = ""
    for part in (*sequence, Gap(0, 0)):
        if isinstance(part, Sound):
            run += part.reading
            continue
        yield from ((word,) for word in dictionary().cut(run, HMM=False))
        run = ""
        match part:
            case Gap(digits=True):
                yield (NUMBER,)
            case Gap(most=most):
                yield most
            case Choice(options=options) if all(options):
                yield tuple(dict.fromkeys(way for option in options for way in islice(ways(option, _nothing), _WAYS)))


def _nothing(gap: Gap) -> str:
    """What stands for a gap among the ways of a word."""
    del gap
    return ""


def _sounds(text: str) -> Sounds:
    return (NUMBER,) if text == NUMBER else tuple(folded(one.reading) for one in syllables(text))


def _is_mannerly(text: str) -> bool:
    return text in _MANNERLY or _MANNERS.issuperset(text)


def _is_small(text: str) -> bool:
    return text in _MANNERLY or _SMALL.issuperset(text)
