"""The star rating: by rule, by what is sure, and one agent's star never another's loss."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.errors import UsageError
from qa.month.shape import AgentMonth, Standing
from qa.month.stars import MANAGEMENT, Merit, OwnCalls, stars
from qa.settings import StarSettings, load_settings
from tests import builders

RULE = StarSettings()
ALL_HEARD = OwnCalls(9, 10)


def months(
    *scores: float, reach: float = 2.0, focus: bool = False, standing: Standing = Standing.NOT_AMONG
) -> list[AgentMonth]:
    return [
        builders.agent_month(
            adjusted_score=score, low=score - reach, high=score + reach, focus=focus, standing=standing
        )
        for score in scores
    ]


@pytest.mark.parametrize(
    ("score", "reach", "skill"),
    [(70, 1, 1), (76, 1, 2), (87, 1, 3), (92, 1, 4), (97, 1, 5), (86, 8, 2), (86, 1, 3), (95.5, 3, 4)],
)
def test_stars_go_by_what_is_sure(score: float, reach: float, skill: int) -> None:
    found = stars(months(score, score, score, reach=reach), 3, ALL_HEARD, RULE)
    assert found is not None
    assert (found.skill, found.months) == (skill, 3)
    assert found.score == pytest.approx(score)
    # Three months say more than one.
    assert found.score - found.low == pytest.approx(reach / 3**0.5)


def test_too_few_months_rate_nobody() -> None:
    assert stars(months(97, 97), 3, ALL_HEARD, RULE) is None
    assert stars([], 0, OwnCalls(0, 0), RULE) is None


@pytest.mark.parametrize(
    ("found", "closed", "own", "lacks"),
    [
        (months(92, 92, 92), 3, ALL_HEARD, set()),
        (months(92, 92, 92), 4, ALL_HEARD, {Merit.PRESENT}),
        (months(80, 80, 80), 3, ALL_HEARD, {Merit.SKILLED}),
        (months(92, 92, 92, focus=True, standing=Standing.CLEAR), 3, ALL_HEARD, {Merit.STEADY}),
        # Who only filled up the list was not found weak.
        (months(92, 92, 92, focus=True), 3, ALL_HEARD, set()),
        (months(96, 92, 88), 3, ALL_HEARD, {Merit.HELD}),
        (months(93, 92, 91), 3, ALL_HEARD, set()),
        (months(92, 92, 92), 3, OwnCalls(7, 10), {Merit.LISTENS}),
        (months(92, 92, 92), 3, OwnCalls(0, 0), {Merit.LISTENS}),
    ],
)
def test_each_star_of_the_management_line_has_its_reason(
    found: list[AgentMonth], closed: int, own: OwnCalls, lacks: set[Merit]
) -> None:
    rating = stars(found, closed, own, RULE)
    assert rating is not None
    assert set(rating.merits) == set(MANAGEMENT) - lacks
    assert rating.management == 5 - len(lacks)


def test_the_rule_is_the_centres_own(tmp_path: Path) -> None:
    mild = StarSettings(skill=(50, 60, 70, 80), least_months=1)
    found = stars(months(90), 1, ALL_HEARD, mild)
    assert found is not None
    assert found.skill == 5
    (tmp_path / "qa.toml").write_text("[stars]\nskill = [75, 70, 90, 95]\n", encoding="utf-8")
    with pytest.raises(UsageError, match="should rise"):
        load_settings(tmp_path / "qa.toml")
