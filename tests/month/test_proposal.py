"""The next month's overlay: the weak weigh more, the total stays, and nothing is live before a person accepts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import UsageError
from qa.month import overlays
from qa.month.overlays import draft, proposals
from qa.month.proposal import next_month, propose
from qa.month.shape import IndicatorMonth, MonthClose
from qa.people import audit, users
from qa.people.kinds import Decision
from qa.people.roles import Role
from qa.people.store import People, open_people
from qa.people.users import User
from qa.rubric.diagnostics import RubricError
from qa.rubric.folder import load_rubrics
from qa.rubric.model import Rubric
from qa.rubric.months import load_month_rubrics
from qa.rubric.overlay import overlaid
from qa.rubric.source import LoadedRubric, parse_rubric
from qa.settings import Settings
from tests import builders

NOW = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
HEAD = """\
rubric: small
name: 小质检表
version: "1"
scale: {points: 40}
bands: {优: 0.5}
sections:
  - id: s
    name: 全部
    criteria:
"""


def rubric_text(points: Sequence[float]) -> str:
    lines = [
        f"      - {{id: c{i}, name: 第{i}项, points: {p:g}, require: {{said: 您好第{i}项, by: agent}}}}"
        for i, p in enumerate(points)
    ]
    return HEAD.replace("40", f"{sum(points):g}") + "\n".join(lines) + "\n"


def rubric(points: Sequence[float]) -> Rubric:
    return parse_rubric(rubric_text(points), "small.yaml")


def indicator(number: int, rate: float, *, key: bool = False) -> IndicatorMonth:
    figures = {"rate": rate, "low": max(0.0, rate - 0.05), "high": min(1.0, rate + 0.05), "points_lost": 5 * (1 - rate)}
    return builders.indicator_month(rubric="small", criterion=f"c{number}", key=key, **figures)  # type: ignore[arg-type]


def close(*indicators: IndicatorMonth) -> MonthClose:
    return builders.month_close(indicators=indicators)


def test_a_weak_indicator_gets_half_its_points_more_from_the_surest() -> None:
    month = close(indicator(0, 0.6, key=True), indicator(1, 0.95), indicator(2, 0.99), indicator(3, 0.8))
    (overlay,) = propose(month, [rubric([10, 10, 10, 10])])
    assert overlay.overlay == "2026-11"
    assert overlay.points == {"c0": 15.0, "c2": 7.5, "c1": 7.5}
    assert overlay.because == {"c0": "10 月达标率 60.0 %（55.0–65.0 %），每通平均失 2.00 分"}
    assert overlay.sampling == {"c0": 0.05}


@given(
    points=st.lists(st.sampled_from([1.0, 2.0, 3.0, 5.0, 7.5, 10.0, 20.0]), min_size=1, max_size=8),
    rates=st.lists(st.floats(0.1, 1.0), min_size=8, max_size=8),
    keys=st.sets(st.integers(0, 7), max_size=4),
)
def test_every_proposal_fits_its_rubric(points: list[float], rates: list[float], keys: set[int]) -> None:
    form = rubric(points)
    month = close(*(indicator(i, rates[i], key=i in keys) for i in range(len(points))))
    for overlay in propose(month, [form]):
        after = overlaid(form, overlay)  # refuses another total and changes beyond twice or half
        before = {c.id: c.points for _, c in form.criteria()}
        for _, criterion in after.criteria():
            weak = int(criterion.id[1:]) in keys
            assert (criterion.points >= before[criterion.id]) if weak else (criterion.points <= before[criterion.id])


def test_a_month_without_weak_indicators_proposes_nothing() -> None:
    assert propose(close(indicator(0, 0.99)), [rubric([10, 10])]) == ()


def test_december_proposes_january() -> None:
    assert (next_month("2026-12"), next_month("2026-09")) == ("2027-01", "2026-10")


@pytest.fixture
def people(tmp_path: Path) -> People:
    return open_people(Settings(data=tmp_path / "data"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "rubrics"
    place.mkdir()
    (place / "small.yaml").write_text(rubric_text([10, 10, 10, 10]), encoding="utf-8")
    return place


MONTH = close(indicator(0, 0.6, key=True), indicator(1, 0.95), indicator(2, 0.99), indicator(3, 0.8))


def somebody(db: sa.Connection, role: Role) -> User:
    return users.add_user(db, role.value, role, "a-long-password-1", now=NOW)


def points_of(folder: Path, month: str) -> dict[str, float]:
    (loaded,) = load_month_rubrics(folder).of(month)
    return {criterion.id: criterion.points for _, criterion in loaded.rubric.criteria()}


def test_accepted_it_judges_the_next_month_and_no_other(people: People, folder: Path) -> None:
    proposed = proposals(MONTH, tuple(load_rubrics(folder)))
    assert points_of(folder, "2026-11")["c0"] == 10
    with people.writing() as db:
        (path,) = overlays.accept(db, MONTH, proposed, folder=folder, by=somebody(db, Role.MANAGER), now=NOW)
    assert path.name == "2026-11.yaml"
    assert points_of(folder, "2026-11") == {"c0": 15, "c1": 7.5, "c2": 7.5, "c3": 10}
    assert points_of(folder, "2026-12")["c0"] == 10
    with people.reading() as db:
        decision = overlays.decided(db, "2026-10")
        assert decision is not None
        assert (decision.decision, decision.revision) == (Decision.ACCEPTED, 1)
        assert "c0: 15" in decision.overlay
        assert audit.verify(db).lines == 1


def test_a_file_that_somebody_wrote_is_never_overwritten(people: People, folder: Path) -> None:
    mine = folder / "overlays" / "2026-11.yaml"
    mine.parent.mkdir()
    mine.write_text("overlay: mine", encoding="utf-8")
    proposed = proposals(MONTH, tuple(load_rubrics(folder)))
    with people.writing() as db, pytest.raises(UsageError, match="this file exists"):
        overlays.accept(db, MONTH, proposed, folder=folder, by=somebody(db, Role.MANAGER), now=NOW)
    assert mine.read_text(encoding="utf-8") == "overlay: mine"


def test_refused_nothing_changes_and_the_reason_is_kept(people: People, folder: Path) -> None:
    with people.writing() as db:
        manager = somebody(db, Role.MANAGER)
        with pytest.raises(UsageError, match="needs a reason"):
            overlays.refuse(db, MONTH, reason=" ", by=manager, now=NOW)
        overlays.refuse(db, MONTH, reason="下月换新表", by=manager, now=NOW)
    assert points_of(folder, "2026-11")["c0"] == 10
    with people.reading() as db:
        decision = overlays.decided(db, "2026-10")
    assert decision is not None
    assert (decision.decision, decision.reason) == (Decision.REFUSED, "下月换新表")


@pytest.mark.parametrize("role", [Role.ANALYST, Role.EXPERT, Role.TEAM_LEADER, Role.ADMIN])
def test_only_a_manager_decides(people: People, folder: Path, role: Role) -> None:
    proposed = proposals(MONTH, tuple(load_rubrics(folder)))
    with people.writing() as db:
        who = users.add_user(db, role.value, role, "a-long-password-1", now=NOW, team="一组")
        with pytest.raises(UsageError, match="may not decide"):
            overlays.accept(db, MONTH, proposed, folder=folder, by=who, now=NOW)
    assert not (folder / "overlays").exists()


@given(
    points=st.lists(st.sampled_from([1.0, 2.0, 3.0, 5.0, 7.5, 10.0, 20.0]), min_size=2, max_size=8),
    keys=st.sets(st.integers(0, 7), min_size=1, max_size=3),
    wanted=st.dictionaries(st.integers(0, 7), st.floats(0.25, 50).map(lambda p: round(p * 2) / 2)),
)
def test_a_draft_without_problems_fits_and_one_with_them_is_never_accepted(
    points: list[float], keys: set[int], wanted: dict[int, float]
) -> None:
    form = parse_rubric(rubric_text(points), "small.yaml")
    loaded = LoadedRubric(form, "0" * 64, "small.yaml")
    month = close(*(indicator(i, 0.5 if i in keys else 0.95, key=i in keys) for i in range(len(points))))
    for proposal in proposals(month, (loaded,)):
        named = {f"c{i}": p for i, p in wanted.items() if i < len(points)}
        found = draft(proposal, form, named)
        if found.problems:
            with pytest.raises(RubricError):
                overlaid(form, found.proposal.overlay)
        else:
            assert found.total_after == pytest.approx(found.total_before)
            after = {c.id: c.points for _, c in overlaid(form, found.proposal.overlay).criteria()}
            assert all(after[name] == value for name, value in named.items())
        # What stays as it is does not stand in the overlay.
        assert all(change.before != change.after for change in found.proposal.changes)
