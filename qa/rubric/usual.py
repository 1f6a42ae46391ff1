"""Other usual wordings of a phrase: who asks for 请您稍等 or 麻烦您稍候 is also content with 您等我一小会儿. Pure.

A demand is for a courtesy, and not for certain words, where its author lists two wordings or more of such as every
hotline asks for, and these are at least half of the list. One phrase alone may be meant word by word, and who lists
more than a dozen has said what counts. A few of what is forbidden everywhere are forbidden in other words as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import islice
from typing import Final, TypeAlias

import re2

from qa.phonetics.pattern import Choice, Gap, Sequence, Sound, parse_text, ways
from qa.rubric.operators.said import MOST
from qa.rubric.usual_wordings import COURTESIES, MEANT_BY, OFFENCES

_LEAST: Final = 2
"""Wordings of a courtesy that show that it is meant …"""
_SHARE: Final = 0.5
"""… where they are at least this share of the list."""
_BESIDE: Final = "(?:[请问你是看我那这个就呢啊吗吧的了先哦嗯]|好的|再次|再见|电话)*?"
"""What a phrase may have besides what it says; 您 is read as 你."""
_WAYS: Final = 16
"""Of saying a phrase that are looked at, the first ones."""
_NUMBER: Final = "零一二"
_DIGIT: Final = f"[{_NUMBER}]"
"""What stands for any number while a phrase is looked at."""
_Groups: TypeAlias = "tuple[tuple[str, re2._Regexp], ...]"


@lru_cache(maxsize=10_000)
def other_demands(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """What else fulfils a demand that lists these phrases; nothing where it is for certain words."""
    if not _LEAST <= len(phrases) <= MOST:
        return ()
    known = [group for phrase in phrases if (group := _group(phrase, _courtesies())) is not None]
    return _of(known, COURTESIES) if len(known) >= max(_LEAST, _SHARE * len(phrases)) else ()


@lru_cache(maxsize=10_000)
def other_offences(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """What is forbidden with these phrases, being the same in other words."""
    if len(phrases) > MOST:
        return ()
    return _of([group for phrase in phrases if (group := _group(phrase, _offences())) is not None], OFFENCES)


def meant(wordings: tuple[str, ...]) -> tuple[str, ...]:
    """What such other wordings say."""
    tables = (COURTESIES, OFFENCES)
    return tuple(group for table in tables for group, patterns in table.items() if set(patterns) <= set(wordings))


def meaning(pattern: str) -> str:
    """What one of these other wordings says; empty for any other pattern."""
    tables = (COURTESIES, OFFENCES)
    return next((group for table in tables for group, patterns in table.items() if pattern in patterns), "")


def _of(groups: list[str], usual: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(pattern for group in dict.fromkeys(groups) for pattern in usual[group])


def _group(phrase: str, groups: _Groups) -> str | None:
    """The one that a phrase is a wording of, with little besides; of several the one that covers most of it."""
    covered: dict[str, int] = {}
    for text in islice(ways(parse_text(phrase), _filled), _WAYS):
        for group, wording in groups:
            whole = wording.fullmatch(_folded(text))
            if whole is not None:
                covered[group] = max(covered.get(group, 0), len(whole[1]))
    return max(covered, key=covered.__getitem__, default=None)


@cache
def _courtesies() -> _Groups:
    return _read(COURTESIES) + _read(MEANT_BY)


@cache
def _offences() -> _Groups:
    return _read(OFFENCES)


def _read(usual: Mapping[str, tuple[str, ...]]) -> _Groups:
    """Every wording, with little besides, as an expression."""
    return tuple(
        (group, re2.compile(_folded(f"{_BESIDE}({_expression(parse_text(pattern))}){_BESIDE}")))
        for group, patterns in usual.items()
        for pattern in patterns
    )


def _folded(text: str) -> str:
    return text.replace("您", "你")


def _expression(pattern: Sequence) -> str:
    parts = []
    for part in pattern:
        match part:
            case Sound(reading=char):
                parts.append(char)
            case Choice(options=options):
                parts.append(f"(?:{'|'.join(map(_expression, options))})")
            case Gap():
                parts.append(f"{_DIGIT if part.digits else '.'}{{{part.least},{part.most}}}")
    return "".join(parts)


def _filled(gap: Gap) -> str:
    """What stands in a gap while a phrase is looked at."""
    return _NUMBER if gap.digits else "些" * gap.least
