"""A phrase as a pattern of everything that sounds like it, for searching texts that were recognised, not typed.

`帮您` or `bang nin` becomes a regular expression (RE2) that also finds 绑您 and 帮宁: a class of characters for each
syllable. Quick enough for a scan over many days; the judge's own alignment (`qa.phonetics.alignment`) is finer.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from pypinyin import Style, pinyin

from qa.phonetics.closeness import substitution, toneless
from qa.phonetics.pattern import Choice, Gap, Sequence, Sound, parse
from qa.phonetics.syllables import syllables

_CLOSE = 0.1
"""Cost of a substitution up to which two syllables count as alike: z/zh, in/ing, 你/您."""
_BETWEEN = "[，。、？！,.?! ]?"
_ANYTHING = r"[^，。、？！,.?! ]"
_DIGIT = "[0-9零〇一二三四五六七八九十百幺两]"
_LATIN = re.compile(r"[A-Za-züÜ']+")
_LONGEST_SYLLABLE = 6


def sounding_like(phrase: str) -> str | None:
    """The pattern of a phrase in characters, in toneless pinyin or in both; None where nothing in it is spoken."""
    readings: list[str] = []
    at = 0
    for word in _LATIN.finditer(phrase):
        readings += _of_characters(phrase[at : word.start()])
        readings += _of_pinyin(word.group().lower().replace("ü", "v")) or _of_characters(word.group())
        at = word.end()
    readings += _of_characters(phrase[at:])
    return "(?i)" + _BETWEEN.join(_class(reading) for reading in readings) if readings else None


def as_written(phrase: str) -> str | None:
    """The pattern of exactly these characters, with or without punctuation between them."""
    spoken = [char for char in phrase if char.isalnum()]
    return _BETWEEN.join(map(re.escape, spoken)) if spoken else None


def phrase_sounding_like(pattern: str) -> str:
    """The RE2 pattern of a rubric's phrase, with its options and slots (`qa.phonetics.pattern`).

    Raises:
        PatternError: the phrase cannot be read.
    """
    return "(?i)" + _sequence(parse(pattern))


def _sequence(sequence: Sequence) -> str:
    # A part that may be empty brings its own place for punctuation.
    return "".join(_part(part) for part in sequence).removesuffix(_BETWEEN)


def _part(part: Sound | Gap | Choice) -> str:
    match part:
        case Sound(reading):
            return _class(toneless(reading)) + _BETWEEN
        case Gap(least, most, digits):
            return f"(?:{_DIGIT if digits else _ANYTHING}{_BETWEEN}){{{least},{most}}}"
        case Choice(options):
            inner = "|".join("".join(_part(inner) for inner in option) for option in options if option)
            return f"(?:{inner}){'?' if () in options else ''}"


def _of_characters(text: str) -> list[str]:
    return [toneless(syllable.reading) for syllable in syllables(text)]


def _of_pinyin(word: str) -> list[str] | None:
    """`buzhidao` → bu, zhi, dao: the fewest syllables that make up the word; None where it is no pinyin."""
    best: list[list[str] | None] = [[]] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for begin in range(max(0, end - _LONGEST_SYLLABLE), end):
            before, syllable = best[begin], word[begin:end].strip("'")
            if before is None or (syllable and syllable not in _characters()):
                continue
            found = [*before, syllable] if syllable else before
            shortest = best[end]
            if shortest is None or len(found) < len(shortest):
                best[end] = found
    return best[-1]


@cache
def _class(reading: str) -> str:
    if reading not in _characters():
        return re.escape(reading)
    alike = [chars for other, chars in _characters().items() if substitution(reading, other) <= _CLOSE]
    itself = reading if len(reading) == 1 else ""  # the letter a is said like 啊
    return f"[{''.join(sorted(set(itself).union(*alike)))}]"


@cache
def _characters() -> Mapping[str, frozenset[str]]:
    """The characters of everyday writing (GB 2312) and the digits, by reading."""
    found: dict[str, set[str]] = defaultdict(set)
    for code in range(0x4E00, 0xA000):
        char = chr(code)
        if _everyday(char):
            for reading in pinyin(char, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]:
                found[reading].add(char)
    for digit in "0123456789":
        for syllable in syllables(digit):
            found[syllable.reading].add(digit)
    return {reading: frozenset(chars) for reading, chars in found.items()}


def _everyday(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
