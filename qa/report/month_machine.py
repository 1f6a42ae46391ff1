"""The machine's error by group, beside what people would have given, as a table and in a sentence. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from qa.errors import Text, printable
from qa.month.machine_bias import MINIMUM_HEARD
from qa.month.shape import Level, MachineBias, MonthClose
from qa.report import figures

LEVEL: Final[Mapping[Level, Text]] = {
    Level.CENTRE: Text("全中心", "whole centre"),
    Level.SITE: Text("站点", "site"),
    Level.TEAM: Text("班组", "team"),
}


@dataclass(frozen=True, slots=True)
class MachineRow:
    """One group."""

    level: Text
    group: str
    calls: str
    mean: str
    heard: str
    bias: str
    bias_range: str
    corrected: str
    range: str
    sure: bool
    """The interval of the error does not hold 0."""
    taken_out: str
    """Empty where the ranking took nothing out."""


def machine_note(close: MonthClose) -> Text:
    """What the calls heard by lot say of the machine, in one sentence."""
    centre = next((one for one in close.machine if one.level is Level.CENTRE), None)
    if centre is None:
        return Text(
            f"随机抽中并盲评的通话不足 {MINIMUM_HEARD} 通，机器的平均分偏高还是偏低还不知道。",
            f"Fewer than {MINIMUM_HEARD} calls of the month were drawn by lot and scored blind: whether the machine's "
            "mean is too high or too low is not known yet.",
        )
    sites = [one for one in close.machine if one.taken_out]
    wrong = Text(
        f"抽听 {centre.heard} 通：机器比人{_way(centre).zh}{_ends(centre)}；人对本月全部通话的平均分应为 "
        f"{figures.number(centre.corrected)}（90 % 区间 {figures.interval(centre.low, centre.high)}），机器为 "
        f"{figures.number(centre.mean)}",
        f"{centre.heard} calls heard by lot: the machine scores {_way(centre).en}{_ends(centre)}; people would have "
        f"given the month's calls {figures.number(centre.corrected)} on average (90 % interval "
        f"{figures.interval(centre.low, centre.high)}), the machine gave {figures.number(centre.mean)}",
    )
    if not sites:
        return Text(f"{wrong.zh}。", f"{wrong.en}.")
    return Text(
        f"{wrong.zh}。各站点的偏差不同，排名已按站点校正。",
        f"{wrong.en}. Its error differs between sites and was taken out of the ranking.",
    )


def _way(one: MachineBias) -> Text:
    if one.bias_low <= 0 <= one.bias_high:
        return Text("没有可辨的偏差", "as people do, as far as can be told")
    points = figures.number(abs(one.bias))
    return (
        Text(f"偏高 {points} 分", f"{points} points too high")
        if one.bias > 0
        else Text(f"偏低 {points} 分", f"{points} points too low")
    )


def _ends(one: MachineBias) -> str:
    return f" ({one.bias_low:+.1f} … {one.bias_high:+.1f})".replace("-", "−")


def machine_rows(close: MonthClose) -> tuple[MachineRow, ...]:
    """The table's rows."""
    return tuple(
        MachineRow(
            level=LEVEL[one.level],
            group=printable(one.group),
            calls=figures.count(one.calls),
            mean=figures.number(one.mean),
            heard=figures.count(one.heard),
            bias=_signed(one.bias),
            bias_range=f"{_signed(one.bias_low)} … {_signed(one.bias_high)}",
            corrected=figures.number(one.corrected),
            range=figures.interval(one.low, one.high),
            sure=not one.bias_low <= 0 <= one.bias_high,
            taken_out=_signed(-one.taken_out) if one.taken_out else "",
        )
        for one in close.machine
    )


def _signed(points: float) -> str:
    return f"{points:+.1f}".replace("-", "−")
