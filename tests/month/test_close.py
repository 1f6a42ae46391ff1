from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from qa.errors import TinghengError, UsageError
from qa.month.close import close_month
from qa.month.closes import list_closes, read_close
from qa.month.errors import DamagedClose, NoClose
from qa.month.shape import MonthClose
from qa.recording import Flag
from qa.scoring.evaluation import Measured, Outcome
from qa.settings import MonthSettings
from qa.warehouse.build import build_mart
from qa.warehouse.mart import open_mart
from qa.warehouse.parquet import write_shard
from qa.warehouse.result import CallResult
from tests import builders

MONTH = "2026-10"
GOLDEN = Path(__file__).parent.parent / "golden" / "month" / "close-1.json"


def calls() -> list[CallResult]:
    """Thirteen agents of four levels at two sites, ten calls each, and some odd ones."""
    chance = random.Random(10060)
    results = []
    for i in range(130):
        agent = i % 13
        weak = chance.random() < 0.1 + 0.2 * (agent % 4)
        fatal = i == 77
        results.append(
            call(
                i,
                agent=f"10{agent:02d}",
                site="杭州" if agent < 7 else "宁波",
                score=0.0 if fatal else round(92 - 30 * weak - chance.random() * 6, 2),
                fatal=fatal,
                weak=weak,
            )
        )
    results.append(call(200, agent="stranger", score=10.0, flags=(Flag.UNKNOWN_AGENT,)))
    results.append(call(201, agent="silent", score=None))
    results.append(builders.call_result(call=builders.recording(call_id="C0202", agent="1000"), unjudged=True))
    return results


def call(
    number: int,
    *,
    agent: str,
    score: float | None,
    site: str = "杭州",
    weak: bool = False,
    fatal: bool = False,
    flags: tuple[Flag, ...] = (),
    start: datetime = builders.START,
) -> CallResult:
    """A call; a weak one breaks a criterion, a fatal one another."""
    about = builders.metadata(call_id=f"C{number:04d}", agent=agent, site=site, start=start)
    outcome = Outcome.CANNOT_JUDGE if score is None else Outcome.VIOLATED if weak else Outcome.CLEAR
    said = builders.finding(f"我不知道{number}", probability=0.6 + number / 1000)
    lines = (
        builders.criterion(outcome=Outcome.CANNOT_JUDGE if score is None else Outcome.MET),
        builders.criterion(
            criterion="dont_know",
            name="推诿：不知道",
            section="服务禁语",
            outcome=outcome,
            max_points=30.0,
            findings=[said, builders.finding("350 字/分", phrase=Measured.TOO_FAST)] if weak else [],
        ),
        builders.criterion(
            criterion="insult", name="辱骂客户", fatal=True, outcome=Outcome.VIOLATED if fatal else Outcome.CLEAR
        ),
    )
    return builders.call_result(
        call=builders.recording(about=about, flags=flags),
        judged=builders.evaluation(
            score=score,
            band="" if score is None else "良" if score >= 85 else "不合格",
            coverage=0.0 if score is None else 1.0,
            fatal=fatal,
            criteria=lines,
        ),
    )


def close(
    root: Path, results: list[CallResult], settings: MonthSettings | None = None, months: str = "m"
) -> MonthClose:
    """Write `results` in two shards, build the mart and close the month."""
    truth = root / "truth"
    if results:
        half = len(results) // 2
        write_shard(truth, date(2026, 10, 12), "s1", results[:half])
        write_shard(truth, date(2026, 10, 13), "s2", results[half:])
    build_mart(truth, root / "mart")
    with open_mart(root / "mart") as mart:
        return close_month(MONTH, mart, settings or MonthSettings(), root / months)


def test_a_month(tmp_path: Path) -> None:
    closed = close(tmp_path, calls())
    assert (closed.recordings, closed.evaluations, closed.without_score) == (133, 132, 1)
    assert closed.unknown_agent_calls == 1
    assert closed.agents_without_score == ("silent",)
    assert sum(closed.histogram) == sum(n for _, n in closed.bands) == 131
    assert closed.bands[0][0] == "良"
    assert closed.histogram[0] == 1
    assert closed.histogram[1] == 1

    assert len(closed.agents) == 13
    assert len(closed.focus) == 10
    assert closed.focus == closed.agents[:10]
    assert closed.detectable
    assert [agent.agent for agent in closed.agents[:3]] == ["1011", "1006", "1010"]
    assert [agent.mean_score for agent in closed.agents] == sorted(agent.mean_score for agent in closed.agents)
    assert sum(agent.fatal_calls for agent in closed.agents) == 1
    assert all(agent.calls == 10 for agent in closed.agents)

    weakest = closed.agents[0]
    assert weakest.weaknesses[0].criterion == "dont_know"
    assert weakest.weaknesses[0].rate < weakest.weaknesses[0].peer_rate
    assert weakest.quotes
    assert all(quote.text.startswith("我不知道") for quote in weakest.quotes)
    assert list(weakest.quotes) == sorted(weakest.quotes, key=lambda quote: -quote.probability)
    assert not any(agent.quotes for agent in closed.agents if not agent.focus)

    assert [indicator.criterion for indicator in closed.indicators] == ["dont_know", "greeting", "insult"]
    assert [indicator.criterion for indicator in closed.key_indicators] == ["dont_know"]
    assert closed.indicators[0].cannot_judge == 1
    assert [(site.site, site.agents, site.calls) for site in closed.sites] == [("宁波", 6, 60), ("杭州", 8, 71)]


def test_the_bytes_are_golden(tmp_path: Path) -> None:
    close(tmp_path, calls())
    written = (tmp_path / "m" / MONTH / "close-1.json").read_bytes()
    assert written.decode() == GOLDEN.read_text(encoding="utf-8")


def test_any_order_and_any_shards_give_the_same_bytes(tmp_path: Path) -> None:
    results = calls()
    random.Random(5).shuffle(results)
    close(tmp_path, results)
    assert (tmp_path / "m" / MONTH / "close-1.json").read_text(encoding="utf-8") == GOLDEN.read_text(encoding="utf-8")


def test_closing_again_is_the_same_revision_and_other_inputs_are_the_next(tmp_path: Path) -> None:
    first = close(tmp_path, calls())
    path = tmp_path / "m" / MONTH / "close-1.json"
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert close(tmp_path, []) == first
    write_shard(tmp_path / "truth", date(2026, 10, 14), "late", [call(300, agent="1001", score=50.0)])
    second = close(tmp_path, [])
    assert (first.revision, second.revision) == (1, 2)
    assert second.inputs_hash != first.inputs_hash
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    third = close(tmp_path, [], MonthSettings(focus_agents=3))
    assert (third.revision, len(third.focus)) == (3, 3)
    assert read_close(tmp_path / "m", MONTH) == third
    assert read_close(tmp_path / "m", MONTH, 1) == first
    assert list_closes(tmp_path / "m") == ((MONTH, (1, 2, 3)),)


def test_a_correction_that_leaves_every_figure_alone_is_still_another_input(tmp_path: Path) -> None:
    first = close(tmp_path / "a", calls())
    results = calls()
    evaluation = results[0].evaluation
    assert evaluation
    results[0] = replace(results[0], evaluation=replace(evaluation, rubric_hash=builders.digest("mended")))
    second = close(tmp_path / "b", results)
    assert second.inputs_hash != first.inputs_hash
    assert replace(second, inputs_hash=first.inputs_hash) == first


def test_a_month_without_calls_closes_empty(tmp_path: Path) -> None:
    november = call(1, agent="1001", score=90.0, start=datetime(2026, 11, 1, 0, 0, tzinfo=builders.SHANGHAI))
    closed = close(tmp_path, [november])
    assert (closed.recordings, closed.agents, closed.mean_score, closed.coverage) == (0, (), None, None)
    assert closed.histogram == (0,) * 10
    assert not closed.detectable


def test_one_agent_with_one_call(tmp_path: Path) -> None:
    closed = close(tmp_path, [call(1, agent="1001", score=90.0)])
    (agent,) = closed.agents
    assert (agent.adjusted_score, agent.low, agent.high, agent.focus) == (90.0, 0.0, 100.0, True)
    assert agent.weaknesses == ()


def test_an_agent_at_two_sites_is_at_home_where_most_calls_are(tmp_path: Path) -> None:
    results = [call(i, agent="1001", score=80.0 + i, site="宁波" if i < 4 else "杭州") for i in range(10)]
    closed = close(tmp_path, results)
    assert [(agent.site, agent.calls) for agent in closed.agents] == [("杭州", 10)]
    assert {site.site: site.calls for site in closed.sites} == {"宁波": 4, "杭州": 6}


def test_a_rubric_of_another_total_counts_in_per_cent(tmp_path: Path) -> None:
    result = call(1, agent="1001", score=60.0)
    assert result.evaluation
    closed = close(tmp_path, [replace(result, evaluation=replace(result.evaluation, max_score=120.0))])
    assert closed.mean_score == 50.0
    assert closed.histogram[5] == 1


def test_a_close_goes_to_json_and_back(tmp_path: Path) -> None:
    closed = close(tmp_path, calls())
    plain = json.loads((tmp_path / "m" / MONTH / "close-1.json").read_text(encoding="utf-8"))
    assert list(plain) == sorted(plain)
    assert read_close(tmp_path / "m", MONTH) == closed


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "October", "../2026-10", "2026-10\n"])
def test_no_month(tmp_path: Path, month: str) -> None:
    with pytest.raises(UsageError):
        read_close(tmp_path, month)


def test_errors_say_what_to_do(tmp_path: Path) -> None:
    errors: list[TinghengError] = []
    with pytest.raises(NoClose) as none:
        read_close(tmp_path, MONTH)
    with pytest.raises(NoClose):
        read_close(tmp_path, MONTH, 7)
    (tmp_path / MONTH).mkdir()
    (tmp_path / MONTH / "close-1.json").write_bytes(b'{"month": "2026-10"')
    with pytest.raises(DamagedClose) as damaged:
        read_close(tmp_path, MONTH)
    errors += [none.value, damaged.value]
    assert [f"{error.code} {error.advice.en}" for error in errors] == [
        "S201 Run qa month close 2026-10 first.",
        "S202 Restore the file from a backup; without one, move it away and run qa month close again.",
    ]
    assert none.value.message.zh == "2026-10 还没有这样的月结。"
