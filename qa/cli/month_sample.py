"""`qa month sample`: which calls people hear in the month after a close."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from qa.cli.console import QA_TOML, Config, out
from qa.errors import Text, UsageError
from qa.month.closes import check_month, list_closes, read_close
from qa.month.listening import KIND_NAME
from qa.month.listening_account import ListeningAccount
from qa.month.proposal import next_month
from qa.month.shape import MonthClose
from qa.people import audit
from qa.people.store import open_people
from qa.pipeline.listening import draw_month
from qa.report.export import csv_bytes, xlsx_bytes
from qa.report.listening_sheet import HEADER, listening_rows
from qa.settings import Settings, load_settings
from qa.storage import write_atomically
from qa.warehouse.mart import open_mart

_FORMS = (".csv", ".xlsx")


def sample(
    month: Annotated[str, typer.Argument(help="YYYY-MM: a closed month; none: the last one.", metavar="MONTH")] = "",
    config: Config = QA_TOML,
    *,
    export: Annotated[
        Path | None, typer.Option("--export", help="Also write the plan as a .csv or .xlsx file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The account as one JSON object.")] = False,
) -> None:
    """Plan and draw which calls people hear in the month after a closed one, by kind of evaluator.

    The quotas are fixed the first time. Calls are drawn week by week as the nights bring them: run it again for the
    next week (qa nightly does so too); what was drawn before stays. Calls by lot keep their probability; calls chosen
    for what is in them are marked and are in no estimate.

    Example: qa month sample 2026-10 --export plan.xlsx
    """
    settings = load_settings(config)
    if export is not None and export.suffix.lower() not in _FORMS:
        problem = Text("只能导出 .csv 或 .xlsx。", "only .csv or .xlsx can be written.")
        raise UsageError(str(export), problem=problem, fix=Text("请改文件名的后缀。", "Change the file's suffix."))
    close = _close(settings, month)
    found = draw_month(settings, close, now=datetime.now(UTC))
    if export is not None:
        _write(export, close, settings)
    if as_json:
        typer.echo(json.dumps(asdict(found.account), ensure_ascii=False, default=str))
        return
    _tell(found.account, close)
    out.print(f"本次新增 added now: {found.added}")
    if export is not None:
        out.print(f"已导出 exported: {export}")


def _close(settings: Settings, month: str) -> MonthClose:
    """The close that is meant; who names the month to listen to is told the right one."""
    months = settings.data / "months"
    closed = [name for name, _ in list_closes(months)]
    if month:
        check_month(month)
    before = [name for name in closed if month and next_month(name) == month]
    if month and month not in closed and before:
        raise UsageError(
            month,
            problem=Text(f"{month} 尚未月结；这个月的抽听计划出自 {before[0]} 的月结。", f"{month} is not closed."),
            fix=Text(
                f"请运行 qa month sample {before[0]}。",
                f"Its plan comes from the close of {before[0]}: qa month sample {before[0]}.",
            ),
        )
    return read_close(months, month or (closed[-1] if closed else f"{datetime.now():%Y-%m}"))


def _write(path: Path, close: MonthClose, settings: Settings) -> None:
    month = next_month(close.month)
    teams = {agent.agent: (agent.team, agent.site) for agent in close.agents}
    with open_mart(settings.data / "mart") as mart, open_people(settings) as people, people.writing() as db:
        rows = listening_rows(db, mart, month, teams)
        audit.note(db, "cli:export", "listening.export", month, now=datetime.now(UTC), details={"lines": len(rows)})
    table = csv_bytes(HEADER, rows) if path.suffix.lower() == ".csv" else xlsx_bytes(HEADER, rows, sheet=month)
    write_atomically(path, table)


def _tell(account: ListeningAccount, close: MonthClose) -> None:
    until = f"已抽至 drawn up to {account.drawn_until}" if account.drawn_until else "尚无通话可抽 no calls to draw yet"
    left = f"还有 {account.weeks_left} 周 weeks left" if account.weeks_left else "整月已抽完 the whole month"
    out.print(f"{account.month} 抽听计划 listening plan · 出自 from {close.month} · {until} · {left}")
    headings = ("评定人", "坐席 agents", "重点 focus", "配额 quota", "随机 random", "定向 targeted")
    table = Table(*headings, "已听 heard", "待听 waiting", "已不在 gone", box=None)
    for one in account.plans:
        name = KIND_NAME[one.kind]
        counts = (one.agents, one.focus, f"{one.quota:g}", one.random, one.targeted, one.done, one.waiting, one.gone)
        table.add_row(f"{name.zh} {one.kind}", *map(str, counts))
    out.print(table)
    gone = account.excluded
    out.print(
        f"未列入 left out: 过短 too short {gone.too_short} · 无评分 no scorecard {gone.unjudged} · "
        f"不在花名册 not in the roster {gone.not_in_roster} · 抽样后才到 came after the draw {gone.late}"
    )
    if account.sample_mean is not None and account.sample_error is not None and account.all_mean is not None:
        out.print(
            f"随机样本加权均分 weighted mean of the random calls {account.sample_mean:.1f} ± "
            f"{1.96 * account.sample_error:.1f} · 全部通话 all calls {account.all_mean:.1f}（机器评分 by the machine）"
        )
    revision = account.plans[0].plan.revision
    if revision != close.revision:
        out.print(
            f"计划依据第 {revision} 版月结，配额不随第 {close.revision} 版改变 "
            f"the plan rests on revision {revision}: its quotas stay"
        )
