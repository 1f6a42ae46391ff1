"""The phrase patterns that QA people write, as a small tree.

plain text        您好                       punctuation and spaces never matter
[optional]        请[您]稍等                  alternatives may stand inside: [请|麻烦]
(one|other)       (请您|麻烦您)稍等
{number}          工号{number}               1 to 12 spoken digits
{name}            {name}先生                  1 to 4 syllables
{any:0-6}         您好{any:0-6}为您服务        between 0 and 6 syllables of anything
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from qa.phonetics.syllables import syllables
from qa.phonetics.synonyms import synonyms

LONGEST_GAP = 20
"""`{any:0-20}` at most: a wider gap would join sentences that have nothing to do with each other."""


LONGEST = 200
"""Characters of a phrase, and so at most as many sounds: the aligner counts them in eight bits."""


class PatternError(ValueError):
    """A phrase pattern that cannot be read; `position` counts characters from 0."""

    def __init__(self, position: int, zh: str, en: str) -> None:
        super().__init__(en)
        self.position, self.zh, self.en = position, zh, en


@dataclass(frozen=True, slots=True)
class Sound:
    """One syllable that must be heard; in a pattern read as text, one character."""

    reading: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Between `least` and `most` syllables of anything, or of digits only."""

    least: int
    most: int
    digits: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences; an empty one makes it optional."""

    options: tuple[Sequence, ...]


Sequence: TypeAlias = "tuple[Sound | Gap | Choice, ...]"

_SLOT = re.compile(r"\{(?P<name>[a-z]+)(?:[:：](?P<least>[0-9]{1,2})-(?P<most>[0-9]{1,2}))?\}")
_CLOSING = {"[": "]", "(": ")"}
_HALF_WIDTH = str.maketrans("（）｜［］｛｝", "()|[]{}")
_JOINS = re.compile("[、；;]")
_Reader: TypeAlias = "Callable[[str], Sequence]"


@lru_cache(maxsize=10_000)
def parse(pattern: str, *, as_written: bool = False) -> Sequence:
    """Read a phrase pattern.

    Args:
        pattern: of a rubric.
        as_written: without the synonyms that may be said in place of its words (`qa.phonetics.synonyms`).

    Raises:
        PatternError: too long, two phrases in one, a bracket without its partner, an unknown slot, or nothing to
            listen for.
    """
    return _parse(pattern, _reader(_sounds, as_written=as_written))


@lru_cache(maxsize=10_000)
def parse_text(pattern: str, *, as_written: bool = False) -> Sequence:
    """The same tree with characters in place of syllables, without punctuation; arguments and errors as `parse`."""
    return _parse(pattern, _reader(_letters, as_written=as_written))


def _sounds(text: str) -> list[tuple[int, Sound]]:
    return [(syllable.start, Sound(syllable.reading)) for syllable in syllables(text)]


def _letters(text: str) -> list[tuple[int, Sound]]:
    return [(at, Sound(char)) for at, char in enumerate(text) if char.isalnum()]


def _reader(read: Callable[[str], list[tuple[int, Sound]]], *, as_written: bool) -> _Reader:
    """What reads the plain text of a pattern; `read` tells of each sound where it stands."""

    def sounds(text: str) -> Sequence:
        found, at = read(text), 0
        parts: list[Sound | Gap | Choice] = []
        for start, end, others in () if as_written else synonyms(text):
            parts += [sound for place, sound in found if at <= place < start]
            own = tuple(sound for place, sound in found if start <= place < end)
            parts.append(Choice((own, *(tuple(sound for _, sound in read(other)) for other in others))))
            at = end
        return (*parts, *(sound for place, sound in found if place >= at))

    return sounds


def _parse(pattern: str, sounds: _Reader) -> Sequence:
    if len(pattern) > LONGEST:
        raise PatternError(LONGEST, f"超过 {LONGEST} 个字。", f"is longer than {LONGEST} characters.")
    joined = _JOINS.search(pattern)
    if joined:
        raise PatternError(
            joined.start(),
            f"短语里不能用“{joined[0]}”；两个短语请写成列表的两项。",
            f"no '{joined[0]}' in a phrase; write two phrases as two items of the list.",
        )
    pattern = pattern.translate(_HALF_WIDTH)
    sequence, end = _options(pattern, 0, "", sounds)
    if end < len(pattern):
        raise PatternError(end, f"多余的“{pattern[end]}”。", f"'{pattern[end]}' closes nothing.")
    if shortest(sequence) == 0:
        raise PatternError(0, "没有任何必须听到的内容。", "nothing in it must be heard.")
    return sequence


def shortest(sequence: Sequence) -> int:
    """Number of syllables that the shortest way through must have."""
    return sum(
        min(shortest(option) for option in part.options) if isinstance(part, Choice) else isinstance(part, Sound)
        for part in sequence
    )


def ways(sequence: Sequence, filled: Callable[[Gap], str]) -> Iterator[str]:
    """Ways of saying a pattern read as text, the first of each choice first; `filled` is what stands in a gap."""
    if not sequence:
        yield ""
        return
    match sequence[0]:
        case Sound(reading=char):
            begins = iter((char,))
        case Choice(options=options):
            begins = (way for option in options for way in ways(option, filled))
        case Gap() as gap:
            begins = iter((filled(gap),))
    for begin in begins:
        yield from (begin + rest for rest in ways(sequence[1:], filled))


def _options(pattern: str, at: int, closing: str, sounds: _Reader) -> tuple[Sequence, int]:
    options: list[Sequence] = []
    current: list[Sound | Gap | Choice] = []
    while at < len(pattern) and pattern[at] not in ("]", ")"):
        if pattern[at] == "|":
            options.append(tuple(current))
            current, at = [], at + 1
            continue
        part, at = _part(pattern, at, sounds)
        current.extend(part)
    if closing and (at == len(pattern) or pattern[at] != closing):
        raise PatternError(at, f"缺少“{closing}”。", f"'{closing}' is missing.")
    options.append(tuple(current))
    if closing == "]":
        options.append(())
    if len(options) == 1:
        return options[0], at
    return (Choice(tuple(dict.fromkeys(inner for option in options for inner in _spread(option)))),), at


def _spread(option: Sequence) -> tuple[Sequence, ...]:
    """What an option that is nothing but a choice chooses from."""
    match option:
        case (Choice(options=options),):
            return options
    return (option,)


def _part(pattern: str, at: int, sounds: _Reader) -> tuple[Sequence, int]:
    char = pattern[at]
    if char in _CLOSING:
        inner, end = _options(pattern, at + 1, _CLOSING[char], sounds)
        return inner, end + 1
    if char == "{":
        return _slot(pattern, at)
    end = at
    while end < len(pattern) and pattern[end] not in "[](){}|":
        end += 1
    if end == at:
        raise PatternError(at, f"多余的“{char}”。", f"'{char}' opens or closes nothing.")
    return sounds(pattern[at:end]), end


def _slot(pattern: str, at: int) -> tuple[Sequence, int]:
    match = _SLOT.match(pattern, at)
    slots = {"number": Gap(1, 12, digits=True), "name": Gap(1, 4)}
    if match and match["least"] is None and match["name"] in slots:
        return (slots[match["name"]],), match.end()
    if match and match["name"] == "any" and match["least"] is not None:
        gap = Gap(int(match["least"]), int(match["most"]))
        if gap.least <= gap.most <= LONGEST_GAP:
            return (gap,), match.end()
    raise PatternError(
        at,
        f"不认识的插槽；可用 {{number}}、{{name}}、{{any:0-6}}（上限 {LONGEST_GAP}）。",
        f"unknown slot; use {{number}}, {{name}} or {{any:0-6}} (at most {LONGEST_GAP}).",
    )
