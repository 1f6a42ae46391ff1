"""How often something forbidden happened: what each time costs is in the rubric."""

from __future__ import annotations

from collections.abc import Collection

from qa.scoring.conditions.verdict import Verdict
from qa.scoring.evaluation import Finding


def times(verdict: Verdict, accusing: Collection[Finding]) -> int:
    """How often it happened, by the findings that accuse; what overlaps was one time. At least once."""
    places = {(one.phrase, one.start, one.end) for one in accusing}
    counted, taken = 0, list[Finding]()
    for happening in verdict.happenings:
        if all((part.phrase, part.start, part.end) in places for part in happening.parts):
            counted += not any(_at_once(part, other) for part in happening.parts for other in taken)
            taken.extend(happening.parts)
    return max(1, counted)


def _at_once(one: Finding, other: Finding) -> bool:
    """Whether two findings are of the same time: of the same party's words, or for the most part.

    What one says right before a silence may reach some tenths into it.
    """
    shared = min(one.end, other.end) - max(one.start, other.start)
    if one.party is other.party:
        return shared > 0
    return shared > min(one.end - one.start, other.end - other.start) / 2
