"""A month's listening as people look at it: by kind of evaluator, and agent by agent. Pure.

Random and targeted calls are never added up: only the random ones stand for all calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from qa.people.kinds import EvaluatorKind, ItemState
from qa.people.listening import ItemCount
from qa.people.quotas import Quota


@dataclass(frozen=True, slots=True)
class Hearing:
    """How far the listening to some calls is."""

    quota: float
    """Random calls of the month, on average."""
    drawn: int
    heard: int
    """Of the drawn."""
    targeted: int
    """Chosen for what is in them."""
    targeted_heard: int
    skipped: int
    """Passed over by a person, or not kept any longer."""

    @property
    def waiting(self) -> int:
        """Drawn or chosen, and not heard yet."""
        return self.drawn + self.targeted - self.heard - self.targeted_heard - self.skipped


@dataclass(frozen=True, slots=True)
class KindHearing:
    """One kind of evaluator."""

    kind: EvaluatorKind
    agents: int
    focus: int
    hearing: Hearing
    live: bool
    """Team leaders sit beside the agent: the plan names weeks and no calls."""


@dataclass(frozen=True, slots=True)
class AgentHearing:
    """One agent."""

    agent: str
    focus: bool
    kinds: Mapping[EvaluatorKind, Hearing]

    @property
    def waiting(self) -> int:
        """Calls of all kinds not heard yet."""
        return sum(hearing.waiting for hearing in self.kinds.values())


@dataclass(frozen=True, slots=True)
class Board:
    """The month."""

    kinds: tuple[KindHearing, ...]
    agents: tuple[AgentHearing, ...]
    """By agent."""


PlanContent: TypeAlias = tuple[Sequence[Quota], Sequence[ItemCount]]


def board(plans: Mapping[EvaluatorKind, PlanContent], *, only: Iterable[str] | None = None) -> Board:
    """Arrange the quotas and counted calls of a month's drawn plans; of some agents where `only` names them."""
    wanted = None if only is None else frozenset(only)
    by_agent: dict[str, dict[EvaluatorKind, Hearing]] = {}
    focus: set[str] = set()
    kinds = []
    for kind, (quotas, counts) in plans.items():
        own = [quota for quota in quotas if wanted is None or quota.agent in wanted]
        found: dict[str, list[ItemCount]] = {quota.agent: [] for quota in own}
        for count in counts:
            if count.agent in found:
                found[count.agent].append(count)
        for quota in own:
            by_agent.setdefault(quota.agent, {})[kind] = _hearing(quota.calls, found[quota.agent])
        named = {quota.agent for quota in own if quota.focus}
        focus |= named
        whole = _hearing(sum(quota.calls for quota in own), [count for each in found.values() for count in each])
        kinds.append(KindHearing(kind, len(own), len(named), whole, live=kind is EvaluatorKind.TEAM_LEADER))
    agents = tuple(AgentHearing(agent, agent in focus, by_agent[agent]) for agent in sorted(by_agent))
    return Board(tuple(kinds), agents)


def _hearing(quota: float, counts: Sequence[ItemCount]) -> Hearing:
    drawn = heard = targeted = targeted_heard = skipped = 0
    for count in counts:
        done = count.calls if count.state is ItemState.DONE else 0
        skipped += count.calls if count.state is ItemState.SKIPPED else 0
        if count.targeted:
            targeted += count.calls
            targeted_heard += done
        else:
            drawn += count.calls
            heard += done
    return Hearing(quota, drawn, heard, targeted, targeted_heard, skipped)
