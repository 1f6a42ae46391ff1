"""`qa month`: close a month, and show a closed one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from qa.cli import month_overlay, month_sample
from qa.cli.console import QA_TOML, Config, err, out
from qa.errors import Text
from qa.month import gate
from qa.month.closes import check_month, list_closes, read_close
from qa.month.effect import sentence
from qa.month.fairness import POSSIBLE
from qa.month.presence import SPARED
from qa.month.revisions import differences
from qa.month.shape import Level, MonthClose, Presence, Trust
from qa.people.coaching import coached
from qa.people.reviews import reviews_since
from qa.people.store import open_people
from qa.people.trust import CriterionTrust, criteria_trust
from qa.pipeline.close import close_month
from qa.report.month_focus import last_focus
from qa.report.month_machine import machine_note, machine_rows
from qa.report.month_places import place_rows
from qa.report.month_texts import PRESENCE
from qa.report.month_trust import TRUST, trust_lines, trust_note
from qa.settings import Settings, load_settings

app = typer.Typer(no_args_is_help=True, help="Dynamic quality management: the weakest become next month's focus.")

app.add_typer(month_overlay.app, name="overlay")
app.command("sample")(month_sample.sample)

Month = Annotated[str, typer.Argument(help="YYYY-MM", metavar="MONTH")]


@app.command("close")
def close(month: Month, config: Config = QA_TOML) -> None:
    """Close a month: agents, the ten weakest, the weak indicators, sites, and the report.

    The same inputs give the same bytes; later arrivals give a new revision beside the old one.

    Example: qa month close 2026-10
    """
    settings = load_settings(config)
    check_month(month)
    before = _latest(settings.data / "months", month)
    closed = close_month(month, settings)
    show_month(closed)
    if before is not None and before.revision != closed.revision:
        _tell(before, closed)
    _warn_of_names(closed, settings)
    out.print(f"报告 report: {settings.data / 'reports' / f'month-{month}.html'}")


@app.command("show")
def show(
    month: Month = "",
    config: Config = QA_TOML,
    *,
    revision: Annotated[int | None, typer.Option("--revision", min=1, help="An earlier one; none: the latest.")] = None,
) -> None:
    """Show a revision of a closed month, by default the latest of the last month closed.

    Example: qa month show 2026-10
    """
    settings = load_settings(config)
    months = settings.data / "months"
    closed = [name for name, _ in list_closes(months)]
    chosen = read_close(months, month or (closed[-1] if closed else f"{datetime.now():%Y-%m}"), revision)
    show_month(chosen)
    earlier = [name for name in closed if name < chosen.month]
    if earlier:
        _show_last_focus(read_close(months, earlier[-1]), chosen, settings)
    out.print(f"下月抽听计划 the next month's listening plan: qa month sample {chosen.month}")
    if chosen.key_indicators:
        out.print(f"下月分值的建议 what it proposes for the next month's points: qa month overlay show {chosen.month}")


@app.command("diff")
def diff(
    month: Month,
    config: Config = QA_TOML,
    *,
    revision: Annotated[int | None, typer.Option("--revision", min=2, help="Against the one before.")] = None,
) -> None:
    """Say what a revision of a closed month changed against the one before, by default the latest.

    Example: qa month diff 2026-10
    """
    months = load_settings(config).data / "months"
    after = read_close(months, month, revision)
    if after.revision == 1:
        out.print("只有第 1 版 there is only revision 1")
        return
    _tell(read_close(months, month, after.revision - 1), after)


@app.command("trust")
def trust(
    config: Config = QA_TOML,
    *,
    month: Annotated[str, typer.Option("--month", help="As its close sees it; none: the present month.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list.")] = False,
) -> None:
    """Compare the machine with people, and people among themselves, on every criterion that people reviewed.

    Reviews count from the same month of the year before. The second table is what a close goes by: answers given
    without sight of the machine, and what they make of the criterion.

    Example: qa month trust
    """
    settings = load_settings(config)
    wanted = month or f"{datetime.now():%Y-%m}"
    check_month(wanted)
    with open_people(settings) as people, people.reading() as db:
        found = criteria_trust(reviews_since(db, gate.counted_from(wanted)))
    verdicts = [gate.trust_of(one.blind, settings.month) for one in found]
    if as_json:
        rows = [asdict(one) | {"trust": trust} for one, trust in zip(found, verdicts, strict=True)]
        typer.echo(json.dumps(rows, ensure_ascii=False))
    elif found:
        _show_trust(found, verdicts)
    else:
        out.print("还没有复核，机器判得如何无从说起 there are no reviews yet: nothing can be said of the machine")


def _show_trust(found: Sequence[CriterionTrust], verdicts: Sequence[Trust]) -> None:
    headings = (
        "项目 criterion",
        "n",
        "查准 precision",
        "查全 recall",
        "κ",
        "α",
        "95 % 区间",
        "PABAK",
        "失分率 prevalence",
    )
    table = Table(*headings, "人与人 people n", "人与人 people α", box=None)
    gate_table = Table("项目 criterion", "盲评 blind n", "α", "95 % 区间", "可信 trust", box=None)
    for one, trust in zip(found, verdicts, strict=True):
        m, p, b = one.machine, one.people, one.blind
        figures = (_figure(m.precision), _figure(m.recall), _figure(m.kappa), _figure(m.alpha))
        beside = (_interval(m.alpha_interval), _figure(m.pabak), _figure(m.prevalence), str(p.n), _figure(p.alpha))
        name, said = f"{one.criterion} ({one.rubric})", f"{TRUST[trust].zh} {TRUST[trust].en}"
        gate_table.add_row(name, str(b.n), _figure(b.alpha), _interval(b.alpha_interval), said)
        table.add_row(name, str(m.n), *figures, *beside)
    out.print(table)
    out.print("按已复核的通话计，未按抽样概率加权 of the calls reviewed, not weighted by how they were sampled")
    out.print(gate_table)
    out.print("排名只看盲评：α 的 95 % 下限 ≥ .80 计入，≥ .667 仅供参考 the ranking goes by blind answers only")


def _show_last_focus(before: MonthClose, close: MonthClose, settings: Settings) -> None:
    """What became of the focus agents of the month closed before."""
    with open_people(settings) as people, people.reading() as db:
        found = last_focus(before, close, coached(db, close.month))
    if not found.rows and not found.gone:
        return
    headings = (f"{before.month} 的重点 last focus", "当时 then", "现在 now", "变化 gain", "不辅导也会有 anyway")
    table = Table(*headings, "辅导 coached", "仍为重点 again", box=None)
    for row in found.rows:
        coached_mark = "✓" if row.coached else "–"
        marks = (f"候补 waited{' ✓' if row.coached else ''}" if row.waited else coached_mark, "✓" if row.again else "–")
        table.add_row(row.agent, row.before, row.after, row.gain, row.expected, *marks)
    for agent in found.gone:
        table.add_row(agent, "", "无评分 no score", "", "", "", "")
    out.print(table)
    if close.helped is None:
        out.print(f"{found.said.zh} {found.said.en}")


def _interval(ends: tuple[float, float] | None) -> str:
    return "–" if ends is None else "{:.2f} … {:.2f}".format(*ends)


def _show_spared(closed: MonthClose) -> None:
    """Who is likely among the weakest and yet not named: new staff and the long absent."""
    spared = [
        f"{agent.agent} {PRESENCE[agent.presence].zh} {PRESENCE[agent.presence].en} {agent.adjusted_score:.1f}"
        for agent in closed.agents
        if agent.presence in SPARED and agent.p_weakest >= POSSIBLE
    ]
    if spared:
        out.print(f"可能属于最弱，按规则不点名 likely among the weakest, by rule not named: {'、'.join(spared)}")


def _warn_of_names(closed: MonthClose, settings: Settings) -> None:
    """A name in `focus_at` that nobody of the month belongs to is most likely misspelt."""
    for name in sorted(set(settings.month.focus_at) - {group.name for group in closed.focus_groups}):
        err.print(
            f"focus_at：{name} 本月没有坐席，请核对名称与随录清单一致 "
            f"focus_at: nobody of this month belongs to {name}; compare its name with the manifest's"
        )


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _latest(months: Path, month: str) -> MonthClose | None:
    return read_close(months, month) if month in dict(list_closes(months)) else None


def _tell(before: MonthClose, after: MonthClose) -> None:
    out.print(
        f"第 {after.revision} 版与第 {before.revision} 版相比 revision {after.revision} against {before.revision}:"
    )
    lines = differences(before, after)
    for line in lines or (Text("所列数字没有变化", "no figure shown has changed"),):
        out.print(f"  {line.zh} · {line.en}")


def show_month(closed: MonthClose) -> None:
    """The ten weakest and the key indicators as tables."""
    equal = "" if closed.detectable else " · 坐席间无可辨差异 no detectable difference"
    counts = f"{closed.evaluations} 通评分 evaluations · {len(closed.agents)} 名坐席 agents"
    out.print(f"{closed.month} 第 {closed.revision} 版 revision · {counts}{equal}")
    if closed.focus_groups:
        named = " · ".join(f"{group.name or '–'} {group.size}/{group.agents}" for group in closed.focus_groups)
        out.print(f"各自点名 each names its own (名额/坐席 named/agents): {named}")
    headings = ("坐席 agent", "n", "校正分 adjusted", "90 % 区间", "P(最弱)", "结论 standing", "弱项 weakest")
    agents = Table(*headings, box=None)
    for agent in closed.focus:
        weakest = "、".join(weakness.name for weakness in agent.weaknesses[:2])
        interval = f"{agent.low:.1f}–{agent.high:.1f}"
        figures = (str(agent.calls), f"{agent.adjusted_score:.1f}", interval, f"{agent.p_weakest:.2f}")
        standing = agent.standing.value if agent.presence is Presence.USUAL else f"{agent.standing} ({agent.presence})"
        agents.add_row(agent.agent, *figures, standing, weakest)
    out.print(agents)
    _show_spared(closed)
    if closed.waiting:
        names = "、".join(agent.agent for agent in closed.waiting)
        out.print(f"候补对照，下月暂不辅导 waiting by lot, not coached next month（seed {closed.lot_seed}）: {names}")
    if closed.helped is not None:
        said = sentence(closed.helped)
        out.print(f"{said.zh} {said.en}")
    for line in (trust_note(closed), *trust_lines(closed)):
        if line is not None:
            out.print(f"{line.zh} {line.en}")
    said = machine_note(closed)
    out.print(f"{said.zh} {said.en}")
    if rows := machine_rows(closed):
        columns = (
            "范围 group",
            "机器 machine",
            "抽听 heard n",
            "偏差 error",
            "90 %",
            "人 people",
            "90 %",
            "校正 corrected",
        )
        machine = Table(*columns, box=None)
        for row in rows:
            group = row.group or f"{row.level.zh} {row.level.en}"
            machine.add_row(
                group, row.mean, row.heard, row.bias, row.bias_range, row.corrected, row.range, row.taken_out
            )
        out.print(machine)
    _show_places(closed)
    indicators = Table("重点指标 key indicator", "达标率 rate", "n", "每通失分 points lost", box=None)
    for indicator in closed.key_indicators:
        rate, lost = f"{indicator.rate:.0%}", f"{indicator.points_lost:.2f}"
        indicators.add_row(f"{indicator.name} ({indicator.rubric})", rate, str(indicator.judged), lost)
    out.print(indicators)


def _show_places(closed: MonthClose) -> None:
    """Sites and teams with what sets them apart."""
    rows = (*place_rows(closed, Level.SITE), *place_rows(closed, Level.TEAM))
    if not rows:
        return
    table = Table("站点、班组 site, team", "平均 mean", "强项 strengths", "弱项 weak", "需帮助 in need", box=None)
    for row in rows:
        better, worse = ("、".join(one.zh for one in found) for found in (row.strengths, row.weaknesses))
        more = f" {row.more.zh}" if row.more else ""
        table.add_row(row.name, row.mean, better, worse, " ".join(row.in_need) + more)
    out.print(table)
