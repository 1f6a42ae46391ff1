"""Next month's listening plans: quotas from the close, calls drawn week by week as the nights bring them.

One plan for each kind of evaluator. Its quotas are fixed when it is made; a later revision of the close does not change
them. A week is drawn once, when it is over, out of the calls that the mart then has: what comes later is counted and
left out, and nothing that was drawn is drawn again or taken back. Live listening has weeks and no calls.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from types import MappingProxyType
from typing import Final

import sqlalchemy as sa

from qa.errors import Text
from qa.month.listening_frame import RANDOM, Drawing, Row, month_frame
from qa.month.listening_targets import choose
from qa.month.proposal import next_month
from qa.month.sampling import Week, parts, places, quotas, shift, weeks
from qa.month.shape import MonthClose
from qa.people import audit, listening
from qa.people import quotas as kept
from qa.people.kinds import EvaluatorKind
from qa.people.listening import ListeningPlan, NewItem
from qa.people.quotas import Quota
from qa.settings import ListeningSettings
from qa.warehouse.mart import Mart

KINDS: Final = (EvaluatorKind.ANALYST, EvaluatorKind.TEAM_LEADER, EvaluatorKind.EXPERT, EvaluatorKind.AGENT)
"""In the order in which they use up an agent's cap."""
KIND_NAME: Final[Mapping[EvaluatorKind, Text]] = {
    EvaluatorKind.ANALYST: Text("质检组抽听", "QA team"),
    EvaluatorKind.TEAM_LEADER: Text("班组长旁听", "team leaders, live"),
    EvaluatorKind.EXPERT: Text("专家抽查", "experts"),
    EvaluatorKind.AGENT: Text("坐席自听", "agents, their own"),
}
BLIND: Final = (EvaluatorKind.ANALYST, EvaluatorKind.EXPERT)
"""They score a random call without sight of the machine's outcome: it is what the machine is measured by."""


def plan_listening(db: sa.Connection, close: MonthClose, settings: ListeningSettings, *, now: datetime) -> bool:
    """Make the plans of the month after `close`, with everybody's quotas; False where they are made already."""
    month = next_month(close.month)
    if kept.drawn_plans(db, month):
        return False
    focus = {agent.agent for agent in close.focus}
    everybody = sorted({agent.agent for agent in close.agents} | set(close.agents_without_score))
    shared = shared_quotas(everybody, focus, settings)
    for kind in KINDS:
        name = f"{month} {KIND_NAME[kind].zh}"
        about = {"evaluator": kind, "revision": close.revision, "seed": settings.seed}
        plan = listening.make_plan(db, name, month, (), made_by=None, now=now, **about)  # type: ignore[arg-type]
        kept.add_quotas(db, plan, shared[kind])
    audit.note(db, "rule:listening", "listening.plan", month, now=now, details={"revision": close.revision})
    return True


def shared_quotas(
    agents: Iterable[str], focus: set[str], settings: ListeningSettings
) -> Mapping[EvaluatorKind, Sequence[Quota]]:
    """Everybody's quotas by kind, with nobody above the cap."""
    base, targeted = settings.calls.model_dump(), settings.targeted.model_dump()
    found: dict[EvaluatorKind, list[Quota]] = defaultdict(list)
    for agent in agents:
        named, left = agent in focus, settings.cap
        drawn = {}
        for kind in KINDS:
            drawn[kind] = quotas(base[kind], multiplier=settings.focus_multiplier, focus=named, left=left)
            left -= math.ceil(drawn[kind])
        for kind in KINDS:
            wanted = targeted.get(kind, 0) * (settings.focus_multiplier if named else 1)
            chosen = min(left, round(wanted))
            left -= chosen
            found[kind].append(Quota(agent, drawn[kind], chosen, named))
    return found


@dataclass(frozen=True, slots=True)
class DrawnWeek:
    """A week as it was drawn for one plan."""

    week: Week
    calls: Mapping[str, int]
    """Out of how many, by agent."""
    items: tuple[NewItem, ...]


@dataclass(frozen=True, slots=True)
class Additions:
    """What a draw adds to one plan."""

    plan: ListeningPlan
    """As it was when it was drawn for …"""
    had: int
    """… and how many calls it had."""
    newcomers: tuple[Quota, ...]
    """Of agents who came after the close: that of everybody else."""
    weeks: tuple[DrawnWeek, ...]
    targeted: tuple[NewItem, ...]
    gone: frozenset[str]
    """Calls of the plan that are not kept any longer."""

    @property
    def calls(self) -> int:
        """How many are added."""
        return sum(len(drawn.items) for drawn in self.weeks) + len(self.targeted)


def draw_listening(
    db: sa.Connection,
    mart: Mart,
    month: str,
    settings: ListeningSettings,
    *,
    today: date,
    keys: Mapping[tuple[str, str], float] = MappingProxyType({}),
) -> tuple[Additions, ...]:
    """What can be drawn for the plans of `month` by now; nothing is written.

    `today` is the day on the local clock, `keys` are the month's key indicators as rubric and
    criterion: of an agent's calls that lose points there, the share that is heard, within the cap.
    """
    drawing = Drawing(db, mart, month_frame(mart, month, settings, today=today), settings, keys)
    return tuple(_additions(drawing, kind, plan) for kind, plan in kept.drawn_plans(db, month).items())


def keep_drawn(db: sa.Connection, additions: Sequence[Additions], *, now: datetime) -> int:
    """Add what was drawn; how many calls. What somebody else drew for in the meantime is left as it is.

    Drawing again adds nothing before another week is over, and never takes anything back.
    """
    added = 0
    for drawn in additions:
        plan = drawn.plan
        present = kept.drawn_plans(db, plan.month)
        if plan not in present.values() or len(listening.items(db, plan.id)) != drawn.had:
            continue
        kept.add_quotas(db, plan.id, drawn.newcomers)
        for one in drawn.weeks:
            listening.add_items(db, plan.id, one.items)
            kept.add_frame(db, plan.id, one.week.first.isoformat(), one.calls, until=one.week.end.isoformat())
        listening.add_items(db, plan.id, drawn.targeted)
        listening.skip_gone(db, plan.id, drawn.gone, now=now)
        added += drawn.calls
    if added:
        audit.note(db, "rule:listening", "listening.draw", additions[0].plan.month, now=now, details={"calls": added})
    return added


def _additions(drawing: Drawing, kind: EvaluatorKind, plan: ListeningPlan) -> Additions:
    db, frame, settings = drawing.db, drawing.frame, drawing.settings
    quotas_ = kept.quotas(db, plan.id)
    here = {row["agent"] for row in frame.rows if row["known_agent"]}
    new = tuple(shared_quotas(sorted(here - {q.agent for q in quotas_}), set(), settings)[kind])
    if kind is EvaluatorKind.TEAM_LEADER:
        return Additions(plan, 0, new, (), (), frozenset())
    everybody = (*quotas_, *new)
    frames = dict(kept.frames(db, plan.id))
    drawn = []
    for week in frame.over:
        if week.first.isoformat() >= plan.drawn_until:
            drawn.append(_draw_week(drawing, plan, week, everybody, frames))
            frames[week.first.isoformat()] = drawn[-1].calls
    items = listening.items(db, plan.id)
    fresh = [item for one in drawn for item in one.items]
    known = [item.recording_id for item in items]
    there = {row["recording_id"] for row in drawing.mart.rows("listening_calls", recordings=known)}
    targeted = choose(drawing, plan, everybody, (*items, *fresh))
    return Additions(plan, len(items), new, tuple(drawn), targeted, frozenset(known) - there)


def _draw_week(
    drawing: Drawing,
    plan: ListeningPlan,
    week: Week,
    everybody: Sequence[Quota],
    frames: Mapping[str, Mapping[str, int]],
) -> DrawnWeek:
    frame, settings, calls = drawing.frame, drawing.settings, drawing.frame.calls(week)
    earlier = [w.first.isoformat() for w in frame.weeks if w.first < week.first]
    wanted: list[tuple[str, int]] = []
    probability: dict[str, float] = {}
    for quota in everybody:
        own = [frames.get(first, {}).get(quota.agent, 0) for first in earlier]
        count = calls.get(quota.agent, 0)
        *past, part = parts(quota.calls, [*own, count], frame.weeks)
        if part:
            moved = shift(plan.seed or 0, plan.month, str(plan.evaluator), quota.agent)
            marks = places(part, count, before=sum(past, Fraction(0)), shift=moved)
            wanted += [(quota.agent, place) for place in marks]
            probability[quota.agent] = float(part / count)
    if not wanted:
        return DrawnWeek(week, calls, ())
    rows = drawing.mart.rows(
        "listening_drawn",
        month=plan.month,
        week=week.first,
        minimum_seconds=settings.minimum_seconds,
        bands=list(settings.length_bands),
        salt=f"{plan.seed}-{plan.evaluator}-",
        agents=[agent for agent, _ in wanted],
        places=[place for _, place in wanted],
    )
    items = tuple(_random(row, plan, week, probability[row["agent"]], settings) for row in rows)
    return DrawnWeek(week, calls, items)


def _random(row: Row, plan: ListeningPlan, week: Week, probability: float, settings: ListeningSettings) -> NewItem:
    length = band_name(row["band"], settings)
    return NewItem(
        row["recording_id"],
        why=f"随机：{week.first:%m-%d} 起一周，{row['queue'] or '无队列'}，{length}"[:200],
        priority=RANDOM,
        blind=plan.evaluator in BLIND,
        probability=probability,
        stratum=f"{week.first}|{row['band']}|{row['queue']}"[:200],
        agent=row["agent"],
    )


def band_name(band: int, settings: ListeningSettings) -> str:
    """The length band in words: 60–180 秒."""
    edges = settings.length_bands
    if not edges:
        return "不分时长"
    if band == 0:
        return f"不足 {edges[0]:g} 秒"
    return f"{edges[-1]:g} 秒以上" if band == len(edges) else f"{edges[band - 1]:g}–{edges[band]:g} 秒"


def live_weeks(plan: ListeningPlan, quota: Quota) -> Mapping[Week, int]:
    """In which weeks a team leader listens live to an agent, and how often."""
    month = weeks(plan.month)
    moved = shift(plan.seed or 0, plan.month, str(plan.evaluator), quota.agent)
    # Nobody knows how many calls there will be: more than anybody listens to.
    many = [1 + math.ceil(quota.calls)] * len(month)
    spread, before, found = parts(quota.calls, many, month), Fraction(0), {}
    for week, part, calls in zip(month, spread, many, strict=True):
        marks = len(places(part, calls, before=before, shift=moved))
        before += part
        if marks:
            found[week] = marks
    return found
