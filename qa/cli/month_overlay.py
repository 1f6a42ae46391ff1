"""`qa month overlay`: what a closed month proposes for the next one, and what a person decides."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.table import Table

from qa.cli.console import QA_TOML, Config, out
from qa.errors import Text, UsageError
from qa.month import overlays
from qa.month.closes import read_close
from qa.month.overlays import Proposal
from qa.month.shape import MonthClose
from qa.people.kinds import Decision
from qa.people.store import open_people
from qa.people.users import get_user
from qa.rubric.folder import load_rubrics
from qa.rubric.model import Rubric
from qa.rubric.overlay import overlay_text
from qa.settings import Settings, load_settings

app = typer.Typer(no_args_is_help=True, help="What a closed month proposes for the next one's rubrics.")

_DECIDED = {
    Decision.ACCEPTED: "已接受 accepted",
    Decision.AMENDED: "已修改后接受 accepted with changes",
    Decision.REFUSED: "已拒绝 refused",
}

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
        words = _DECIDED[decision.decision] + (f"：{decision.reason}" if decision.reason else "")
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


@app.command("amend")
def amend(
    month: Month,
    changes: Annotated[
        list[str],
        typer.Option(
            "--set",
            help="Other points than proposed; RUBRIC:CRITERION where two rubrics have it.",
            metavar="CRITERION=POINTS",
        ),
    ],
    by: By,
    reason: Annotated[str, typer.Option("--reason", help="Why.")],
    config: Config = QA_TOML,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
) -> None:
    """Accept the proposal with other points: the total has to stay, no criterion more than doubles or halves.

    Example: qa month overlay amend 2026-10 --set greeting=8 --set farewell=4 --by zhang --reason "先抓问候"
    """
    settings = load_settings(config)
    close, proposed = _proposed(month, settings)
    rubrics = {loaded.rubric.rubric: loaded.rubric for loaded in load_rubrics(settings.scoring.rubrics)}
    points = _points(changes, proposed, rubrics)
    drafts = [overlays.draft(one, rubrics[one.overlay.rubric], points[one.overlay.rubric]) for one in proposed]
    _tell(close, [one.proposal for one in drafts])
    for one in drafts:
        for problem in one.problems:
            out.print(f"✕ {problem.zh} {problem.en}")
    if dry_run:
        raise typer.Exit(1 if any(one.problems for one in drafts) else 0)
    with open_people(settings) as people, people.writing() as db:
        user, now, folder = get_user(db, by), datetime.now(UTC), settings.scoring.rubrics
        paths = overlays.amend(db, close, drafts, folder=folder, reason=reason, by=user, now=now)
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


def _points(
    changes: Sequence[str], proposed: Sequence[Proposal], rubrics: Mapping[str, Rubric]
) -> dict[str, dict[str, float]]:
    """The points asked for, by rubric and criterion."""
    known = {one.overlay.rubric: {c.id for _, c in rubrics[one.overlay.rubric].criteria()} for one in proposed}
    found: dict[str, dict[str, float]] = {name: {} for name in known}
    for change in changes:
        place, _, value = change.partition("=")
        rubric, _, criterion = place.rpartition(":")
        having = [name for name, criteria in known.items() if criterion in criteria and rubric in ("", name)]
        try:
            points = float(value)
        except ValueError:
            points = math.nan
        if len(having) != 1 or not math.isfinite(points):
            problem = Text("看不懂，或没有这个项目。", "this is no CRITERION=POINTS, or there is no such criterion.")
            fix = Text("例如 greeting=8；两张表都有时写 表名:greeting=8。", "Write greeting=8, or RUBRIC:greeting=8.")
            raise UsageError(change, problem=problem, fix=fix)
        found[having[0]][criterion] = points
    return found


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
