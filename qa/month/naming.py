"""Among whom the focus agents are named: the whole centre, each site, or each team. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from qa.month.fairness import Group
from qa.month.shape import FocusGroup
from qa.settings import MonthSettings


@dataclass(frozen=True, slots=True)
class Home:
    """Where an agent belongs in a month."""

    site: str
    team: str


def homes(rows: Iterable[Mapping[str, Any]]) -> Mapping[str, Home]:
    """The home of every agent, from the month's sums by agent, team and site.

    Who worked at several sites belongs to the one with most of their calls, and there to the team with most; of equals
    to the first by name. All their calls count at home, and they are named at home or not at all.
    """
    calls: dict[str, dict[Home, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        calls[row["agent"]][Home(row["site"], row["team"])] += row["calls"]
    return {agent: _home(found) for agent, found in sorted(calls.items())}


def _home(calls: Mapping[Home, int]) -> Home:
    sites: dict[str, int] = defaultdict(int)
    for home, count in calls.items():
        sites[home.site] += count
    site = min(sites, key=lambda name: (-sites[name], name))
    return min((h for h in calls if h.site == site), key=lambda home: (-calls[home], home.team))


def groups(found: Mapping[str, Home], settings: MonthSettings) -> Mapping[str, Group] | None:
    """The group of every agent and how many it names; None where the centre names its weakest as a whole."""
    if settings.focus_by == "centre":
        return None
    names = {agent: home.site if settings.focus_by == "site" else home.team for agent, home in found.items()}
    return {agent: Group(name, settings.focus_at.get(name, settings.focus_agents)) for agent, name in names.items()}


def focus_groups(found: Mapping[str, Group] | None, ranked: Iterable[str]) -> tuple[FocusGroup, ...]:
    """The groups of the ranked agents with their sizes, by name; empty where the centre names as a whole."""
    if found is None:
        return ()
    members: dict[Group, int] = defaultdict(int)
    for agent in ranked:
        members[found[agent]] += 1
    return tuple(FocusGroup(group.name, group.size, members[group]) for group in sorted(members, key=lambda g: g.name))
