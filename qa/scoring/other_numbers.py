"""Whether another number was written down than a phrase has: 十三个工作日 is not 三个工作日, 110 is not 120. Pure.

To the alignment a digit is a syllable like any other, and of nine one may differ; to who is told a time limit or a
telephone number it is what was said.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import re2

from qa.asr.numerals import canonical_numbers

_NUMERAL: Final = "[〇零一幺二两三四五六七八九十百千0-9]"
_RUN: Final = re2.compile(f"{_NUMERAL}+")
_BEHIND: Final = re2.compile(f"{_NUMERAL}*$")
_AHEAD: Final = re2.compile(f"^{_NUMERAL}*")
_AMOUNTS: Final = frozenset("百千")
_NONE: Final = frozenset(("1",))
"""一 is as often no number: 等一下, 再说一遍."""


def is_another_number(phrase: str, before: str, said: str, after: str) -> bool:
    """Whether none of a phrase's numbers was written down, and another was.

    Args:
        phrase: as its author wrote it.
        before: what was written before the place, in one breath.
        said: what was written there.
        after: what was written behind it, in one breath.
    """
    asked = numbers_of(phrase)
    if not asked:
        return False
    begins = _RUN.match(said) or _RUN.match(phrase.lstrip("(["))  # of 三个 the 三 may be taken for an omission
    whole = (_BEHIND.search(before)[0] if begins else "") + said
    written = numbers_of(whole + (_AHEAD.search(after)[0] if _BEHIND.search(said)[0] else ""))
    return bool(written) and not asked & written


@lru_cache(maxsize=10_000)
def numbers_of(text: str) -> frozenset[str]:
    """The numbers in a text, in digits; without those of slots such as `{any:0-6}`.

    None where any amount is meant: 欠了{any:0-3}(百|千|块).
    """
    plain = re2.sub(r"\{[^}]*\}", "，", text)
    if _AMOUNTS & set(_RUN.findall(plain)):
        return frozenset()
    return frozenset(re2.findall(r"\d+", canonical_numbers(plain))) - _NONE
