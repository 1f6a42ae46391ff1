"""Text as toneless pinyin syllables, each knowing the characters it stands for.

Tones are left out: recognisers mix up 挂机 and 刮几, and telephone audio carries tone poorly. Numbers are
read as they are said (`qa.phonetics.aloud`), and 幺 for 一 is the same digit.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from qa.phonetics.aloud import read_aloud
from qa.phonetics.readings import dictionary_words, readings
from qa.phonetics.vocabulary import PRONUNCIATIONS, Pronunciation

_SAID_AS = {"幺": "一", "兩": "二", "两": "二"}
_TWO_READINGS = {
    char: (first, second)
    for char, first, second in map(
        str.split,
        """
        还 hai huan,重 chong zhong,得 de dei,行 xing hang,长 chang zhang,调 tiao diao,了 le liao,都 dou du,
        着 zhe zhao,地 de di,会 hui kuai,便 bian pian,单 dan shan,降 jiang xiang,乐 le yue,率 lv shuai,
        觉 jue jiao,什 shen shi,的 de di,谁 shui shei,那 na nei,这 zhe zhei,哪 na nei,一 yi yao,血 xue xie,
        查 cha zha,没 mei mo
        """.strip().split(","),
    )
}
"""Characters of everyday speech with two readings: in a badly recognised context the wrong one is picked."""
_NUMBER_CHARACTERS = frozenset("零〇一二三四五六七八九十百千万点")
"""What numbers are written with once digits are read out; 是 and 以 sound like 十 and 一 but are none."""


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


class Read(NamedTuple):
    """The syllables of a text in columns: what a program that reads many wants in place of objects."""

    said: tuple[int, ...]
    """Number of each pronunciation (`qa.phonetics.vocabulary.PRONUNCIATIONS`)."""
    starts: tuple[int, ...]
    """Index of its first character in the text."""
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


_OTHER = re.compile(r"[^\W\u4e00-\u9fff]")
"""Anything that is said but Han characters: numbers, letters, rare scripts."""


@lru_cache(maxsize=1_000)
def read(text: str) -> Read:
    """`syllables` in columns."""
    return _read_any(text) if _OTHER.search(text) else _read_han(text)


def _read_han(text: str) -> Read:
    """Of a text of Han characters and silent signs, which is most of what is recognised: ten times as fast."""
    run = "".join(filter(str.isalnum, text))
    places = range(len(text)) if run == text else [at for at, char in enumerate(text) if char.isalnum()]
    for char, alike in _SAID_AS.items():
        run = run.replace(char, alike)
    return Read(tuple(_said(run)), tuple(places), tuple([at + 1 for at in places]))


def _read_any(text: str) -> Read:
    said: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    run = ""
    for written, start, end in read_aloud(text):
        char, han = _spoken(written)
        if han:
            run += char
        elif char or written.isalnum():  # punctuation does not break a run: phrases are read in context across it
            said += _said(run)
            run = ""
            if not char:
                continue
            said.append(PRONUNCIATIONS.number(Pronunciation(char, char)))
        else:
            continue
        starts.append(start)
        ends.append(end)
    said += _said(run)
    return Read(tuple(said), tuple(starts), tuple(ends))


def _said(run: str) -> chain[int]:
    return chain.from_iterable(map(_of_word, dictionary_words(run)))


@cache
def _of_word(word: str) -> tuple[int, ...]:
    return tuple(
        PRONUNCIATIONS.number(Pronunciation(reading, _other_reading(char, reading), char in _NUMBER_CHARACTERS))
        for char, reading in zip(word, readings(word), strict=True)
    )


def _other_reading(char: str, reading: str) -> str:
    first, second = _TWO_READINGS.get(char, (reading, reading))
    return second if reading == first else first


@lru_cache(maxsize=20_000)
def _spoken(char: str) -> tuple[str, bool]:
    """The character as it is said ('' for what is silent), and whether it is Han."""
    char = unicodedata.normalize("NFKC", char).lower()
    if len(char) != 1:
        return "", False
    char = _SAID_AS.get(char, char)
    han = _is_han(char)
    return (char, han) if han or ("a" <= char <= "z") else ("", False)


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or char == "〇"
