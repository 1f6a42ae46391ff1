"""The waiting list: chance decides who is coached now, the lot stands, and the next month says whether it helped."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.month.close import close_month
from qa.month.effect import sentence
from qa.month.fairness import AgentSample, Group, Ranking, rank
from qa.month.shape import Lot, MonthClose
from qa.month.waiting import draw_lots
from qa.report.month_focus import last_focus
from qa.report.month_page import month_page
from qa.settings import MonthSettings
from qa.warehouse.build import build_mart
from qa.warehouse.mart import open_mart
from qa.warehouse.parquet import write_shard
from tests import builders
from tests.month.test_close import call

WAIT = MonthSettings(wait_list=True, focus_agents=5)


def ranking(agents: int, groups: dict[str, Group] | None = None) -> Ranking:
    samples = [AgentSample(f"a{i:02d}", 20, 60.0 + i, 150.0) for i in range(agents)]
    return rank(samples, focus_size=5, groups=groups, kept_out={"a00"})


def lots(found: Ranking) -> dict[str, Lot]:
    return {agent.agent: agent.lot for agent in found.agents if agent.lot is not None}


def focus(found: Ranking) -> list[str]:
    return [agent.agent for agent in found.agents if agent.focus]


@given(st.integers(0, 40), st.integers(0, 2**20), st.one_of(st.none(), st.integers(2, 30)))
def test_half_of_twice_as_many_are_coached_and_half_wait(agents: int, seed: int, among: int | None) -> None:
    settings = MonthSettings(wait_list=True, focus_agents=5, seed=seed, wait_list_agents=among)
    found = draw_lots(ranking(agents), "2026-10", settings=settings, groups=None)
    drawn = lots(found)
    # Who may not be named is not drawn among either; otherwise the weakest are.
    assert set(drawn) == {f"a{i:02d}" for i in range(1, min(agents, 1 + (among or 10)))}
    share = Counter(drawn.values())
    assert 0 <= share[Lot.COACHED] - share[Lot.WAITS] <= 1
    assert focus(found) == [agent for agent in sorted(drawn) if drawn[agent] is Lot.COACHED]
    assert draw_lots(ranking(agents), "2026-10", settings=settings, groups=None) == found


def test_everybody_waits_in_half_of_all_lots() -> None:
    waits: Counter[str] = Counter()
    ranked = ranking(20)
    for seed in range(400):
        settings = WAIT.model_copy(update={"seed": seed})
        found = draw_lots(ranked, "2026-10", settings=settings, groups=None)
        waits.update(agent for agent, lot in lots(found).items() if lot is Lot.WAITS)
    assert len(waits) == 10
    assert all(150 < n < 250 for n in waits.values())


def test_another_month_draws_other_lots() -> None:
    found = {month: lots(draw_lots(ranking(20), month, settings=WAIT, groups=None)) for month in ("2026-10", "2026-11")}
    assert found["2026-10"] != found["2026-11"]


@given(st.sets(st.integers(0, 19), max_size=12))
def test_nobody_waits_twice_running(numbers: set[int]) -> None:
    waited = {f"a{i:02d}" for i in numbers}
    found = draw_lots(ranking(20), "2026-10", settings=WAIT, groups=None, waited=waited)
    weakest = [f"a{i:02d}" for i in range(1, 11)]
    sure = [agent for agent in weakest if agent in waited][:5]
    assert set(sure) <= set(focus(found))
    assert not set(sure) & set(lots(found))
    assert len(focus(found)) == 5
    assert Counter(lots(found).values()) == Counter({Lot.COACHED: 5 - len(sure), Lot.WAITS: 5 - len(sure)})


def test_each_site_draws_its_own_lots() -> None:
    groups = {f"a{i:02d}": Group("甲", 3) if i % 2 else Group("乙", 0) for i in range(20)}
    found = draw_lots(ranking(20, groups), "2026-10", settings=WAIT, groups=groups)
    assert set(lots(found)) == {"a01", "a03", "a05", "a07", "a09", "a11"}
    assert len(focus(found)) == 3


def month(
    root: Path,
    name: str,
    levels: dict[str, float],
    settings: MonthSettings,
    *,
    shard: str = "s1",
    coached: Collection[str] = (),
) -> MonthClose:
    """A month of twelve calls an agent around these levels, closed."""
    chance = random.Random(f"{name} {shard}")
    start = builders.START.replace(year=int(name[:4]), month=int(name[5:]), day=2)
    results = [
        call(
            1000 * n + i + 500_000 * int(name[5:]) + 250_000 * (shard != "s1"),
            agent=agent,
            score=min(100.0, max(0.0, chance.gauss(level, 3))),
            start=start + timedelta(days=2 * i),
        )
        for n, (agent, level) in enumerate(sorted(levels.items()))
        for i in range(12)
    ]
    write_shard(root / "truth", date(start.year, start.month, 28), shard, results)
    build_mart(root / "truth", root / "mart")
    with open_mart(root / "mart") as mart:
        return close_month(name, mart, settings, root / "m", coached=coached)


LEVELS = {f"a{i:02d}": 62.0 + 1.2 * i for i in range(20)}
SETTINGS = MonthSettings(wait_list=True, focus_agents=8)


@pytest.fixture(scope="module")
def closes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, MonthClose, MonthClose]:
    """October with lots, and November in which the coached are truly eight points better."""
    root = tmp_path_factory.mktemp("waiting")
    october = month(root, "2026-10", LEVELS, SETTINGS)
    talked = [agent.agent for agent in october.focus]
    better = {agent: level + 8.0 * (agent in talked) for agent, level in LEVELS.items()}
    return root, october, month(root, "2026-11", better, SETTINGS, coached=talked)


def test_the_next_close_says_what_coaching_gave(closes: tuple[Path, MonthClose, MonthClose]) -> None:
    _, october, november = closes
    assert october.lot_seed == 10060
    assert (len(october.focus), len(october.waiting), october.helped) == (8, 8, None)
    found = november.helped
    assert found is not None
    assert found.effect is not None
    assert (found.effect.coached, found.effect.waited) == (8, 8)
    assert found.effect.low < 8.0 < found.effect.high
    assert found.effect.low > 0
    said = month_page(november).helped
    assert said is not None
    assert "与候补的 8 名坐席相比" in said.zh
    assert "辅导确有效果" in said.zh
    assert "coaching helped" in said.en


@pytest.mark.parametrize(
    ("held", "says"),
    [(8, "接受辅导的坐席平均变化"), (5, "抽签定为先辅导的 8 名坐席（5 名有谈话记录）"), (0, "说不上辅导有没有用")],
)
def test_nothing_is_claimed_for_talks_that_nobody_held(
    closes: tuple[Path, MonthClose, MonthClose], held: int, says: str
) -> None:
    found = closes[2].helped
    assert found is not None
    assert (found.drawn, found.held) == (8, 8)
    told = sentence(replace(found, held=held))
    assert told.zh.startswith(says) if held else says in told.zh
    assert told.zh.count("。") == 1
    assert "-" not in told.zh


def test_who_waited_stands_beside_who_was_coached(closes: tuple[Path, MonthClose, MonthClose]) -> None:
    _, october, november = closes
    told = last_focus(october, november, {october.focus[0].agent})
    assert {row.agent for row in told.rows if row.waited} == {agent.agent for agent in october.waiting}
    assert [row.agent for row in told.rows if row.coached] == [october.focus[0].agent]
    # As the lot decided: not only the one whose talk was noted.
    assert "与候补的 8 名坐席相比" in told.said.zh
    page = month_page(october).waiting
    assert page is not None
    assert page.zh.startswith("候补对照：最弱的 16 名中")
    assert october.waiting[0].agent in page.zh


def test_nobody_who_waited_in_october_waits_in_november(closes: tuple[Path, MonthClose, MonthClose]) -> None:
    _, october, november = closes
    assert not {a.agent for a in october.waiting} & {a.agent for a in november.waiting}


def test_a_lot_stands_when_a_late_night_makes_another_revision(tmp_path: Path) -> None:
    first = month(tmp_path, "2026-10", LEVELS, SETTINGS)
    late = {agent: 95.0 if agent in {a.agent for a in first.focus} else 50.0 for agent in LEVELS}
    # Even where the centre has given up the waiting list meanwhile.
    second = month(tmp_path, "2026-10", late, MonthSettings(focus_agents=8), shard="s2")
    assert second.revision == 2
    assert [a.agent for a in second.agents] != [a.agent for a in first.agents]
    for then in first.agents:
        (now,) = [a for a in second.agents if a.agent == then.agent]
        assert (now.focus, now.lot) == (then.focus, then.lot)
    assert second.lot_seed == first.lot_seed
    assert month(tmp_path, "2026-10", {}, MonthSettings(focus_agents=8), shard="s3").revision == 2


def test_without_a_waiting_list_nothing_is_drawn(tmp_path: Path) -> None:
    closed = month(tmp_path, "2026-10", LEVELS, MonthSettings(focus_agents=8))
    assert closed.lot_seed is None
    assert closed.helped is None
    assert not closed.waiting
    assert len(closed.focus) == 8
    assert month_page(closed).waiting is None
    # A month without lots behind it says nothing either, as before.
    assert month_page(replace(closed, month="2026-11")).helped is None
