"""A month's listening plan as a table for a spreadsheet: one line a call, and one a week of live listening."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import sqlalchemy as sa

from qa.month.listening import KIND_NAME, live_weeks
from qa.people import listening
from qa.people import quotas as kept
from qa.people.kinds import EvaluatorKind, ItemState
from qa.people.listening import ListeningPlan
from qa.report.export import Cell
from qa.warehouse.mart import Mart

HEADER = (
    *("评定人 evaluator", "坐席 agent", "班组 team", "站点 site", "流水号 call", "开始 start", "时长 seconds"),
    *("队列 queue", "随机或定向 drawn", "原因 why", "入样概率 probability", "盲评 blind", "状态 state", "编号 id"),
)
_STATE: Mapping[ItemState, str] = {
    ItemState.WAITING: "待听 waiting",
    ItemState.DONE: "已听 heard",
    ItemState.SKIPPED: "跳过 skipped",
}


def listening_rows(db: sa.Connection, mart: Mart, month: str, teams: Mapping[str, tuple[str, str]]) -> list[list[Cell]]:
    """The lines of all plans of `month`, in the order in which they should be heard; `teams`: team and site by agent.

    A call that is not kept any longer has no particulars. No line shows a score: random calls are scored blind.
    """
    plans = kept.drawn_plans(db, month)
    return [
        line
        for kind, plan in plans.items()
        for line in (_live(db, plan, teams) if kind is EvaluatorKind.TEAM_LEADER else _calls(db, mart, plan))
    ]


def _calls(db: sa.Connection, mart: Mart, plan: ListeningPlan) -> Iterator[list[Cell]]:
    items = listening.items(db, plan.id)
    found = mart.rows("listening_calls", recordings=[item.recording_id for item in items])
    calls = {row["recording_id"]: row for row in found}
    for item in items:
        call = calls.get(item.recording_id, {})
        particulars = (call.get(name) for name in ("team", "site", "call_id", "start_local", "seconds", "queue"))
        drawn = "定向 targeted" if item.targeted else "随机 random"
        about = (drawn, item.why, item.probability, "是 yes" if item.blind else "", _STATE[item.state])
        yield [_name(plan), item.agent, *particulars, *about, item.recording_id]


def _live(db: sa.Connection, plan: ListeningPlan, teams: Mapping[str, tuple[str, str]]) -> Iterator[list[Cell]]:
    for quota in kept.quotas(db, plan.id):
        team, site = teams.get(quota.agent, ("", ""))
        for week, times in live_weeks(plan, quota).items():
            why = f"{week.first:%m-%d} 起一周内现场旁听 {times} 次"
            yield [_name(plan), quota.agent, team, site, None, None, None, None, "随机 random", why, None, "", "", ""]


def _name(plan: ListeningPlan) -> str:
    return KIND_NAME[plan.evaluator].zh if plan.evaluator else plan.name
