"""What another version of a rubric would have made of a month that was heard: calls, criteria, agents. Pure.

Compared are the calls that both versions are for by `applies_to:`; those of one alone are counted apart. Days of
validity do not matter: a new version is tried on a month before it is in force. Both versions judge the stored
transcripts, so that nothing but the rubric differs. Agents are ranked by the month's own statistics
(`qa.month.fairness`) without case mix: the mix of calls is the same on both sides. Calls pass by one at a time: of each
only its scores, and the words on which a criterion comes out otherwise, are kept.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import fmean, variance
from typing import Final, Literal

from qa.authoring.otherwise import CriterionChange, CriterionTally
from qa.month.fairness import AgentSample, RankedAgent, rank
from qa.rubric.model import Rubric
from qa.rubric.scale import Validity
from qa.scoring.evaluation import CriterionResult, Evaluation
from qa.scoring.heard import Call
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.settings import MonthSettings

_PERCENT: Final = 100.0


@dataclass(frozen=True, slots=True)
class CallChange:
    """A call whose score moves."""

    call_id: str
    recording_id: str
    agent: str
    before: float | None
    after: float | None

    @property
    def moved(self) -> float | None:
        """By how many points; None where a score comes or goes."""
        return self.after - self.before if self.before is not None and self.after is not None else None


@dataclass(frozen=True, slots=True)
class JudgedCall:
    """A call that a version is for, with what each made of it."""

    call_id: str
    recording_id: str
    agent: str
    judged_by: Literal["both", "old", "new"]
    """Which versions are for it."""
    before: float | None
    """None where nothing could be judged, or the old version is not for it."""
    after: float | None


@dataclass(frozen=True, slots=True)
class AgentChange:
    """An agent whose place moves; 1 is the weakest. Means are of 100."""

    agent: str
    calls: int
    mean_before: float
    mean_after: float
    rank_before: int
    rank_after: int
    focus_before: bool
    focus_after: bool


@dataclass(frozen=True, slots=True)
class Backtest:
    """Everything that differs."""

    calls: int
    """That both versions are for: all that follows is of these."""
    mean_before: float | None
    mean_after: float | None
    changed: tuple[CallChange, ...]
    """Those whose score moves: where it comes or goes first, then the largest move."""
    criteria: tuple[CriterionChange, ...]
    """In the new form's order, those that are gone last."""
    agents: tuple[AgentChange, ...]
    """Those whose place or focus moves: who enters or leaves the focus first, then the largest move."""
    only_old: int = 0
    only_new: int = 0
    """Calls that one version alone is for."""
    early_or_late_old: int = 0
    early_or_late_new: int = 0
    """Compared calls on days for which that version is not valid."""
    judged: tuple[JudgedCall, ...] = ()
    """Every call that either version is for, in the order of the truth."""


def backtest(
    calls: Iterable[Call], old: Rubric, new: Rubric, thresholds: Thresholds, settings: MonthSettings
) -> Backtest:
    """Judge the calls by both versions; those that neither is for are passed over."""
    tally = _Tally(old, new)
    at_any_time = [rubric.model_copy(update={"valid": Validity()}) for rubric in (old, new)]
    for call in calls:
        before, after = (_judged(rubric, call, thresholds) for rubric in at_any_time)
        tally.add(call, before, after)
    return tally.backtest(settings)


def _judged(rubric: Rubric, call: Call, thresholds: Thresholds) -> Evaluation | None:
    return evaluate(rubric, call, Stamp("", ""), thresholds) if rubric.applies(call.metadata) else None


@dataclass(slots=True)
class _Side:
    """What one version makes of the calls."""

    scores: list[float] = field(default_factory=list)
    of_agents: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Of 100."""

    def add(self, agent: str, evaluation: Evaluation) -> None:
        if evaluation.score is not None:
            self.scores.append(evaluation.score)
            self.of_agents[agent].append(_PERCENT * evaluation.score / evaluation.max_score)

    @property
    def mean(self) -> float | None:
        return fmean(self.scores) if self.scores else None


class _Tally:
    """What is known after the calls that have passed."""

    def __init__(self, old: Rubric, new: Rubric) -> None:
        had, has = ({criterion.id for _, criterion in rubric.criteria()} for rubric in (old, new))
        names = {criterion.id: criterion.name for _, criterion in (*old.criteria(), *new.criteria())}
        order = dict.fromkeys(criterion.id for _, criterion in (*new.criteria(), *old.criteria()))
        self._criteria = {key: CriterionTally(key, names[key], had=key in had, has=key in has) for key in order}
        self._old, self._new = old, new
        self._calls = 0
        self._outside = [0, 0]
        self._judged: list[JudgedCall] = []
        self._before, self._after = _Side(), _Side()
        self._changed: list[CallChange] = []

    def add(self, call: Call, before: Evaluation | None, after: Evaluation | None) -> None:
        about, recording_id = call.metadata, call.transcript.recording_id
        key, by = (about.call_id, recording_id, about.agent), _by(before, after)
        if by is None:
            return
        scores = before.score if before else None, after.score if after else None
        self._judged.append(JudgedCall(*key, by, *scores))
        if before is None or after is None:
            return
        self._calls += 1
        for side, (rubric, evaluation) in enumerate(((self._old, before), (self._new, after))):
            self._outside[side] += not rubric.applies(about)
            (self._before, self._after)[side].add(about.agent, evaluation)
        if scores[0] != scores[1]:
            self._changed.append(CallChange(*key, *scores))
        was, now = _lines(before), _lines(after)
        for criterion, tally in self._criteria.items():
            tally.add(about.call_id, recording_id, was.get(criterion), now.get(criterion))

    def backtest(self, settings: MonthSettings) -> Backtest:
        return Backtest(
            calls=self._calls,
            mean_before=self._before.mean,
            mean_after=self._after.mean,
            changed=tuple(sorted(self._changed, key=_largest_first)),
            criteria=tuple(tally.change() for tally in self._criteria.values() if tally.tells),
            agents=tuple(_agents(self._before, self._after, settings)),
            only_old=sum(call.judged_by == "old" for call in self._judged),
            only_new=sum(call.judged_by == "new" for call in self._judged),
            early_or_late_old=self._outside[0],
            early_or_late_new=self._outside[1],
            judged=tuple(self._judged),
        )


def _by(before: Evaluation | None, after: Evaluation | None) -> Literal["both", "old", "new"] | None:
    if before and after:
        return "both"
    return "old" if before else "new" if after else None


def _lines(evaluation: Evaluation) -> dict[str, CriterionResult]:
    return {line.criterion: line for line in evaluation.criteria}


def _largest_first(call: CallChange) -> tuple[float, str]:
    return (-math.inf if call.moved is None else -abs(call.moved), call.call_id)


def _agents(before: _Side, after: _Side, settings: MonthSettings) -> Sequence[AgentChange]:
    then, now = _ranked(before, settings), _ranked(after, settings)
    moved = [change for agent in sorted(then.keys() & now.keys()) for change in _moved(agent, then[agent], now[agent])]
    return sorted(moved, key=lambda a: (a.focus_before == a.focus_after, -abs(a.rank_after - a.rank_before), a.agent))


def _moved(agent: str, then: tuple[int, RankedAgent], now: tuple[int, RankedAgent]) -> Iterator[AgentChange]:
    (was, old), (place, new) = then, now
    if was != place or old.focus != new.focus:
        yield AgentChange(agent, new.calls, old.mean_score, new.mean_score, was, place, old.focus, new.focus)


def _ranked(side: _Side, settings: MonthSettings) -> dict[str, tuple[int, RankedAgent]]:
    samples = [
        AgentSample(agent, len(own), fmean(own), variance(own) if len(own) > 1 else 0.0)
        for agent, own in side.of_agents.items()
    ]
    found = rank(samples, focus_size=settings.focus_agents, minimum_calls=settings.minimum_calls, seed=settings.seed)
    return {agent.agent: (place, agent) for place, agent in enumerate(found.agents, 1)}
