"""Which rubric judges a call: the one that asks for the most columns of those that apply. Pure.

Two rubrics that ask for equally many columns and could both have one call are a defect of the folder, told when it is
read: otherwise the standard that a call is judged by would hang on a file's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from qa.recording import CallMetadata
from qa.rubric.model import Rubric


def closest(rubrics: Sequence[Rubric], metadata: CallMetadata) -> Rubric | None:
    """The rubric for such a call; None where none applies."""
    fitting = [rubric for rubric in rubrics if rubric.applies(metadata)]
    return min(fitting, key=lambda rubric: (-len(rubric.applies_to), rubric.rubric), default=None)


def rivals(rubrics: Sequence[Rubric]) -> Iterator[tuple[Rubric, Rubric]]:
    """Pairs that could claim the same call with equal right, the earlier one first."""
    for one, other in combinations(rubrics, 2):
        alike = len(one.applies_to) == len(other.applies_to)
        if alike and _share_a_call(one, other) and _share_a_day(one, other):
            yield one, other


def _share_a_call(one: Rubric, other: Rubric) -> bool:
    both = one.applies_to.keys() & other.applies_to.keys()
    return all(set(one.applies_to[column]) & set(other.applies_to[column]) for column in both)


def _share_a_day(one: Rubric, other: Rubric) -> bool:
    first = max(one.valid.from_ or date.min, other.valid.from_ or date.min)
    last = min(one.valid.until or date.max, other.valid.until or date.max)
    return first <= last
