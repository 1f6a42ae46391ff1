"""L006."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qa.authoring.lint.rule import Material, Told, demanded, rule
from qa.errors import Text
from qa.phonetics.pattern import Sequence
from qa.rubric.operators.said import Said
from qa.scoring.evaluation import Finding
from qa.scoring.heard import Call
from qa.scoring.outcome import DOUBT
from qa.scoring.sought import sought_by

MOST: Final = 20.0
"""Calls of 1,000 in which a phrase is found in other words by its sound alone."""
TWICE: Final = 2
"""One call may be chance."""
LEAST_CALLS: Final = 20
"""Transcripts below which nothing is estimated."""


@rule("L006")
def common(material: Material) -> Iterator[Told]:
    """别的话听起来也像这一句：在本中心最近的转写上，每 1000 通里按读音找到、而文字没有一个字相同的通话太多。

    这些通话要么判成说了，要么要人去听；其中也会有真说了而识别错的，所以这是上限。请写长一些、写得更特别一些，或用
    `within:`、`after:` 限定位置。没有转写时不估计。
    """
    if len(material.calls) < LEAST_CALLS:
        return
    for call in material.calls:
        for party, phrases in sought_by(material.rubric).items():
            call.voices[party].look_for(phrases)
    for _, criterion in material.rubric.criteria():
        for said in demanded(criterion):
            for phrase, pattern in said.patterns:
                found = sum(_only_by_sound(said, phrase, pattern, call) for call in material.calls)
                rate = 1000 * found / len(material.calls)
                if rate > MOST and found >= TWICE:
                    what = f"“{phrase}”在 {len(material.calls)} 通转写里有 {found} 通只是读音相近"
                    english = f"“{phrase}” is found by its sound alone in {found} of {len(material.calls)} calls"
                    mark = material.page.mark(criterion.id, phrase)
                    yield criterion.id, Text(f"{what}（每千通 {rate:.0f}）", f"{english} ({rate:.0f} of 1,000)"), mark


def _only_by_sound(said: Said, phrase: str, pattern: Sequence, call: Call) -> bool:
    hits = call.voices[said.by].find(phrase, pattern)
    return any(_in_other_words(phrase, hit.finding) for hit in hits)


def _in_other_words(phrase: str, finding: Finding) -> bool:
    return finding.probability >= DOUBT and not set(filter(str.isalnum, finding.text)) & set(phrase)
