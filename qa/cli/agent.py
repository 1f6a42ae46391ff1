"""`qa agent`: one agent's analysis sheet and growth file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import sqlalchemy as sa
import typer
from rich.table import Table

from qa.cli.console import QA_TOML, Config, out
from qa.errors import Text, UsageError
from qa.month.closes import list_closes, read_close
from qa.month.errors import NoClose
from qa.month.quotes import quote_rows
from qa.month.shape import MonthClose, Quote
from qa.month.stars import OwnCalls
from qa.people import audit
from qa.people.heard import own_calls
from qa.people.store import open_people
from qa.report.agent_file import MEASURE, AgentFile, agent_file
from qa.report.agent_sheet import agent_sheet
from qa.report.growth import month_lines, section_lines
from qa.report.growth_closed import ClosedGrowth, closed_growth
from qa.report.rendering import render_agent, write_report
from qa.settings import Settings, load_settings
from qa.warehouse.mart import Mart, open_mart

app = typer.Typer(no_args_is_help=True, help="One agent: analysis sheet and growth file.")
_MONTHS = 12
"""Closed months that are looked back on."""
_EVERYTHING: Final[dict[str, Any]] = {"nothing": False, "only_agent": None, "only_team": None, "only_site": None}
"""Who types commands on the server sees all calls."""


@app.command("show")
def show(
    agent: Annotated[str, typer.Argument(help="The agent's id.", metavar="AGENT")],
    config: Config = QA_TOML,
    *,
    month: Annotated[str, typer.Option("--month", help="A closed month; none: the last one.")] = "",
    page: Annotated[Path | None, typer.Option("--page", help="Write it as an HTML page here.")] = None,
) -> None:
    """Show an agent's month: weakest criteria against peers, quotes, call types, speech, all months, stars.

    That the sheet was shown or written is kept in the audit trail.

    Example: qa agent show 1042 --month 2026-10 --page 1042.html
    """
    settings = load_settings(config)
    with open_people(settings) as people, people.writing() as db:
        found = _file(agent, month, settings, db)
        details = {"month": found.month, "page": page is not None}
        audit.note(db, "cli:agent", "agent.sheet", agent, now=datetime.now(UTC), details=details)
    _print(found)
    if page is not None:
        write_report(page, render_agent(found))
        out.print(f"页面 page: {page}")


def _file(agent: str, month: str, settings: Settings, db: sa.Connection) -> AgentFile:
    closes = _closes(settings.data / "months", month)
    close = closes[-1]
    with open_mart(settings.data / "mart") as mart:
        rows = mart.rows("web_agent_months", agent=agent, **_EVERYTHING)
        if not rows:
            problem = Text("没有这名坐席的通话。", "there are no calls of this agent.")
            raise UsageError(agent, problem=problem, fix=Text("请核对工号。", "Check the agent's id."))
        centre = {row["month"]: row["mean"] for row in mart.rows("web_month_means")}
        heard, asked = own_calls(db, agent, [one.month for one in closes[-settings.stars.months :]])
        ranked = next((one for one in close.agents if one.agent == agent), None)
        return agent_file(
            close,
            ranked and replace(ranked, quotes=_quotes(mart, close, agent)),
            name=agent,
            place=(rows[0]["team"], rows[0]["site"]),
            growth=closed_growth(closes, agent, OwnCalls(heard, asked), settings.stars),
            months=month_lines(rows, centre)[0],
            sections=section_lines(mart.rows("web_agent_sections", agent=agent, **_EVERYTHING)),
            sheet=agent_sheet(
                close.month,
                *(
                    mart.rows(f"web_agent_{what}", agent=agent, month=close.month, **_EVERYTHING)
                    for what in ("criteria", "queues", "measures")
                ),
            ),
        )


def _closes(folder: Path, month: str) -> list[MonthClose]:
    """Closed months in the order of time, the last one the one asked for."""
    known = [name for name, _ in list_closes(folder)] if folder.is_dir() else []
    wanted = month or (known[-1] if known else f"{datetime.now():%Y-%m}")
    if wanted not in known:
        raise NoClose(str(folder / wanted), month=wanted)
    return [read_close(folder, name) for name in known if name <= wanted][-_MONTHS:]


def _quotes(mart: Mart, close: MonthClose, agent: str) -> tuple[Quote, ...]:
    rows = quote_rows(mart, close.month, [agent])
    doubted = {one.criterion for one in close.left_out}
    return tuple(
        Quote(**{name: row[name] for name in row if name != "agent"}) for row in rows if row["criterion"] not in doubted
    )


def _print(file: AgentFile) -> None:
    out.print(f"{file.agent} · {file.team} {file.site} · {file.month}")
    out.print(f"{file.headline.zh} {file.headline.en}")
    if file.card is not None:
        for weakness in file.card.weaknesses:
            out.print(f"  弱项 weak: {weakness.name} {weakness.sizes.zh}")
        for quote in file.card.quotes:
            out.print(f"  “{quote.text}” {quote.criterion} · {quote.call_id} {quote.at} · {quote.probability}")
    for strength in file.sheet.strong:
        out.print(f"  强项 strong: {strength.name} {strength.rate}，同事 {strength.peers}")
    if file.growth is not None:
        _print_growth(file.growth)
    sections = Table("部分 section", "n", "通过率 passed", "同事 peers", box=None)
    for part in file.sections:
        sections.add_row(part.section, str(part.judged), part.rate, part.peers)
    out.print(sections)
    queues = Table("队列 queue", "n", "平均 mean", "90 %", "同事 peers", "", box=None)
    for queue in file.sheet.queues:
        mark = "◆" if queue.differs else ""
        queues.add_row(queue.queue, str(queue.calls), queue.mean, queue.range, queue.peers, mark)
    out.print(queues)
    measures = Table("语音指标 measure", "n", "本人 own", "90 %", "同事 peers", "", box=None)
    for one in file.sheet.measures:
        name, mark = MEASURE[one.measure], "◆" if one.differs else ""
        measures.add_row(f"{name.zh} {name.en}", str(one.n), one.value, one.range, one.peers, mark)
    out.print(measures)


def _print_growth(growth: ClosedGrowth) -> None:
    months = Table("月份 month", "n", "校正分 adjusted", "90 % 区间", "名次 rank", "结论 standing", box=None)
    for row in growth.months:
        mark = "★ " if row.focus else ""
        months.add_row(mark + row.month, row.calls, row.adjusted, row.range, row.rank, row.standing.zh)
    out.print(months)
    for row in growth.months:
        if row.left_out is not None:
            out.print(f"  {row.month} {row.left_out.zh} {row.left_out.en}")
    for line in growth.stars:
        out.print(f"{line.name.zh} {line.name.en} {line.stars} {line.why.zh} {line.why.en}")
    if growth.waits is not None:
        out.print(f"{growth.waits.zh} {growth.waits.en}")
