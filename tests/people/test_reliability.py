"""Agreement beyond chance against published examples."""

from __future__ import annotations

import pytest

from qa.people.reliability import reliability


def test_alpha_of_krippendorffs_own_example() -> None:
    """Computing Krippendorff's Alpha-Reliability (2011), section A: binary data, two observers, α = .095."""
    first, second = "0100000010", "1110010000"
    calls = [[(a == "1", b == "1")] for a, b in zip(first, second, strict=True)]
    assert reliability(calls).alpha == pytest.approx(0.095, abs=5e-4)


def test_a_rare_lapse_has_high_agreement_and_no_kappa() -> None:
    calls = [[(True, True)]] * 90 + [[(True, False)]] * 5 + [[(False, True)]] * 5
    found = reliability(calls)
    assert found.agreed == pytest.approx(0.90)
    assert found.kappa == pytest.approx(-0.0526, abs=5e-4)
    assert found.pabak == pytest.approx(0.80)
    assert found.precision == found.recall == pytest.approx(90 / 95)


def test_the_interval_holds_alpha_and_repeats() -> None:
    calls = [[(True, True)]] * 30 + [[(True, False)]] * 4 + [[(False, False)]] * 60
    found = reliability(calls, seed=3)
    assert found == reliability(calls, seed=3)
    assert found.alpha_interval is not None
    assert found.alpha is not None
    low, high = found.alpha_interval
    assert low < found.alpha < high


def test_few_pairs_that_agree_are_no_certainty() -> None:
    few = reliability([[(True, True)]] * 3 + [[(False, False)]] * 3).alpha_interval
    many = reliability([[(True, True)]] * 30 + [[(False, False)]] * 30).alpha_interval
    assert few is not None
    assert many is not None
    assert few[0] < 0.5
    assert many[0] > 0.85


def test_the_order_of_the_calls_does_not_show() -> None:
    calls = [[(True, True)], [(True, False), (True, True)], [(False, False)]] * 7
    assert reliability(calls) == reliability(calls[::-1])


@pytest.mark.parametrize("calls", [[], [[(False, False)]] * 9])
def test_where_nothing_varies_there_is_no_alpha(calls: list[list[tuple[bool, bool]]]) -> None:
    found = reliability(calls)
    assert found.alpha is None
    assert found.alpha_interval is None
    assert found.kappa is None
