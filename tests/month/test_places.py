"""Sites and teams: what sets them apart is named, what the difference between their agents explains is not."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from qa.month.naming import Home
from qa.month.places import places
from qa.month.shape import Level, PlaceMonth, Standing
from tests import builders

SITES = ("杭州", "宁波", "温州")


def centre(
    rates: dict[str, list[float]], *, calls: int = 200, seed: int = 0
) -> tuple[list[dict[str, Any]], dict[str, Home]]:
    """Rows of `month_criteria`: every site's agents with their own pass rates on one criterion."""
    chance = np.random.default_rng(seed)
    rows, homes = [], {}
    for site, agents in rates.items():
        for number, rate in enumerate(agents):
            agent = f"{site}{number}"
            homes[agent] = Home(site, f"{site}{number % 2}组")
            about = {"agent": agent, "known_agent": True, "rubric": "r", "criterion": "c", "name": "规范问候"}
            passed = int(chance.binomial(calls, rate))
            rows.append(about | {"fatal": False, "judged": calls, "passed": passed, "at_stake": 5.0 * calls})
    return rows, homes


def found(rows: list[dict[str, Any]], homes: dict[str, Home], **more: Any) -> dict[str, PlaceMonth]:
    means = [builders.site_month(site=site) for site in (*SITES, "")]
    return {one.name: one for one in places(Level.SITE, means, rows, homes, more.pop("agents", ()), **more)}


def test_a_site_that_is_worse_and_one_that_is_better() -> None:
    rows, homes = centre({"杭州": [0.6] * 10, "宁波": [0.8] * 10, "温州": [0.95] * 10})
    by_name = found(rows, homes)
    assert list(by_name) == list(SITES)
    (weak,), (strong,) = by_name["杭州"].weaknesses, by_name["温州"].strengths
    assert (weak.name, weak.judged) == ("规范问候", 2000)
    assert weak.rate < 0.65
    assert weak.others > 0.85
    assert strong.rate > strong.others
    assert by_name["杭州"].strengths == by_name["温州"].weaknesses == ()


def test_agents_who_differ_make_no_difference_of_sites() -> None:
    """300 centres of alike sites whose agents differ: with calls for units most would be told apart."""
    named = naive = 0
    for seed in range(300):
        chance = np.random.default_rng(1000 + seed)
        levels = {site: np.clip(chance.normal(0.8, 0.08, 12), 0, 1).tolist() for site in SITES}
        rows, homes = centre(levels, seed=seed)
        named += sum(bool(one.strengths or one.weaknesses) for one in found(rows, homes).values())
        passed = np.array([sum(row["passed"] for row in rows if row["agent"].startswith(site)) for site in SITES])
        share = passed / 2400
        naive += int((abs(share - share.mean()) > 3.09 * np.sqrt(share.mean() * (1 - share.mean()) / 2400)).sum())
    assert named <= 0.01 * 900
    assert naive > 0.1 * 900


def test_where_nothing_ever_fails_there_is_nothing_to_tell() -> None:
    rows, homes = centre(dict.fromkeys(SITES, [1.0] * 5))
    assert not any(one.strengths or one.weaknesses for one in found(rows, homes).values())


def test_one_agent_is_no_site_and_a_criterion_that_is_doubted_says_nothing() -> None:
    rows, homes = centre({"杭州": [0.1], "宁波": [0.9] * 10, "温州": [0.9] * 10})
    assert not any(one.weaknesses for one in found(rows, homes).values())
    rows, homes = centre({"杭州": [0.3] * 10, "宁波": [0.9] * 10, "温州": [0.9] * 10})
    assert found(rows, homes)["杭州"].weaknesses
    assert not found(rows, homes, left_out={("r", "c")})["杭州"].weaknesses


def test_who_needs_help_and_the_order_of_the_rows_does_not_show() -> None:
    rows, homes = centre({"杭州": [0.6] * 10, "宁波": [0.8] * 10, "温州": [0.9] * 10})
    agents = [
        builders.agent_month(agent="杭州1", focus=True, standing=Standing.NOT_AMONG),
        builders.agent_month(agent="宁波2", focus=False, standing=Standing.POSSIBLE),
        builders.agent_month(agent="宁波3", focus=False, standing=Standing.NOT_AMONG),
    ]
    by_name = found(rows, homes, agents=agents)
    assert [by_name[site].in_need for site in SITES] == [("杭州1",), ("宁波2",), ()]
    shuffled = random.Random(3).sample(rows, len(rows))
    assert found(shuffled, homes, agents=agents) == by_name
