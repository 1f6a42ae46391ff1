"""Months of a simulated centre, one after another: calls, the ten weakest, and what coaching makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.simulate.centre import Agents, Centre, Floats, true_scores
from qa.simulate.draw import Calls, draw_month


@dataclass(frozen=True, slots=True)
class TrueMonth:
    """A month's calls and what is true of it. Arrays of shape [agents]."""

    calls: Calls
    true_score: Floats
    """What each agent would have on the centre's mix of calls, judged without a mistake."""
    coached: NDArray[np.bool_]
    """Who had been coached before it began."""
    waiting: NDArray[np.bool_]
    """Who was as weak, and had been put on the waiting list by chance."""


def history(
    centre: Centre, agents: Agents, months: int, *, focus: int, wait_list: float, seed: int
) -> Iterator[TrueMonth]:
    """Draw the months in turn.

    After each, the `focus` weakest by their raw mean are named, as a centre without a ranking would; of these a share
    of `wait_list`, drawn by lot, waits, and the others are coached and gain `centre.coaching` points that stay.
    """
    random = np.random.default_rng(seed)
    levels = agents.level.copy()
    coached, waiting = np.zeros((2, centre.agents), dtype=np.bool_)
    for _ in range(months):
        calls = draw_month(centre, agents, levels, random)
        yield TrueMonth(calls, true_scores(levels, agents, centre), coached, waiting)
        weakest = np.argsort(raw_means(calls, centre.agents), kind="stable")[:focus]
        lots = random.permutation(len(weakest)) < round(wait_list * len(weakest))
        coached, waiting = np.zeros((2, centre.agents), dtype=np.bool_)
        waiting[weakest[lots]] = True
        coached[weakest[~lots]] = True
        levels = levels + centre.coaching * coached + centre.drift * random.standard_normal(centre.agents)


def raw_means(calls: Calls, agents: int) -> Floats:
    """The plain mean score of each agent; infinite for one without calls. Shape [agents]."""
    counts = np.bincount(calls.agent, minlength=agents)
    total = np.bincount(calls.agent, weights=calls.score, minlength=agents)
    return np.where(counts > 0, total / np.maximum(counts, 1), np.inf)
