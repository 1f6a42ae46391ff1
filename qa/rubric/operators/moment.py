"""What happens at a moment, so that something else can stand before or after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.rubric.diagnostics import Wrong
from qa.rubric.kinds import USELESS
from qa.rubric.operators.logic import All, AnyOf, Not
from qa.rubric.operators.measure import Measure
from qa.rubric.operators.metadata import Metadata

if TYPE_CHECKING:
    from qa.rubric.condition import Condition


def at_a_moment(condition: Condition) -> Condition:
    """The condition.

    Raises:
        Wrong: it holds for the call as a whole, and nothing lies before or after that.
    """
    name = lasting(condition)
    if name:
        raise Wrong(
            f"{name}: 说的是整通电话，没有一个时刻，排不了先后；请另写在 when: 里，或与这个条件并列写在 all: 里",
            f"{name}: is about the whole call and happens at no moment; write it under when:, or beside this "
            "condition under all:",
            kind=USELESS,
        )
    return condition


def lasting(condition: Condition) -> str:
    """Name of the operator by which a condition holds for the whole call; '' where some part has a moment."""
    if isinstance(condition, Metadata | Measure):
        return type(condition).__name__.lower()
    if isinstance(condition, Not):
        return "not"
    if isinstance(condition, All | AnyOf):
        inner = [lasting(part) for part in (condition.all if isinstance(condition, All) else condition.any)]
        return inner[0] if all(inner) else ""
    return ""
