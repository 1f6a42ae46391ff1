"""Text as toneless pinyin syllables, each knowing the characters it stands for.

Tones are left out (but of 哪): recognisers mix up 挂机 and 刮几, and telephone audio carries tone poorly. Numbers are
read as they are said (`qa.phonetics.aloud`), 幺 for 一 is the same digit, and the 儿 of 一会儿 is no syllable.
"""

from __future__ import annotations

import re
import string
import sys
import unicodedata
from collections.abc import Sequence as Many
from functools import cache, lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qa.phonetics.aloud import read_aloud
from qa.phonetics.layout import Ints
from qa.phonetics.readings import BY_ITSELF, characters, looked_up, readings, size, word_at
from qa.phonetics.vocabulary import PRONUNCIATIONS, Pronunciation

_SAID_AS = {"幺": "一", "兩": "二", "两": "二"}
_TWO_READINGS = {
    char: (first, second)
    for char, first, second in map(
        str.split,
        """
        还 hai huan,重 chong zhong,得 de dei,行 xing hang,长 chang zhang,调 tiao diao,了 le liao,都 dou du,
        着 zhe zhao,地 de di,会 hui kuai,便 bian pian,单 dan shan,降 jiang xiang,乐 le yue,率 lv shuai,
        觉 jue jiao,什 shen shi,的 de di,谁 shui shei,那 na nei,这 zhe zhei,哪 na3 nei3,一 yi yao,血 xue xie,
        查 cha zha,没 mei mo
        """.strip().split(","),
    )
}
"""Characters of everyday speech with two readings: in a badly recognised context the wrong one is picked."""
_NUMBER_CHARACTERS = frozenset("零〇一二三四五六七八九十百千万点半")
"""What numbers are written with once digits are read out (半小时); 是 and 以 sound like 十 and 一 but are none."""


class Syllable(NamedTuple):
    """One syllable: its usual reading here, another one the character has, and where it stands in the text."""

    reading: str
    other: str
    """Another common reading of the character (还: hai, huan); the same where it has only one."""
    start: int
    """Index of its first character in the text."""
    end: int
    number: bool = False
    """Whether the character is part of a number."""


class Columns(NamedTuple):
    """The syllables of several texts, one text after the other: what a program that reads many wants."""

    said: Ints
    """Number of each pronunciation (`qa.phonetics.vocabulary.PRONUNCIATIONS`), shape [syllables]."""
    texts: Ints
    """Index of its text, shape [syllables]."""
    starts: Ints
    """Index of its first character in the text, shape [syllables]."""
    ends: Ints
    """Shape [syllables]."""


class Read(NamedTuple):
    """The syllables of one text in columns."""

    said: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def syllables(text: str) -> tuple[Syllable, ...]:
    """Read `text` aloud: Han characters in context, numbers as they are said, Latin letters by name.

    Punctuation, space and everything that is not spoken is left out.
    """
    return tuple(map(syllable, *read(text)))


def syllable(said: int, start: int, end: int) -> Syllable:
    """The syllable with that number of pronunciation at that place."""
    reading, other, number = PRONUNCIATIONS[said]
    return Syllable(reading, other, start, end, number)


@lru_cache(maxsize=1_000)
def read(text: str) -> Read:
    """`syllables` in columns."""
    said, _, starts, ends = read_all((text,))
    return Read(tuple(said.tolist()), tuple(starts.tolist()), tuple(ends.tolist()))


_OTHER = re.compile(r"[^\W\u4e00-\u9fff]")
"""Anything that is said but Han characters: numbers, letters, rare scripts."""
_DIGITS: Final = "零〇一二三四五六七八九两幺"
_MISHEARD_ONE: Final = re.compile(f"要(?=[{_DIGITS}]{{2}})|(?<=[{_DIGITS}])要(?=[{_DIGITS}])")
"""幺 among digits: 工号要零六. 一 may be read yao as well, so that 要 is still found."""
_UNSAID: Final = "_"
"""Stands for what is said nobody knows how: no word of the dictionary runs across it."""


def read_all(texts: Many[str]) -> Columns:
    """`syllables` of several texts in columns, each text read by itself."""
    spelled = {at: _spelled(text) for at, text in enumerate(texts) if _OTHER.search(text)}
    aloud = [spelled[at].text if at in spelled else text for at, text in enumerate(texts)] if spelled else texts
    sizes = np.array([len(text) for text in aloud], np.int64)
    written = _MISHEARD_ONE.sub("一", "".join(aloud))
    for char, alike in _SAID_AS.items():
        written = written.replace(char, alike)
    numbers = characters(written)
    owners = np.repeat(np.arange(len(texts)), sizes)
    at = np.flatnonzero(_SPOKEN[numbers] & ~_endings(numbers, owners))
    owners = owners[at]
    places = looked_up(numbers[at], owners)
    if spelled:
        said = numbers[at] != ord(_UNSAID)
        at, owners, places = at[said], owners[said], places[said]
    starts = at - (np.cumsum(sizes) - sizes)[owners]
    columns = Columns(_said(places), owners, starts, starts + 1)
    for text, spelling in spelled.items():
        own = owners == text
        columns.ends[own], columns.starts[own] = spelling.ends[starts[own]], spelling.starts[starts[own]]
    return columns


_ER: Final = ord("儿")
_ER_AFTER: Final = np.array([ord(char) for char in "女婴幼孤少胎健"])
_ER_BEFORE: Final = np.array([ord(char) for char in "子童媳歌科女"])
"""Beside these 儿 is a syllable: 女儿, 儿子."""


def _endings(numbers: Ints, owners: Ints) -> NDArray[np.bool_]:
    """Where 儿 only colours the syllable before it: 一会儿 is said, and written, 一会 as well."""
    found: NDArray[np.bool_] = numbers == _ER
    if found.any():
        before, after = np.append(0, numbers[:-1]), np.append(numbers[1:], 0)
        found &= np.append(-1, owners[:-1]) == owners
        found &= (before >= 0x4E00) & (before < BY_ITSELF)
        found &= ~np.isin(before, _ER_AFTER) & ~np.isin(after, _ER_BEFORE)
    return found


class _Spelled(NamedTuple):
    """A text in the characters that are said, and where in the text each is written."""

    text: str
    starts: Ints
    ends: Ints


def _spelled(text: str) -> _Spelled:
    said = [(_spoken(written), written, start, end) for written, start, end in read_aloud(text)]
    kept = [(char or _UNSAID, start, end) for char, written, start, end in said if char or written.isalnum()]
    places = np.array([(start, end) for _, start, end in kept], np.int64).reshape(-1, 2)
    return _Spelled("".join([char for char, _, _ in kept]), places[:, 0], places[:, 1])


def _said(places: Ints) -> Ints:
    """The number of the pronunciation at each place; words that are met for the first time are looked up."""
    known = _known()
    for place in sorted(set(places[known[places] < 0].tolist())):
        begin, word = word_at(place)
        known[begin : begin + len(word)] = [
            PRONUNCIATIONS.number(Pronunciation(reading, _other_reading(char, reading), char in _NUMBER_CHARACTERS))
            for char, reading in zip(word, readings(word), strict=True)
        ]
    said: Ints = known[places]
    return said


@cache
def _known() -> Ints:
    return np.full(size(), -1, np.int64)


def _other_reading(char: str, reading: str) -> str:
    first, second = _TWO_READINGS.get(char, (reading, reading))
    return second if reading == first else first


@lru_cache(maxsize=20_000)
def _spoken(char: str) -> str:
    """The character as it is said; '' for what is silent."""
    char = unicodedata.normalize("NFKC", char).lower()
    return char if len(char) == 1 and (_is_han(char) or "a" <= char <= "z") else ""


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or char == "〇"


def _spoken_numbers() -> NDArray[np.bool_]:
    """Which characters are said, by their numbers: in texts that have others those are spelled first."""
    spoken = np.zeros(sys.maxunicode + 1, bool)
    spoken[[*range(0x4E00, BY_ITSELF), *map(ord, string.ascii_lowercase), ord("〇"), ord(_UNSAID)]] = True
    return spoken


_SPOKEN: Final = _spoken_numbers()
