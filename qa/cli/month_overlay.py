"""`qa month overlay`: what a closed month proposes for the next one, and what a person decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.table import Table

from qa.cli.console import QA_TOML, Config, out
from qa.month import overlays
from qa.month.close import read_close
from qa.month.overlays import Proposal
from qa.month.shape import MonthClose
from qa.people.kinds import Decision
from qa.people.store import open_people
from qa.people.users import get_user
from qa.rubric.overlay import overlay_text
from qa.rubric.source import load_rubrics
from qa.settings import Settings, load_settings

app = typer.Typer(no_args_is_help=True, help="What a closed month proposes for the next one's rubrics.")

Month = Annotated[str, typer.Argument(help="YYYY-MM: the month that was closed.", metavar="MONTH")]
By = Annotated[str, typer.Option("--by", help="Who decides: a user of the viewer, a manager.", metavar="NAME")]


@app.command("show")
def show(
    month: Month,
    config: Config = QA_TOML,
    *,
    as_yaml: Annotated[bool, typer.Option("--yaml", help="The files as they would be written.")] = False,
) -> None:
    """Show the points that would change, why, and whether somebody decided.

    Example: qa month overlay show 2026-10
    """
    settings = load_settings(config)
    close, proposed = _proposed(month, settings)
    if as_yaml:
        typer.echo("\n".join(overlay_text(proposal.overlay) for proposal in proposed), nl=False)
        return
    _tell(close, proposed)
    with open_people(settings) as people, people.reading() as db:
        decision = overlays.decided(db, month)
    if decision is None and proposed:
        out.print(
            f"尚未决定 not decided: qa month overlay accept {month} --by NAME · refuse {month} --by NAME --reason …"
        )
    elif decision is not None:
        words = "已接受 accepted" if decision.decision is Decision.ACCEPTED else f"已拒绝 refused：{decision.reason}"
        out.print(f"{words}（{decision.decided_at:%Y-%m-%d}，第 {decision.revision} 版 revision）")


@app.command("accept")
def accept(month: Month, by: By, config: Config = QA_TOML) -> None:
    """Accept the proposal: the overlay is written beside the rubrics and judges the next month's calls.

    Example: qa month overlay accept 2026-10 --by zhang
    """
    settings = load_settings(config)
    close, proposed = _proposed(month, settings)
    with open_people(settings) as people, people.writing() as db:
        user, now = get_user(db, by), datetime.now(UTC)
        paths = overlays.accept(db, close, proposed, folder=settings.scoring.rubrics, by=user, now=now)
    for path in paths:
        out.print(f"已写入 written: {path}")


@app.command("refuse")
def refuse(
    month: Month, by: By, reason: Annotated[str, typer.Option("--reason", help="Why.")], config: Config = QA_TOML
) -> None:
    """Refuse the proposal: nothing changes, the reason is kept.

    Example: qa month overlay refuse 2026-10 --by zhang --reason "下月换新表"
    """
    settings = load_settings(config)
    close, _ = _proposed(month, settings)
    with open_people(settings) as people, people.writing() as db:
        overlays.refuse(db, close, reason=reason, by=get_user(db, by), now=datetime.now(UTC))
    out.print("已记录，下月的分值不变 kept: the next month's points stay")


def _proposed(month: str, settings: Settings) -> tuple[MonthClose, tuple[Proposal, ...]]:
    close = read_close(settings.data / "months", month)
    return close, overlays.proposals(close, tuple(load_rubrics(settings.scoring.rubrics)))


def _tell(close: MonthClose, proposed: Sequence[Proposal]) -> None:
    if not proposed:
        out.print(f"{close.month} 没有可调整的重点指标 nothing is proposed: no key indicator of a rubric that is here")
    for proposal in proposed:
        out.print(f"{proposal.overlay.overlay} · {proposal.name} · {proposal.file}")
        table = Table("项目 criterion", "原分", "新分 new", "", "理由 because", box=None)
        for change in proposal.changes:
            sign = "▲" if change.after > change.before else "▼"
            points = f"{change.before:g}", f"{change.after:g}", f"{sign} {abs(change.after - change.before):g}"
            table.add_row(f"{change.name} {change.criterion}", *points, change.because)
        out.print(table)
        out.print("总分不变 the total stays")
