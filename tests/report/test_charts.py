import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.report import charts, figures


def test_columns_stand_on_the_base_and_the_tallest_fills_the_plot() -> None:
    drawn = charts.histogram((0, 1, 2000, 10, 0, 0, 0, 0, 0, 5))
    assert drawn.total == 2016
    assert max(c.height for c in drawn.columns) == charts.PLOT_HEIGHT
    assert all(c.y + c.height == pytest.approx(charts.PLOT_HEIGHT) for c in drawn.columns)
    assert [c.height > 0 for c in drawn.columns] == [c.count > 0 for c in drawn.columns]
    assert charts.histogram((0,) * 10).total == 0


@pytest.mark.parametrize(
    ("score", "most", "bin_"), [(0, 100, 0), (9.9, 100, 0), (10, 100, 1), (90, 100, 9), (100, 100, 9), (30, 60, 5)]
)
def test_bins(score: float, most: float, bin_: int) -> None:
    assert charts.bin_of(score, most) == bin_


def test_bars_without_calls_have_no_share() -> None:
    assert [(bar.width, bar.share) for bar in charts.bars([("优", 0)])] == [(0.0, figures.NONE)]


@given(st.lists(st.floats(0, 100), max_size=20))
def test_a_scale_holds_its_values_and_has_few_lines(values: list[float]) -> None:
    scale = charts.scale(values)
    assert 0 <= scale.low < scale.high <= 100
    assert 2 <= len(scale.ticks) <= 8
    assert all(scale.low <= value <= scale.high for value in values)
    assert [tick.x for tick in scale.ticks] == sorted(tick.x for tick in scale.ticks)


def test_a_crowd_keeps_the_order_and_its_marks() -> None:
    scale = charts.scale((60, 100))
    drawn = charts.crowd(scale, [(60, 70, 80, True, "1"), (80, 90, 100, False, "2")])
    first, second = drawn.whiskers
    assert (first.x, second.x) == (25, 75)
    assert first.marked and not second.marked
    assert first.top < first.at < first.bottom == charts.CROWD_HEIGHT


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (figures.percent(0.9996), "> 99 %"),
        (figures.percent(1.0), "100 %"),
        (figures.percent(0.004), "< 1 %"),
        (figures.percent(0.0), "0 %"),
        (figures.percent(None), "–"),
        (figures.probability(0.999), "> 0.99"),
        (figures.probability(1.0), "1.00"),
        (figures.probability(0.001), "< 0.01"),
        (figures.clock(192.9), "03:12"),
        (figures.clock(3723), "1:02:03"),
        (figures.points(-4.5), "−4.5"),
        (figures.points(6.0), "6"),
        (figures.duration(59.6).zh, "1 分 0 秒"),
        (figures.duration(44673).en, "12 h 24 min"),
        (figures.number(None), "–"),
    ],
)
def test_figures_as_written(written: str, expected: str) -> None:
    assert written == expected
