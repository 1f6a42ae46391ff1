"""Among whom the focus agents are named: the centre, each site, each team; and where an agent belongs."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.month.fairness import AgentSample, Group, rank
from qa.month.naming import Home, homes
from qa.month.shape import Standing
from qa.report.headline import headline
from qa.report.month_page import month_page
from qa.settings import MonthSettings
from tests.month.test_close import call, calls, close


def row(agent: str, site: str, team: str, count: int) -> dict[str, object]:
    return {"agent": agent, "site": site, "team": team, "calls": count}


def test_home_is_the_site_with_most_calls_and_there_the_team_with_most() -> None:
    rows = [
        # Many small strata at home weigh more than one large one elsewhere.
        *(row("1001", "杭州", "一组", 6) for _ in range(5)),
        row("1001", "宁波", "九组", 20),
        row("1002", "杭州", "一组", 10),
        row("1002", "杭州", "二组", 10),
        row("1002", "宁波", "九组", 15),
        row("1003", "宁波", "九组", 5),
        row("1003", "杭州", "二组", 5),
    ]
    found = {"1001": Home("杭州", "一组"), "1002": Home("杭州", "一组"), "1003": Home("宁波", "九组")}
    assert homes(rows) == found
    assert homes(reversed(rows)) == found


samples = st.lists(
    st.tuples(st.integers(2, 60), st.floats(40, 100), st.floats(1, 300), st.sampled_from("甲乙丙")),
    min_size=1,
    max_size=25,
)


@given(samples, st.integers(1, 5), st.integers(0, 9))
def test_each_group_names_its_own_weakest(drawn: list[tuple[int, float, float, str]], size: int, seed: int) -> None:
    agents = [AgentSample(f"a{i:02d}", n, mean, variance) for i, (n, mean, variance, _) in enumerate(drawn)]
    sizes = {"甲": size, "乙": size + 1, "丙": 0}
    groups = {f"a{i:02d}": Group(name, sizes[name]) for i, (*_, name) in enumerate(drawn)}
    found = rank(agents, focus_size=99, seed=seed, groups=groups)
    members = defaultdict(list)
    for agent in found.agents:
        members[groups[agent.agent]].append(agent)
    for group, own in members.items():
        # Found agents stand weakest first: a group's focus is the beginning of its part of them.
        assert [agent.focus for agent in own] == [i < group.size for i in range(len(own))]
        assert sum(agent.p_weakest for agent in own) == pytest.approx(min(group.size, len(own)))
        if len(own) <= group.size:
            assert {agent.standing for agent in own} == {Standing.NOT_DISTINGUISHABLE}


@given(samples, st.integers(1, 5))
def test_one_group_of_all_is_the_centre(drawn: list[tuple[int, float, float, str]], size: int) -> None:
    agents = [AgentSample(f"a{i:02d}", n, mean, variance) for i, (n, mean, variance, _) in enumerate(drawn)]
    whole = {agent.agent: Group("中心", size) for agent in agents}
    assert rank(agents, focus_size=99, groups=whole) == rank(agents, focus_size=size)


def test_levels_are_those_of_the_whole_centre() -> None:
    random_ = random.Random(3)
    agents = [AgentSample(f"a{i}", 20, random_.gauss(80, 6), 150.0) for i in range(12)]
    alone = rank(agents, focus_size=3)
    grouped = rank(agents, focus_size=3, groups={agent.agent: Group(agent.agent, 1) for agent in agents})
    assert [a.adjusted_score for a in grouped.agents] == [a.adjusted_score for a in alone.agents]
    assert [(a.rank_low, a.rank_high) for a in grouped.agents] == [(a.rank_low, a.rank_high) for a in alone.agents]


def test_a_close_names_the_weakest_of_each_site(tmp_path: Path) -> None:
    settings = MonthSettings(focus_agents=3, focus_by="site", focus_at={"宁波": 2})
    closed = close(tmp_path, calls(), settings)
    named = defaultdict(list)
    for agent in closed.focus:
        named[agent.site].append(agent.agent)
    for site, size in (("杭州", 3), ("宁波", 2)):
        weakest = [agent.agent for agent in closed.agents if agent.site == site][:size]
        assert named[site] == weakest
    assert [(g.name, g.size, g.agents) for g in closed.focus_groups] == [("宁波", 2, 6), ("杭州", 3, 7)]
    page = month_page(closed)
    assert page.p_name.zh == "P（本站点最弱者）"
    assert "下月重点关注 5 名坐席" in headline(closed).zh


def test_an_agent_of_two_sites_is_named_at_home_or_not_at_all(tmp_path: Path) -> None:
    # The weakest of all, with a third of the calls at the other site.
    two = [call(300 + i, agent="both", site="宁波" if i % 3 else "杭州", score=40.0 + i % 5) for i in range(30)]
    closed = close(tmp_path, [*calls(), *two], MonthSettings(focus_agents=1, focus_by="site"))
    (both,) = [agent for agent in closed.agents if agent.agent == "both"]
    assert (both.site, both.calls, both.focus) == ("宁波", 30, True)
    assert sorted(agent.site for agent in closed.focus) == ["宁波", "杭州"]


@pytest.mark.parametrize(
    ("by", "phrase"), [("centre", "P（最弱 4 名）"), ("site", "P（本站点最弱 4 名）"), ("team", "P（本班组最弱 4 名）")]
)
def test_the_page_says_among_whom(tmp_path: Path, by: str, phrase: str) -> None:
    settings = MonthSettings.model_validate({"focus_agents": 4, "focus_by": by})
    page = month_page(close(tmp_path, calls(), settings))
    assert page.p_name.zh == phrase
    assert phrase.removeprefix("P（").removesuffix("）") in page.focus_lead.zh


def test_a_month_without_sites_is_one_group(tmp_path: Path) -> None:
    nowhere = [call(i, agent=f"a{i % 5}", site="", score=70.0 + 5 * (i % 5)) for i in range(50)]
    closed = close(tmp_path, nowhere, MonthSettings(focus_agents=2, focus_by="site"))
    assert [agent.agent for agent in closed.focus] == ["a0", "a1"]
    assert closed.focus_groups[0].name == ""
