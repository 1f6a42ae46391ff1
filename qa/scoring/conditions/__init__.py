"""One operator a file. Each gives a verdict: how probable it is that the condition holds, and where."""

from __future__ import annotations

from qa.rubric.condition import Condition
from qa.scoring.conditions import (
    answers,
    hold,
    interrupts,
    logic,
    loudness,
    matches,
    measure,
    metadata,
    order,
    rate,
    repeats,
    said,
    silence,
    similar,
    topic,
)
from qa.scoring.conditions.verdict import Judge, Verdict, judges
from qa.scoring.heard import Call

__all__ = [
    "Judge",
    "Verdict",
    "answers",
    "hold",
    "interrupts",
    "judge",
    "judges",
    "logic",
    "loudness",
    "matches",
    "measure",
    "metadata",
    "order",
    "rate",
    "repeats",
    "said",
    "silence",
    "similar",
    "topic",
]


def judge(condition: Condition, call: Call) -> Verdict:
    """Whether `condition` holds of `call`."""
    return judges[type(condition)](condition, call, judge)
