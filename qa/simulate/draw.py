"""A simulated month: which calls there were, and what each criterion came to in each of them."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from qa.simulate.centre import OUTBOUND_SHARE, QUEUES, WEIGHTS, Agents, Centre, Floats, Integers, call_spread, rates


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls of a month, as a machine judged them. Arrays of shape [calls] unless a shape is given."""

    agent: Integers
    """Index of the agent."""
    queue: Integers
    """Index in `QUEUES`."""
    outbound: NDArray[np.bool_]
    passed: NDArray[np.bool_]
    """Shape [calls, criteria]."""
    rightly: NDArray[np.bool_]
    """What a person who heard the call would have said. Shape [calls, criteria]."""

    @property
    def score(self) -> Floats:
        """0 to 100, as the machine scored."""
        return np.asarray(self.passed @ np.asarray(WEIGHTS), dtype=np.float64)

    @property
    def right_score(self) -> Floats:
        """0 to 100, as people would have scored."""
        return np.asarray(self.rightly @ np.asarray(WEIGHTS), dtype=np.float64)

    def some(self, chosen: Integers) -> Calls:
        """A part of the calls, by their indices."""
        return Calls(*(getattr(self, field.name)[chosen] for field in fields(self)))


def draw_month(centre: Centre, agents: Agents, levels: Floats, random: np.random.Generator) -> Calls:
    """Draw a month of calls; `levels` are the agents' levels in it, coaching and drift included. Shape [agents]."""
    # At least one call: who has none is no agent of the month.
    counts = (
        np.maximum(1, random.poisson(agents.busy)) if centre.unequal else np.full(centre.agents, round(centre.calls))
    )
    agent = np.repeat(np.arange(centre.agents), counts)
    queue = (random.random(len(agent))[:, None] > np.cumsum(agents.mix, axis=1)[agent]).sum(axis=1)
    queue = np.minimum(queue, len(QUEUES) - 1)
    circumstances = call_spread(centre) * random.standard_normal(len(agent))
    shift = levels[agent] + agents.difficulty[queue] + circumstances
    heard = shift - np.where(agents.site[agent] == 1, centre.machine_bias, 0.0)
    chances = rates(heard)
    luck = random.random(chances.shape)
    # The same luck for both: where the machine is not biased it says what a person says.
    rightly = luck < rates(shift)
    return Calls(agent, queue, random.random(len(agent)) < OUTBOUND_SHARE, luck < chances, rightly)
