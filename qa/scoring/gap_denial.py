"""Whether words in a gap of a phrase turn it round: 我不能给您办理 says the opposite of 我{any:0-4}给您办理. Pure.

The words are read as they were heard, so a person decides. What a gap leaves open may deny something of its own
(您是说{any:0-12}对吧 takes up «家里没水»); only what stands right before the phrase goes on denies the phrase.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import re2

from qa.phonetics.pattern import Choice, Gap, Sequence, Sound, parse_text
from qa.scoring.framing import without_idioms

_DENIALS: Final = "|".join(
    (
        *("没有?办法", "没法", "没有", "没能", "没", "不太?可能", "不太?能", "不会", "不敢", "不想", "不用", "不要"),
        *("不必", "不该", "不是", "不准", "不肯", "不需要", "不可以", "不允许", "不能够?", "不得", "不许"),
        *("不", "无法", "无需", "没人会?", "没人能", "没有人会?", "别", "(?:请|切)?勿", "未能?", "难以"),
    )
)
_ADVERBS: Final = "马上|立刻|立即|现在|直接|这样|这么|再|去|来|先|就|都"
_OWN: Final = frozenset("不没别无未勿甭难")
"""A phrase that has one of these denies something itself, and may again."""
_OPENING: Final = 2
"""Characters of how a phrase goes on that are compared."""


def is_denied_in_a_gap(phrase: str, said: str) -> bool:
    """Whether what was said as `phrase` has a negation in one of its gaps, right before the phrase goes on."""
    denied = _denied(_anybody(phrase))
    return denied is not None and denied.search(_anybody(without_idioms(said))) is not None


def _anybody(text: str) -> str:
    """没给你建 denies 给您建 as well."""
    return text.replace("您", "你")


@lru_cache(maxsize=10_000)
def _denied(phrase: str) -> re2._Regexp | None:
    if "{any" not in phrase or _OWN & set(phrase):
        return None
    further = "|".join(sorted(set(_behind_gaps(parse_text(phrase), ())) - {""}))
    return re2.compile(f"(?:{_DENIALS})(?:{_ADVERBS}){{0,2}}(?:{further})") if further else None


def _behind_gaps(part: Sequence, rest: Sequence) -> Iterator[str]:
    """How each way through a part of a pattern, with `rest` behind it, goes on behind its gaps."""
    for at, one in enumerate(part):
        behind = (*part[at + 1 :], *rest)
        match one:
            case Gap(digits=False):
                yield from _openings(behind, _OPENING)
            case Choice(options=options):
                for option in options:
                    yield from _behind_gaps(option, behind)


def _openings(sequence: Sequence, size: int) -> Iterator[str]:
    """The first characters of each way through it, up to a gap."""
    if not sequence or not size:
        yield ""
        return
    match sequence[0]:
        case Sound(reading=char):
            yield from (char + further for further in _openings(sequence[1:], size - 1))
        case Choice(options=options):
            for option in options:
                yield from _openings((*option, *sequence[1:]), size)
        case Gap():
            yield ""
