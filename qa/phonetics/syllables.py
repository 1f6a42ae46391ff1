"""Text as toneless pinyin syllables, each knowing the characters it stands for.

Tones are left out: recognisers mix up 挂机 and 刮几, and telephone audio carries tone poorly. Numbers are
read as they are said (`qa.phonetics.aloud`), and 幺 for 一 is the same digit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pypinyin.contrib.tone_convert import to_finals, to_initials

from qa.phonetics.aloud import Said, read_aloud
from qa.phonetics.readings import readings

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


@lru_cache(maxsize=1_000)
def syllables(text: str) -> tuple[Syllable, ...]:
    """Read `text` aloud: Han characters in context, numbers as they are said, Latin letters by name.

    Punctuation, space and everything that is not spoken is left out.
    """
    return tuple(_read(text))


_OTHER = re.compile(r"[^\W\u4e00-\u9fff]")
"""Anything that is said but Han characters: numbers, letters, rare scripts."""
_ALIKE = str.maketrans(_SAID_AS)


def _read(text: str) -> Iterator[Syllable]:
    return _read_any(text) if _OTHER.search(text) else _read_han(text.translate(_ALIKE))


def _read_han(text: str) -> Iterator[Syllable]:
    """Of a text of Han characters and silent signs, which is most of what is recognised: ten times as fast."""
    places = [at for at, char in enumerate(text) if "\u4e00" <= char <= "\u9fff"]
    run = "".join([text[at] for at in places])
    for at, char, reading in zip(places, run, readings(run), strict=True):
        other = _other_reading(char, reading) if char in _TWO_READINGS else reading
        yield Syllable(reading, other, at, at + 1, char in _NUMBER_CHARACTERS)


def _read_any(text: str) -> Iterator[Syllable]:
    run: list[Said] = []
    for written in read_aloud(text):
        char, han = _spoken(written.character)
        if han:
            run.append(Said(char, written.start, written.end))
            continue
        if run and char == "" and not written.character.isalnum():
            continue  # punctuation does not break a run: phrases are read in context across it
        yield from _read_run(run)
        run = []
        if char:
            yield Syllable(char, char, written.start, written.end)
    yield from _read_run(run)


def _read_run(run: list[Said]) -> Iterator[Syllable]:
    if not run:
        return
    for (char, start, end), reading in zip(run, readings("".join(said.character for said in run)), strict=True):
        yield Syllable(reading, _other_reading(char, reading), start, end, char in _NUMBER_CHARACTERS)


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


@lru_cache(maxsize=2_000)
def initial_and_final(reading: str) -> tuple[str, str]:
    """`zhuang` → (`zh`, `uang`); a syllable that begins with a vowel sound has the initial ''."""
    return to_initials(reading, strict=True), to_finals(reading, strict=True, v_to_u=False)
