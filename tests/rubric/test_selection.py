"""Which rubric judges a call, and that no two can claim it with equal right."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.recording import Direction
from qa.rubric.diagnostics import RubricError
from qa.rubric.folder import load_rubrics
from qa.rubric.model import Rubric
from qa.rubric.selection import closest, rivals
from qa.rubric.source import parse_rubric
from tests import builders
from tests.rubric.test_source import GOOD


def text(name: str, applies_to: str = "{}", valid: str = "{}") -> str:
    own = GOOD.replace("rubric: small", f"rubric: {name}")
    return own.replace("bands:", f"applies_to: {applies_to}\nvalid: {valid}\nbands:")


def rubric(name: str, applies_to: str = "{}", valid: str = "{}") -> Rubric:
    return parse_rubric(text(name, applies_to, valid), f"{name}.yaml")


ALL = rubric("any_call")
INBOUND = rubric("inbound", "{direction: inbound}")
BROADBAND = rubric("broadband", "{direction: inbound, queue: [宽带, 光纤]}")


@pytest.mark.parametrize(
    ("direction", "queue", "chosen"),
    [
        (Direction.INBOUND, "宽带", "broadband"),
        (Direction.INBOUND, "话费", "inbound"),
        (Direction.OUTBOUND, "宽带", "any_call"),
    ],
)
def test_the_rubric_that_asks_for_most_judges(direction: Direction, queue: str, chosen: str) -> None:
    about = replace(builders.metadata(), direction=direction, queue=queue)
    found = closest([ALL, INBOUND, BROADBAND], about)
    assert found is not None
    assert found.rubric == chosen


def test_where_none_applies_there_is_none() -> None:
    assert closest([INBOUND], replace(builders.metadata(), direction=Direction.OUTBOUND)) is None


@pytest.mark.parametrize(
    ("one", "other", "contested"),
    [
        (("{}", "{}"), ("{}", "{}"), True),
        (("{direction: inbound}", "{}"), ("{direction: outbound}", "{}"), False),
        (("{direction: inbound}", "{}"), ("{queue: 宽带}", "{}"), True),  # an inbound call of that queue fits both
        (("{direction: inbound}", "{}"), ("{direction: inbound, queue: 宽带}", "{}"), False),
        (("{queue: [宽带, 话费]}", "{}"), ("{queue: [话费, 套餐]}", "{}"), True),
        (("{}", "{until: 2026-10-31}"), ("{}", "{from: 2026-11-01}"), False),
        (("{}", "{until: 2026-11-01}"), ("{}", "{from: 2026-11-01}"), True),
    ],
)
def test_two_that_could_have_one_call_with_equal_right(
    one: tuple[str, str], other: tuple[str, str], contested: bool
) -> None:
    pair = rubric("one", *one), rubric("other", *other)
    assert list(rivals(pair)) == ([pair] if contested else [])


def test_a_folder_in_which_the_files_name_would_decide_is_refused(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / f"{name}.yaml").write_text(text(name, "{direction: inbound}"), encoding="utf-8")
    with pytest.raises(RubricError) as error:
        load_rubrics(tmp_path)
    (diagnostic,) = error.value.diagnostics
    assert str(diagnostic) == (
        "R007: 有的通话同时适用 one 与 other，条件一样多，分不出用哪一张。"
        " / some calls fit one and other, which ask for equally many columns.\n"
        f"  --> {tmp_path}/other.yaml:4:1\n"
        "  4 | applies_to: {direction: inbound}\n"
        "    | ^\n"
        "  = 请在 applies_to: 里各写不同的队列，或多写一列，或用 valid: 把日期错开。"
        " / Name other queues in each under applies_to:, ask for one more column, or part their days with valid:."
    )


FORMS = st.lists(
    st.tuples(
        st.sampled_from(
            ["{}", "{direction: inbound}", "{direction: outbound}", "{queue: [宽带, 话费]}", "{queue: 话费}"]
        ),
        st.sampled_from(["{}", "{until: 2026-10-15}", "{from: 2026-10-16}", "{from: 2026-10-10, until: 2026-10-20}"]),
    ),
    min_size=1,
    max_size=4,
)


@given(
    FORMS, st.sampled_from(Direction), st.sampled_from(["宽带", "话费"]), st.dates(date(2026, 10, 1), date(2026, 11, 1))
)
def test_without_rivals_the_choice_never_hangs_on_the_order(
    forms: list[tuple[str, str]], direction: Direction, queue: str, day: date
) -> None:
    rubrics = [rubric(f"r{number}", *form) for number, form in enumerate(forms)]
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    about = replace(builders.metadata(start=start), direction=direction, queue=queue)
    best = [r for r in rubrics if r.applies(about)]
    equals = [r for r in best if len(r.applies_to) == max(len(x.applies_to) for x in best)]
    assert len(equals) <= 1 or any(pair for pair in rivals(rubrics))
    assert closest(rubrics, about) == closest(rubrics[::-1], about)
