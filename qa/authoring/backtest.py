"""What another version of a rubric would have made of a month that was heard: calls, criteria, agents. Pure.

Both versions judge the stored transcripts, so that nothing but the rubric differs. Agents are ranked by the month's own
statistics (`qa.month.fairness`) without case mix: the mix of calls is the same on both sides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean, variance
from typing import Final

from qa.month.fairness import AgentSample, RankedAgent, rank
from qa.rubric.model import Rubric
from qa.scoring.evaluation import CriterionResult, Evaluation, Finding, Outcome
from qa.scoring.heard import Call
from qa.scoring.scorecard import Stamp, Thresholds, evaluate
from qa.settings import MonthSettings

QUOTES: Final = 3
"""Of a criterion that comes out otherwise."""
_FAILED: Final = (Outcome.MISSED, Outcome.VIOLATED)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words on which a criterion comes out otherwise."""

    call_id: str
    before: str
    after: str
    text: str
    """As heard; empty where it is about something that was not heard."""
    start: float | None


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """How often a criterion fails in both versions; None where a version does not have it."""

    criterion: str
    name: str
    judged_before: int | None
    failed_before: int | None
    judged_after: int | None
    failed_after: int | None
    otherwise: int
    """Calls in which it comes out otherwise."""
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class CallChange:
    """A call whose score moves."""

    call_id: str
    recording_id: str
    agent: str
    before: float | None
    after: float | None

    @property
    def moved(self) -> float:
        """By how many points; a score that comes or goes moves most."""
        return self.after - self.before if self.before is not None and self.after is not None else float("inf")


@dataclass(frozen=True, slots=True)
class AgentChange:
    """An agent whose place moves; 1 is the weakest."""

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
    """That either version applies to."""
    mean_before: float | None
    mean_after: float | None
    changed: tuple[CallChange, ...]
    """Those whose score moves, the largest move first."""
    criteria: tuple[CriterionChange, ...]
    """In the new form's order, those that are gone last."""
    agents: tuple[AgentChange, ...]
    """Those whose place or focus moves, who enters or leaves the focus first."""


@dataclass(frozen=True, slots=True)
class _Both:
    call: Call
    before: Evaluation | None
    after: Evaluation | None


def backtest(
    calls: Iterable[Call], old: Rubric, new: Rubric, thresholds: Thresholds, settings: MonthSettings
) -> Backtest:
    """Judge the calls by both versions; those that neither applies to are passed over."""
    both = [
        _Both(call, _judged(old, call, thresholds), _judged(new, call, thresholds))
        for call in calls
        if old.applies(call.metadata) or new.applies(call.metadata)
    ]
    scores = [(one, _score(one.before), _score(one.after)) for one in both]
    changed = [
        CallChange(one.call.metadata.call_id, one.call.transcript.recording_id, one.call.metadata.agent, before, after)
        for one, before, after in scores
        if before != after
    ]
    return Backtest(
        calls=len(both),
        mean_before=_mean(before for _, before, _ in scores),
        mean_after=_mean(after for _, _, after in scores),
        changed=tuple(sorted(changed, key=lambda c: (-abs(c.moved), c.call_id))),
        criteria=tuple(_criteria(both, old, new)),
        agents=_agents(scores, settings),
    )


def _judged(rubric: Rubric, call: Call, thresholds: Thresholds) -> Evaluation | None:
    return evaluate(rubric, call, Stamp("", ""), thresholds) if rubric.applies(call.metadata) else None


def _score(evaluation: Evaluation | None) -> float | None:
    return None if evaluation is None else evaluation.score


def _mean(scores: Iterable[float | None]) -> float | None:
    known = [score for score in scores if score is not None]
    return fmean(known) if known else None


def _criteria(both: Sequence[_Both], old: Rubric, new: Rubric) -> Iterator[CriterionChange]:
    names = {criterion.id: criterion.name for _, criterion in (*new.criteria(), *old.criteria())}
    before = [_lines(one.before) for one in both]
    after = [_lines(one.after) for one in both]
    had, has = ({c.id for _, c in rubric.criteria()} for rubric in (old, new))
    for criterion, name in names.items():
        pairs = [(one, b.get(criterion), a.get(criterion)) for one, b, a in zip(both, before, after, strict=True)]
        other = [(one, b, a) for one, b, a in pairs if _outcome(b) != _outcome(a)]
        if not other and criterion in had and criterion in has:
            continue
        was, now = [b for _, b, _ in pairs if b], [a for _, _, a in pairs if a]
        judged_before, failed_before = _counted(was) if criterion in had else (None, None)
        judged_after, failed_after = _counted(now) if criterion in has else (None, None)
        yield CriterionChange(
            criterion=criterion,
            name=name,
            judged_before=judged_before,
            failed_before=failed_before,
            judged_after=judged_after,
            failed_after=failed_after,
            otherwise=len(other),
            quotes=tuple(_quote(*one) for one in other[:QUOTES]),
        )


def _lines(evaluation: Evaluation | None) -> dict[str, CriterionResult]:
    return {line.criterion: line for line in evaluation.criteria} if evaluation else {}


def _outcome(line: CriterionResult | None) -> str:
    return "" if line is None else line.outcome.value


def _counted(lines: Sequence[CriterionResult]) -> tuple[int, int]:
    judged = [line for line in lines if line.outcome.judged]
    return len(judged), sum(line.outcome in _FAILED for line in judged)


def _quote(one: _Both, before: CriterionResult | None, after: CriterionResult | None) -> Quote:
    found: tuple[Finding, ...] = (after.findings if after else ()) or (before.findings if before else ())
    text, start = (found[0].text, found[0].start) if found else ("", None)
    return Quote(one.call.metadata.call_id, _outcome(before), _outcome(after), text, start)


def _agents(
    scores: Sequence[tuple[_Both, float | None, float | None]], settings: MonthSettings
) -> tuple[AgentChange, ...]:
    before = _ranked([(one.call.metadata.agent, score) for one, score, _ in scores], settings)
    after = _ranked([(one.call.metadata.agent, score) for one, _, score in scores], settings)
    moved = []
    for agent in sorted(before.keys() & after.keys()):
        (was, then), (now, here) = before[agent], after[agent]
        if was != now or then.focus != here.focus:
            means = then.mean_score, here.mean_score
            moved.append(AgentChange(agent, here.calls, *means, was, now, then.focus, here.focus))
    return tuple(sorted(moved, key=lambda a: (a.focus_before == a.focus_after, a.rank_after, a.agent)))


def _ranked(scores: Sequence[tuple[str, float | None]], settings: MonthSettings) -> dict[str, tuple[int, RankedAgent]]:
    by_agent: defaultdict[str, list[float]] = defaultdict(list)
    for agent, score in scores:
        if score is not None:
            by_agent[agent].append(score)
    samples = [
        AgentSample(agent, len(own), fmean(own), variance(own) if len(own) > 1 else 0.0)
        for agent, own in by_agent.items()
    ]
    found = rank(samples, focus_size=settings.focus_agents, minimum_calls=settings.minimum_calls, seed=settings.seed)
    return {agent.agent: (place, agent) for place, agent in enumerate(found.agents, 1)}
