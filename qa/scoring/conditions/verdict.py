"""What an operator answers, and the registry of operators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from qa.scoring.evaluation import Finding
from qa.scoring.heard import Call

LIKELY: Final = 0.5
"""More likely than not: what is less likely is no occasion, no excuse, and nothing to be near to."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How probable it is that a condition holds; None where the call has no evidence either way."""

    probability: float | None
    hits: tuple[Finding, ...] = ()
    reason: str = ""
    """Why, in Chinese, where the hits do not say it."""
    asked: bool = True
    """False where the call gave no occasion for the condition: then it is not applicable."""

    @property
    def occurrences(self) -> tuple[Finding, ...]:
        """When it happened, in order of time: the hits, none of them surer than that the condition holds at all."""
        if not self.probability:
            return ()
        most = self.probability
        capped = (replace(hit, probability=min(hit.probability, most)) for hit in self.hits)
        return tuple(sorted(capped, key=lambda hit: (hit.start, hit.end)))

    @classmethod
    def of(cls, holds: bool, hits: tuple[Finding, ...] = (), reason: str = "") -> Verdict:
        """A verdict about something that is simply so or not."""
        return cls(1.0 if holds else 0.0, hits, reason)

    @classmethod
    def not_asked(cls, reason: str) -> Verdict:
        """The call gave no occasion, and why."""
        return cls(None, (), reason, asked=False)

    @classmethod
    def unknown(cls, reason: str) -> Verdict:
        """No evidence, and why."""
        return cls(None, (), reason)


Judge: TypeAlias = Callable[[Any, Call], Verdict]
_Operator: TypeAlias = Callable[[Any, Call, Judge], Verdict]

judges: dict[type, _Operator] = {}
"""The operator for each kind of condition."""


def operator(condition: type) -> Callable[[_Operator], _Operator]:
    """Register a function as the operator for one kind of condition."""

    def register(function: _Operator) -> _Operator:
        judges[condition] = function
        return function

    return register
