"""One operator a file. Each gives a verdict: how probable it is that the condition holds, and where."""

from __future__ import annotations

from qa.rubric.condition import Condition
from qa.scoring.conditions import logic, measure, metadata, said, silence
from qa.scoring.conditions.verdict import Judge, Verdict, judges
from qa.scoring.heard import Call

__all__ = ["Judge", "Verdict", "judge", "judges", "logic", "measure", "metadata", "said", "silence"]


def judge(condition: Condition, call: Call) -> Verdict:
    """Whether `condition` holds of `call`."""
    return judges[type(condition)](condition, call, judge)
