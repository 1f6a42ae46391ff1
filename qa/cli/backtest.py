"""`qa rubric backtest`: what another version of a rubric would have made of a month."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from qa.cli.console import QA_TOML, Config, err, out, progress
from qa.month.closes import check_month
from qa.rubric.source import load_rubric
from qa.settings import Settings, load_settings

if TYPE_CHECKING:
    from qa.authoring.backtest import Backtest
    from qa.authoring.otherwise import CriterionChange, Way
    from qa.scoring.heard import Call

SHOWN = 10
"""Calls and agents in the text; all of them with --json."""


def backtest(
    old: Annotated[Path, typer.Argument(help="The rubric as it is.", metavar="OLD")],
    new: Annotated[Path, typer.Argument(help="The rubric as it would be.", metavar="NEW")],
    *,
    month: Annotated[str, typer.Option("--month", help="YYYY-MM, of the calls.")],
    config: Config = QA_TOML,
    page: Annotated[Path | None, typer.Option("--page", help="An HTML file to write.", metavar="FILE.html")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, with every call.")] = False,
) -> None:
    """Judge a month's stored transcripts by two versions of a rubric and say what differs; nothing is changed.

    Compared are the calls that both are for by applies_to:, whatever days valid: names. Phrases that only the new
    version has are judged by the words alone: the sound is not asked again. The result is kept in data/backtests/, one
    file a rubric, where the viewer shows it.

    Example: qa rubric backtest rubrics/telecom_hotline.yaml new.yaml --month 2026-10 --page backtest.html
    """
    from qa.authoring.backtest import backtest as compared  # noqa: PLC0415  loads the compiled loops
    from qa.authoring.backtest_page import remarks, render_backtest  # noqa: PLC0415
    from qa.authoring.backtest_record import BacktestRecord, keep, version_of  # noqa: PLC0415
    from qa.report.rendering import write_report  # noqa: PLC0415
    from qa.scoring.outcome import Thresholds  # noqa: PLC0415

    settings = load_settings(config)
    check_month(month)
    before, after = load_rubric(old), load_rubric(new)
    thresholds = Thresholds(settings.scoring.credit, settings.scoring.accuse)
    found = compared(_calls(settings, month), before.rubric, after.rubric, thresholds, settings.month)
    record = BacktestRecord(
        rubric=before.rubric.rubric,
        name=before.rubric.name,
        month=month,
        made=datetime.now(UTC),
        old=version_of(before),
        new=version_of(after),
        focus_agents=settings.month.focus_agents,
        found=found,
    )
    if as_json:
        told = asdict(found) | {"remarks": [asdict(remark) for remark in remarks(record)]}
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        for remark in remarks(record):
            out.print(f"{remark.zh} {remark.en}")
        if found.calls:
            _show(found)
        else:
            _say_what_there_is(settings.truth, month)
    if page is not None:
        write_report(page, render_backtest(record))
        err.print(f"已写入 written: {page}")
    if found.calls:
        keep(record, settings.data)


def _calls(settings: Settings, month: str) -> Iterator[Call]:
    from qa.scoring.heard import Call  # noqa: PLC0415  loads the compiled loops
    from qa.scoring.sentences import alike_by  # noqa: PLC0415
    from qa.warehouse.parquet import read_month  # noqa: PLC0415

    alike, _ = alike_by(settings.scoring.sentence_model)
    with progress("回测 backtest") as advance:
        for done, r in enumerate(read_month(settings.truth, month)):
            advance(done, None)
            yield Call(r.transcript, r.measures, r.recording.metadata, alike)


def _say_what_there_is(truth: Path, month: str) -> None:
    """Why there is nothing to show, and which months there would be."""
    from qa.warehouse.layout import committed  # noqa: PLC0415

    # A shard is named by the day it was heard; its calls are of that day or a little before.
    months = sorted({f"{shard.day:%Y-%m}" for shard in committed(truth)})
    out.print(f"{month} 没有一通两版都适用的通话 no call of {month} is for both versions")
    if months:
        out.print(f"有转写的月份 months with transcripts: {'、'.join(months)}")
    else:
        out.print(f"{truth} 里还没有转写：先运行 qa demo 或 qa nightly，或用 --config 指明 qa.toml")
        out.print("no transcripts there yet: run qa demo or qa nightly first, or name another qa.toml with --config")


def _show(found: Backtest) -> None:
    means = f"{_score(found.mean_before)} → {_score(found.mean_after)}"
    out.print(f"{found.calls} 通 calls · 改变 changed {len(found.changed)} · 平均分 mean {means}")
    criteria = Table("项目 criterion", "失分 failed", "", "不同 otherwise", "例 quotes", box=None)
    for change in found.criteria:
        quotes = "；".join(f"{_outcome(way.before)}→{_outcome(way.after)} {_example(way)}" for way in change.ways[:2])
        criteria.add_row(f"{change.name} {change.criterion}", *_failed(change), str(change.otherwise), quotes)
    if found.criteria:
        out.print(criteria)
    calls = Table("通话 call", "坐席 agent", "原分", "新分 new", box=None)
    for call in found.changed[:SHOWN]:
        calls.add_row(call.call_id, call.agent, _score(call.before), _score(call.after))
    if found.changed:
        out.print(calls)
    agents = Table("坐席 agent", "n", "原名次", "新名次 place", "重点 focus", box=None)
    for agent in found.agents[:SHOWN]:
        focus = {(True, False): "离开 leaves", (False, True): "进入 enters"}.get(
            (agent.focus_before, agent.focus_after), ""
        )
        agents.add_row(agent.agent, str(agent.calls), str(agent.rank_before), str(agent.rank_after), focus)
    if found.agents:
        out.print(agents)


def _outcome(outcome: str) -> str:
    return outcome or "（无此项 no such line）"


def _example(way: Way) -> str:
    quote = way.quotes[0]
    return f"{way.calls}×，{quote.call_id}" + (f"“{quote.text}”" if quote.text else f"（{quote.about}）")


def _failed(change: CriterionChange) -> tuple[str, str]:
    def of(failed: int | None, judged: int | None) -> str:
        return "–" if judged is None else f"{failed}/{judged}"

    return of(change.failed_before, change.judged_before), "→ " + of(change.failed_after, change.judged_after)


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
