"""What an operator answers, and the registry of operators."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from qa.scoring.conditions.happening import Happening
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
    times: tuple[Happening, ...] | None = None
    """Each time that it happened; None where every hit is a time of its own."""
    arose: float = 1.0
    """How probable its occasion is, where it has one: what was asked for and done counts all the same, an accusation is
    no surer than that."""
    gathered: tuple[Happening, ...] | None = None
    """Each time that enough of its times had happened, where one is not enough."""
    rest: Verdict | None = None
    """What those parts make of it that were asked, where others were not."""
    against: tuple[Happening, ...] = ()
    """What happened and should not have, of a `not` and beyond `at_most`: it proves the contrary."""

    @property
    def happenings(self) -> tuple[Happening, ...]:
        """The times that it happened, in their order, none of them surer than that the condition holds at all."""
        times = [Happening((hit,)) for hit in self.hits] if self.times is None else self.times
        return self._no_surer(times)

    @property
    def fulfilments(self) -> tuple[Happening, ...]:
        """The same, each from the first to the last of as many as it takes: of 请问 at least twice, the two."""
        return self.happenings if self.gathered is None else self._no_surer(self.gathered)

    def _no_surer(self, times: Iterable[Happening]) -> tuple[Happening, ...]:
        if not self.probability:
            return ()
        capped = [time.no_surer(self.probability) for time in times]
        return tuple(sorted(capped, key=lambda time: (time.start, time.end)))

    @property
    def occurrences(self) -> tuple[Finding, ...]:
        """The same, each as one finding from its first to its last part."""
        return tuple(time.whole for time in self.happenings)

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
