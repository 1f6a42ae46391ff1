"""The waiting list: chance decides who of the weakest is coached now and who waits, so that coaching shows. Pure.

Without it nobody can tell what coaching gave: the weakest of a month gain by themselves. A centre that agrees has twice
as many drawn among as it can coach; the half that waits is as weak, and shows what would have come anyway.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from qa.month.fairness import Group, RankedAgent, Ranking
from qa.month.sampling import shift
from qa.month.shape import Lot, MonthClose
from qa.settings import MonthSettings


def draw_lots(
    ranking: Ranking,
    month: str,
    *,
    settings: MonthSettings,
    groups: Mapping[str, Group] | None,
    waited: Collection[str] = (),
) -> Ranking:
    """The ranking with its focus drawn by lot, and who waits.

    In each group the weakest that may be named are drawn among: twice as many as have a place, or `wait_list_agents`.
    Nobody waits twice running: who `waited` and is among them again has a place without a lot, and twice as many fewer
    are drawn among. Where their number is odd, one more is coached than waits.
    """
    whole = Group("", settings.focus_agents)
    candidates: dict[Group, list[str]] = defaultdict(list)
    for agent in ranking.agents:
        if agent.eligible:
            candidates[groups[agent.agent] if groups else whole].append(agent.agent)
    certain: set[str] = set()
    lots: dict[str, Lot] = {}
    for group, own in candidates.items():
        among = settings.wait_list_agents or 2 * group.size
        places = 0 if group.size == 0 else -(-among // 2)
        sure = [agent for agent in own[:among] if agent in waited][:places]
        certain.update(sure)
        pool = [agent for agent in own if agent not in sure][: max(0, among - 2 * len(sure))] if places else []
        order = sorted(pool, key=lambda agent: (shift(settings.seed, month, "lot", agent), agent))
        coached = -(-len(order) // 2)
        lots |= {agent: Lot.COACHED if i < coached else Lot.WAITS for i, agent in enumerate(order)}
    return _with(ranking, [_named(agent, lots.get(agent.agent), agent.agent in certain) for agent in ranking.agents])


def keep_lots(ranking: Ranking, drawn: MonthClose) -> Ranking:
    """The ranking with the focus and the lots of an earlier revision: people were coached by them."""
    then = {agent.agent: agent for agent in drawn.agents}
    return _with(
        ranking,
        [
            _named(agent, then[agent.agent].lot, then[agent.agent].focus)
            if agent.agent in then
            else _named(agent, None, named=False)
            for agent in ranking.agents
        ],
    )


def _named(agent: RankedAgent, lot: Lot | None, named: bool) -> RankedAgent:
    return replace(agent, focus=named or lot is Lot.COACHED, lot=lot)


def _with(ranking: Ranking, agents: Sequence[RankedAgent]) -> Ranking:
    return replace(ranking, agents=tuple(agents))
