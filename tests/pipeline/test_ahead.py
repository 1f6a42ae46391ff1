"""Work one step ahead, and in portions."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.pipeline.ahead import ahead, portions


def test_the_next_is_made_while_one_is_in_use() -> None:
    begun = [threading.Event() for _ in range(3)]

    def source() -> Iterator[int]:
        for number, event in enumerate(begun):
            event.set()
            yield number

    items = ahead(source())
    assert next(items) == 0
    assert begun[1].wait(5)
    assert not begun[2].is_set()  # one step, not more: memory is bounded by it
    assert list(items) == [1, 2]


def test_what_goes_wrong_ahead_is_raised_where_it_would_have_been() -> None:
    def source() -> Iterator[int]:
        yield 1
        raise ZeroDivisionError

    items = ahead(source())
    assert next(items) == 1
    with pytest.raises(ZeroDivisionError):
        next(items)


@given(st.lists(st.floats(0, 100), max_size=30), st.floats(1, 200))
def test_portions_hold_everything_in_order_and_end_when_they_have_enough(sizes: list[float], enough: float) -> None:
    cut = list(portions(sizes, float, enough))
    assert [size for portion in cut for size in portion] == sizes
    assert all(sum(portion) >= enough for portion in cut[:-1])
    assert all(sum(portion[:-1]) < enough for portion in cut)
