"""The page of the ranking's study on simulated months: a table and plots, as pictures of what the figures say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from qa.errors import Text
from qa.report.texts import SharedTexts
from qa.simulate.study import Coaching, Correction, Scenario, Study

PLOT = 260
"""Height and width of a plot, pixels."""

_NAMES = {
    "equal": Text("各坐席同样 20 通", "20 calls each"),
    "unequal": Text("平均 20 通，多少悬殊", "20 calls on average, very unequal"),
    "mixed": Text("通数悬殊，业务难易不同且分工不均", "unequal, queues of different difficulty served unevenly"),
    "many calls": Text("平均 100 通，业务分工不均", "100 calls on average, uneven queues"),
    "nearly equal": Text("坐席水平几乎相同（τ = 1）", "agents nearly alike (τ = 1)"),
    "all equal": Text("所有坐席水平相同", "all agents alike"),
}


class StudyTexts(SharedTexts):
    """What the page says."""

    title = Text("排名方法检验（模拟数据）", "How good the ranking is (simulated)")
    scenario = Text("情形", "Centre")
    precision = Text("我们的十人中真正最弱的", "of our ten, truly weakest")
    raw = Text("按原始平均分", "by plain mean")
    covered = Text("90 % 区间包含真值", "90 % intervals that hold the truth")
    calibration = Text("概率与事实之差", "distance of probability and truth")
    clear = Text("有人被判“明确”的月份", "months with somebody «clear»")
    clear_right = Text("“明确”者真在十人中", "of the «clear», truly among the ten")
    plot_title = Text("P（最弱十人）与事实", "P(among the weakest ten) against the truth")
    plot_lead = Text(
        "每个点是概率相近的一组坐席：横轴为我们给出的概率，纵轴为其中真正属于最弱十人的比例；点越靠近对角线越可信。",
        "Each dot is a group of agents with a similar probability: across, what we said; up, the share who truly were "
        "among the ten. The nearer to the diagonal, the better.",
    )
    predicted = Text("我们给出的概率", "probability we gave")
    true = Text("事实比例", "true share")
    coaching_title = Text("辅导效果的估计", "Estimating what coaching gives")
    correction_title = Text("机器偏差的校正", "Correcting the machine's error")


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """One line of the table."""

    name: Text
    precision: str
    raw: str
    covered: str
    calibration: str
    clear: str
    clear_right: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A group of agents, in pixels."""

    x: float
    y: float
    r: float
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    """One calibration plot."""

    name: Text
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class StudyPage:
    """All that `study.html` is given."""

    texts: ClassVar[type[StudyTexts]] = StudyTexts
    size: ClassVar[int] = PLOT
    headline: Text
    rows: tuple[ScenarioRow, ...]
    plots: tuple[Plot, ...]
    coaching: Text
    correction: Text


def study_page(study: Study) -> StudyPage:
    """The context of the page."""
    return StudyPage(
        headline=Text(
            f"每种情形模拟 {study.months} 个月，真值已知；全部经由月度关账所用的同一套函数。",
            f"{study.months} simulated months of each kind, their truth known, through the very functions of a close.",
        ),
        rows=tuple(_row(scenario) for scenario in study.scenarios),
        plots=tuple(_plot(scenario) for scenario in study.scenarios if scenario.name != "all equal"),
        coaching=_coaching(study.coaching),
        correction=_correction(study.correction),
    )


def _row(scenario: Scenario) -> ScenarioRow:
    return ScenarioRow(
        name=_NAMES[scenario.name],
        precision=f"{scenario.precision:.2f}",
        raw=f"{scenario.raw_precision:.2f}",
        covered=f"{scenario.coverage:.1%}",
        calibration=f"{scenario.calibration_error:.3f}",
        clear=f"{scenario.named_clear:.1%}",
        clear_right="–" if scenario.clear_right is None else f"{scenario.clear_right:.1%}",
    )


def _plot(scenario: Scenario) -> Plot:
    largest = max(b.n for b in scenario.bins)
    return Plot(
        _NAMES[scenario.name],
        tuple(
            Dot(
                x=round(PLOT * b.predicted, 1),
                y=round(PLOT * (1 - b.true), 1),
                r=round(3 + 6 * (b.n / largest) ** 0.25, 1),
                label=f"{b.predicted:.2f} → {b.true:.2f} (n = {b.n:,})",
            )
            for b in scenario.bins
        ),
    )


def _coaching(found: Coaching) -> Text:
    return Text(
        f"真实效果 {found.true_effect:.1f} 分：前后相减得 {found.before_after:.2f} 分，候补对照的协方差分析平均得 "
        f"{found.estimate:.2f} 分，其 90 % 区间有 {found.coverage:.1%} 包含真值（{found.months} 个月）。",
        f"True effect {found.true_effect:.1f} points: before against after says {found.before_after:.2f}, analysis of "
        f"covariance against the waiting list {found.estimate:.2f} on average; {found.coverage:.1%} of its 90 % "
        f"intervals hold the truth ({found.months} months).",
    )


def _correction(found: Correction) -> Text:
    true, said = abs(found.true_bias), abs(found.estimate)
    return Text(
        f"机器在一个站点平均多扣 {true:.2f} 分，随机抽听约 {found.heard:.0f} 通估得 {said:.2f} 分。"
        f"校正后的 90 % 区间有 {found.coverage:.1%} 包含人的评分，未校正的只有 {found.uncorrected:.1%}；"
        f"最弱十人中该站点占 {found.named:.0%}，未校正时占 {found.named_raw:.0%}，公平应为一半"
        f"（{found.months} 个月）。",
        f"The machine takes {true:.2f} points too many at one site; some {found.heard:.0f} calls heard by lot say "
        f"{said:.2f}. {found.coverage:.1%} of the corrected 90 % intervals hold what people would have given, of the "
        f"uncorrected {found.uncorrected:.1%}; of the ten, {found.named:.0%} are of that site, {found.named_raw:.0%} "
        f"without the correction, where half is fair ({found.months} months).",
    )
