"""Star rating (星级评定) in two lines, by a rule that a person can check by hand. Pure.

**Skill line (技能线).** The mean of the adjusted scores of the closed months looked back on, each of them already fair
to its calls and drawn towards all by how little it says. Stars go by the lower end of that mean's 90 % interval: what
luck may have given earns none. The thresholds are points of the form, not places: one agent's star costs no other's.

**Management line (管理线).** For those who are to lead others: one star for each of five things (`MANAGEMENT`), named
with the rating. It says who is ready to be asked, not who leads well: of that the calls of one's own say nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from qa.month.shape import AgentMonth, Standing
from qa.settings import StarSettings

_Z90 = NormalDist().inv_cdf(0.95)


class Merit(StrEnum):
    """What earns a star in the management line."""

    PRESENT = "present"
    """Ranked in every closed month looked back on."""
    SKILLED = "skilled"
    """Enough stars in the skill line."""
    STEADY = "steady"
    """Never surely among the weakest in these months («clear» or «possible» in the focus)."""
    HELD = "held"
    """The latest month is not surely below the first."""
    LISTENS = "listens"
    """Heard the own calls that the plans asked for."""


MANAGEMENT = tuple(Merit)


@dataclass(frozen=True, slots=True)
class OwnCalls:
    """Calls of their own that the listening plans asked an agent to hear."""

    heard: int
    asked: int


@dataclass(frozen=True, slots=True)
class Stars:
    """An agent's rating."""

    months: int
    """Closed months that it rests on."""
    skill: int
    """1 to 5."""
    score: float
    """Mean of the adjusted scores."""
    low: float
    """Lower end of its 90 % interval, which the stars go by."""
    high: float
    management: int
    """0 to 5."""
    merits: tuple[Merit, ...]
    """What earned the stars of the management line."""


def stars(months: Sequence[AgentMonth], closed: int, own: OwnCalls, settings: StarSettings) -> Stars | None:
    """The rating of an agent from their latest `closed` closed months, oldest first; None with too few of them.

    `months` are those of the `closed` months in which the agent was ranked.
    """
    if len(months) < settings.least_months:
        return None
    score = sum(month.adjusted_score for month in months) / len(months)
    errors = [(month.high - month.low) / (2 * _Z90) for month in months]
    reach = _Z90 * math.sqrt(sum(error**2 for error in errors)) / len(months)
    low, high = max(0.0, score - reach), min(100.0, score + reach)
    skill = 1 + sum(low >= needed for needed in settings.skill)
    first, last = months[0], months[-1]
    earned = {
        Merit.PRESENT: len(months) == closed,
        Merit.SKILLED: skill >= settings.management_skill,
        Merit.STEADY: not any(m.focus and m.standing in (Standing.CLEAR, Standing.POSSIBLE) for m in months),
        Merit.HELD: last.high >= first.low,
        Merit.LISTENS: own.asked > 0 and own.heard >= settings.management_heard * own.asked,
    }
    merits = tuple(merit for merit in MANAGEMENT if earned[merit])
    return Stars(len(months), skill, score, low, high, len(merits), merits)
