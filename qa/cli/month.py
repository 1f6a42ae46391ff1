"""`qa month`: close a month, and show a closed one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table

from qa.cli.console import QA_TOML, Config, out
from qa.month.close import check_month, list_closes, read_close
from qa.month.shape import MonthClose
from qa.pipeline import close_month
from qa.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="Dynamic quality management: the weakest become next month's focus.")

Month = Annotated[str, typer.Argument(help="YYYY-MM", metavar="MONTH")]


@app.command("close")
def close(month: Month, config: Config = QA_TOML) -> None:
    """Close a month: agents, the ten weakest, the weak indicators, sites, and the report.

    The same inputs give the same bytes; later arrivals give a new revision beside the old one.

    Example: qa month close 2026-10
    """
    settings = load_settings(config)
    check_month(month)
    closed = close_month(month, settings)
    show_month(closed)
    out.print(f"报告 report: {settings.data / 'reports' / f'month-{month}.html'}")


@app.command("show")
def show(month: Month = "", config: Config = QA_TOML) -> None:
    """Show the latest revision of a closed month, by default the last one closed.

    Example: qa month show 2026-10
    """
    months = load_settings(config).data / "months"
    closed = list_closes(months)
    last = closed[-1][0] if closed else f"{datetime.now():%Y-%m}"
    show_month(read_close(months, month or last))


def show_month(closed: MonthClose) -> None:
    """The ten weakest and the key indicators as tables."""
    equal = "" if closed.detectable else " · 坐席间无可辨差异 no detectable difference"
    counts = f"{closed.evaluations} 通评分 evaluations · {len(closed.agents)} 名坐席 agents"
    out.print(f"{closed.month} 第 {closed.revision} 版 revision · {counts}{equal}")
    headings = ("坐席 agent", "n", "校正分 adjusted", "90 % 区间", "P(最弱)", "结论 standing", "弱项 weakest")
    agents = Table(*headings, box=None)
    for agent in closed.focus:
        weakest = "、".join(weakness.name for weakness in agent.weaknesses[:2])
        interval = f"{agent.low:.1f}–{agent.high:.1f}"
        figures = (str(agent.calls), f"{agent.adjusted_score:.1f}", interval, f"{agent.p_weakest:.2f}")
        agents.add_row(agent.agent, *figures, agent.standing.value, weakest)
    out.print(agents)
    indicators = Table("重点指标 key indicator", "达标率 rate", "n", "每通失分 points lost", box=None)
    for indicator in closed.key_indicators:
        rate, lost = f"{indicator.rate:.0%}", f"{indicator.points_lost:.2f}"
        indicators.add_row(f"{indicator.name} ({indicator.rubric})", rate, str(indicator.judged), lost)
    out.print(indicators)
