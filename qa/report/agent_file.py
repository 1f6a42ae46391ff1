"""An agent's file on one page: what stands behind the month's figures, for the talk between team leader and agent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from qa.errors import Text, printable
from qa.month.shape import AgentMonth, MonthClose
from qa.report import charts
from qa.report.agent_card import AgentCard, agent_card
from qa.report.agent_sheet import AgentSheet
from qa.report.growth import MonthLine, SectionLine
from qa.report.growth_closed import ClosedGrowth
from qa.report.month_texts import MonthTexts

MEASURE: Final[Mapping[str, Text]] = {
    "agent_speech_rate": Text("语速（字/分）", "Speech rate (characters/min)"),
    "agent_talk_share": Text("坐席说话占比", "Agent's share of talk"),
    "response_latency": Text("应答停顿（秒）", "Response latency (s)"),
    "longest_silence": Text("最长静音（秒）", "Longest silence (s)"),
    "longest_hold": Text("最长等待（秒）", "Longest hold (s)"),
    "agent_interruptions": Text("每通抢话", "Interruptions a call"),
}


class FileTexts(MonthTexts):
    """What the page says beside the month's own texts."""

    sheet_title = Text("坐席分析表", "Analysis of an agent")
    stars_title = Text("星级", "Stars")
    growth_title = Text("历月校正分", "Adjusted scores by month")
    growth_lead = Text(
        "圆点是校正后得分，横线是 90 % 区间，竖线是全体坐席平均；★ 为当月列入重点。",
        "The dot is the adjusted score, the line its 90 % interval, the upright line everybody's mean; ★: in the focus "
        "that month.",
    )
    months_title = Text("各月平均得分", "Mean scores by month")
    sections_title = Text("各部分", "Sections")
    peers = Text("同事", "Peers")
    types_title = Text("通话类型", "Call types")
    queue = Text("队列", "Queue")
    measures_title = Text("语音指标", "Speech measures")
    measure = Text("指标", "Measure")
    own = Text("本人", "Agent")
    apart = Text("与同事明显不同", "well apart from peers")
    month = Text("月份", "Month")
    not_ranked = Text("本月关账中没有这名坐席的得分。", "The close of this month has no score of this agent.")


@dataclass(frozen=True, slots=True)
class AgentFile:
    """All that `agent.html` is given, and what the terminal shows."""

    texts: ClassVar[type[FileTexts]] = FileTexts
    names: ClassVar[Mapping[str, Text]] = MEASURE
    agent: str
    team: str
    site: str
    month: str
    headline: Text
    card: AgentCard | None
    """Of the closed month; None where it does not rank the agent."""
    scale: charts.Scale
    growth: ClosedGrowth | None
    months: tuple[MonthLine, ...]
    sections: tuple[SectionLine, ...]
    sheet: AgentSheet
    """The month's analysis from the mart."""


def agent_file(
    close: MonthClose,
    agent: AgentMonth | None,
    *,
    name: str,
    place: tuple[str, str],
    growth: ClosedGrowth | None,
    months: tuple[MonthLine, ...],
    sections: tuple[SectionLine, ...],
    sheet: AgentSheet,
) -> AgentFile:
    """The file of an agent as it is after a closed month."""
    scale = charts.scale(() if agent is None else (agent.low, agent.high))
    card = None if agent is None else agent_card(agent, scale)
    return AgentFile(
        agent=printable(name),
        team=printable(place[0]),
        site=printable(place[1]),
        month=close.month,
        headline=_headline(close, agent, card, name),
        card=card,
        scale=scale,
        growth=growth,
        months=months,
        sections=sections,
        sheet=sheet,
    )


def _headline(close: MonthClose, agent: AgentMonth | None, card: AgentCard | None, name: str) -> Text:
    if agent is None or card is None:
        return Text(f"{printable(name)}：{FileTexts.not_ranked.zh}", f"{printable(name)}: {FileTexts.not_ranked.en}")
    weakest = card.weaknesses[:3]
    zh = "、".join(weakness.name for weakness in weakest) or "没有哪一项明显弱于同事"
    en = ", ".join(weakness.name for weakness in weakest) or "no criterion stands out against peers"
    row = card.row
    return Text(
        f"{row.agent} 在 {close.month}：{row.calls} 通，校正分 {row.adjusted}（90 % 区间 {row.range}），"
        f"{row.standing_text.zh}；先看：{zh}。",
        f"{row.agent} in {close.month}: {row.calls} calls, adjusted score {row.adjusted} (90 % interval {row.range}), "
        f"{row.standing_text.en}; look first at: {en}.",
    )
