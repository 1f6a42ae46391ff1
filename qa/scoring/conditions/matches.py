"""`matches: RE2`: the text of a turn, without punctuation and in lower case, fits a regular expression."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Any, Final

import re2

from qa.rubric.operators.matches import Matches
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.conditions.where import by_whom, lacking_evidence, somewhere, unless_unheard
from qa.scoring.evaluation import Finding
from qa.scoring.heard import Call
from qa.scoring.hit import Hit
from qa.scoring.voice import Voice

_YOU: Final = frozenset("您你")
_OTHER_YOU: Final = str.maketrans("您你", "你您")
_PERHAPS: Final = 0.35
"""Where an expression fits, or excludes, only with the other one of these: nobody missed it, nobody is suspected."""


@operator(Matches)
def matches(condition: Matches, call: Call, judge: Judge) -> Verdict:
    """As probable as the least sure of the words that fit: what is written is believed only where it was heard well."""
    if (lacking := lacking_evidence(condition, call)) is not None:
        return lacking
    verdict = by_whom(
        condition, partial(_hits, condition), lambda places: somewhere(condition, places, call, judge), call
    )
    return unless_unheard(verdict, condition, call)


def _hits(condition: Matches, voice: Voice) -> Iterator[Hit]:
    for number, turn in enumerate(voice.turns):
        written = [(char, i) for i, word in enumerate(turn.words) for char in word.text]
        owner = [(low, i, at) for at, (char, i) in enumerate(written) for low in char.lower() if low.isalnum()]
        text = "".join(char for char, *_ in owner)
        excludes = condition.excludes or ()
        if any(_compiled(expression).search(text) for expression in excludes):
            continue
        allowed = _PERHAPS if any(_fits_either_you(expression, text) for expression in excludes) else 1.0
        for expression in condition.matches:
            fits, most = list(_compiled(expression).finditer(text)), allowed
            if not fits and not _YOU.isdisjoint(expression):
                fits, most = list(_compiled(expression).finditer(text.translate(_OTHER_YOU))), _PERHAPS
            for found in fits:
                if found.start() == found.end():
                    continue
                (_, first, begin), (_, last, end) = owner[found.start()], owner[found.end() - 1]
                words = turn.words[first : last + 1]
                sure = min(most, *(word.probability for word in words))
                heard = "".join(char for char, _ in written[begin : end + 1])
                finding = Finding(expression, heard, voice.party, words[0].start, words[-1].end, round(sure, 4))
                yield Hit(finding, number, first, last)


def _fits_either_you(expression: str, text: str) -> bool:
    """Whether it fits where 您 and 你 are one word."""
    return not _YOU.isdisjoint(expression) and bool(
        _compiled(expression.replace("您", "你")).search(text.replace("您", "你"))
    )


@lru_cache(maxsize=1024)
def _compiled(expression: str) -> Any:
    return re2.compile(expression)
