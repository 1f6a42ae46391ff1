"""Did coaching help? Gains beside those that would have come by themselves, and ANCOVA where some had to wait. Pure.

The weakest of a month gain next month without anybody's doing, because part of their low mean was bad luck. What is
expected of an agent with reliability B is the adjusted score, so the expected gain is (1 − B)(μ − ȳ). Where chance
decided who of the eligible is coached and who waits, the analysis of covariance y₂ = a + b·y₁ + c·coached estimates
what coaching gave (true effect 3: before/after said 5.69, ANCOVA 2.98). Source: Vickers & Altman 2001, BMJ 323:1123.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import stdtrit

from qa.errors import Text
from qa.month.shape import CoachingEffect, Help, Lot, MonthClose

MINIMUM_GROUP: Final = 3
"""Agents coached, and as many who waited, below which no effect is estimated."""
CONFIDENCE: Final = 0.90


@dataclass(frozen=True, slots=True)
class Followed:
    """An agent of last month's focus, in both months."""

    agent: str
    before: float
    """Mean score of the month in which they were named."""
    expected: float
    """Their level then, on their own mix of calls: the mean that is expected of them with no coaching."""
    after: float
    """Mean score of the month behind it."""
    coached: bool
    """False: on the waiting list by lot."""


def lots_followed(before: MonthClose, means: Mapping[str, float]) -> tuple[Followed, ...]:
    """Those whom the lot of the month `before` had coach or wait, in the month behind it; `means`: its mean scores.

    As the lot decided, whether or not a talk was held: who was left out or talked to nevertheless was not by chance.
    """
    return tuple(
        Followed(a.agent, a.mean_score, a.expected_mean, means[a.agent], coached=a.lot is Lot.COACHED)
        for a in before.agents
        if a.lot is not None and a.agent in means
    )


def did_it_help(followed: Sequence[Followed]) -> Help:
    """The gains of the coached, what was expected of them anyway, and the effect against the waiting list."""
    coached = [one for one in followed if one.coached]
    if not coached:
        return Help(None, None, None)
    gain = sum(one.after - one.before for one in coached) / len(coached)
    expected = sum(one.expected - one.before for one in coached) / len(coached)
    return Help(gain, expected, ancova(followed))


def ancova(followed: Sequence[Followed]) -> CoachingEffect | None:
    """The effect of coaching with its interval; None with fewer than `MINIMUM_GROUP` agents on either side."""
    ordered = sorted(followed, key=lambda one: one.agent)
    n, coached = len(ordered), sum(one.coached for one in ordered)
    if min(coached, n - coached) < MINIMUM_GROUP:
        return None
    before = np.array([one.before for one in ordered])
    design = np.column_stack((np.ones(n), before - before.mean(), [float(one.coached) for one in ordered]))
    after = np.array([one.after for one in ordered])
    inverse = np.linalg.pinv(design.T @ design, hermitian=True)
    estimate = inverse @ design.T @ after
    residual = after - design @ estimate
    freedom = n - int(np.linalg.matrix_rank(design))
    error = float(np.sqrt(max(0.0, residual @ residual / freedom * inverse[2, 2])))
    reach = float(stdtrit(freedom, (1 + CONFIDENCE) / 2)) * error
    points = float(estimate[2])
    return CoachingEffect(points, points - reach, points + reach, coached, n - coached)


def sentence(found: Help) -> Text:
    """What a manager can read aloud: one sentence, and nothing that the figures do not bear."""
    if found.gain is None or found.expected_gain is None:
        return Text("上月没有接受辅导的重点坐席。", "Nobody of last month's focus was coached.")
    if found.drawn is not None and not found.held:
        return Text(
            f"抽签定为先辅导的 {found.drawn} 名坐席都没有谈话记录，因此说不上辅导有没有用。",
            f"No talk is on record with any of the {found.drawn} whom the lot had coached: of coaching nothing can be "
            "said.",
        )
    gain, expected = _signed(found.gain), _signed(found.expected_gain)
    who = _who(found)
    gained = Text(
        f"{who.zh}平均变化 {gain} 分，其中 {expected} 分即使不辅导也会出现",
        f"{who.en} moved by {gain} points, of which {expected} would have come anyway",
    )
    effect = found.effect
    if effect is None:
        return Text(
            f"{gained.zh}；没有足够的候补坐席作对照，其余是否来自辅导无法断定。",
            f"{gained.en}; too few agents waited, so whether the rest is coaching cannot be said.",
        )
    interval = f"{_signed(effect.low)} – {_signed(effect.high)}"
    if effect.low > 0:
        verdict = Text("辅导确有效果", "coaching helped")
    elif effect.high < 0:
        verdict = Text("辅导反而有害", "coaching did harm")
    else:
        verdict = Text("是否有效尚不能断定", "whether it helped cannot be said yet")
    return Text(
        f"{gained.zh}；与候补的 {effect.waited} 名坐席相比，辅导带来 {_signed(effect.points)} 分"
        f"（90 % 区间 {interval}），{verdict.zh}。",
        f"{gained.en}; against the {effect.waited} who waited, coaching gave {_signed(effect.points)} points "
        f"(90 % interval {interval}): {verdict.en}.",
    )


def _who(found: Help) -> Text:
    if found.drawn is None or found.drawn == found.held:
        return Text("接受辅导的坐席", "Coached agents")
    return Text(
        f"抽签定为先辅导的 {found.drawn} 名坐席（{found.held} 名有谈话记录）",
        f"The {found.drawn} whom the lot had coached (a talk is on record with {found.held})",
    )


def _signed(points: float) -> str:
    return f"{points:+.1f}".replace("-", "−")
