from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.audio.speech import Span
from qa.measures.intervals import gaps, intersection, total, union, within

SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 20)).map(lambda pair: Span(float(pair[0]), float(sum(pair)))),
    max_size=8,
)


def seconds_covered(spans: list[Span]) -> set[int]:
    return {second for span in spans for second in range(int(span.start), int(span.end))}


@given(SPANS, SPANS)
def test_sets_of_intervals_behave_as_sets_of_seconds(one: list[Span], other: list[Span]) -> None:
    a, b = union(one), union(other)
    assert seconds_covered([*a]) == seconds_covered(one)
    assert total(a) == len(seconds_covered(one))
    assert seconds_covered([*intersection(a, b)]) == seconds_covered(one) & seconds_covered(other)
    assert seconds_covered([*within(one, 30.0)]) == {s for s in seconds_covered(one) if s < 30}


@given(SPANS)
def test_speech_and_gaps_make_up_the_time_from_the_first_word(one: list[Span]) -> None:
    spoken = union(one)
    if spoken:
        assert total(spoken) + total(gaps(spoken, 100.0)) == pytest.approx(100.0 - spoken[0].start)
    assert gaps((), 100.0) == ()


def test_what_touches_becomes_one_and_what_is_empty_goes() -> None:
    assert union([Span(2.0, 3.0), Span(0.0, 2.0), Span(5.0, 5.0)]) == (Span(0.0, 3.0),)
