from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa.asr.windows import LONGEST, PADDING, Window, pack
from qa.audio.speech import Span
from tests.builders import word


@st.composite
def speech(draw: st.DrawFn) -> tuple[Span, ...]:
    spans, time = [], 0.0
    for _ in range(draw(st.integers(0, 12))):
        start = time + draw(st.floats(0.05, 8))
        time = start + draw(st.floats(0.1, 20))
        spans.append(Span(start, time))
    return tuple(spans)


def test_neighbours_share_a_window_and_long_pauses_are_cut_to_the_padding() -> None:
    (window,) = pack([Span(1.0, 3.0), Span(3.5, 5.0), Span(20.0, 22.0)], 30.0)
    assert window.pieces == (Span(0.8, 3.25), Span(3.25, 5.2), Span(19.8, 22.2))
    assert window.seconds == pytest.approx(6.8)


def test_a_window_that_would_grow_too_long_is_closed() -> None:
    windows = pack([Span(0.0, 18.0), Span(20.0, 23.0), Span(25.0, 27.0)], 60.0)
    assert [len(window.pieces) for window in windows] == [1, 2]


def test_nothing_is_heard_where_nobody_speaks() -> None:
    assert pack([], 60.0) == ()


def test_words_get_the_times_of_the_recording() -> None:
    window = Window((Span(10.0, 12.0), Span(40.0, 43.0)))
    heard = [word("您好", start=0.5, end=1.0), word("请讲", start=1.8, end=2.6), word("喂", start=4.5, end=5.5)]
    first, second = window.true_times(heard)
    assert [(w.text, w.start, w.end) for w in first] == [("您好", 10.5, 11.0)]
    assert [w.text for w in second] == ["请讲", "喂"]
    assert [(w.start, w.end) for w in second] == [pytest.approx((40.0, 40.6)), pytest.approx((42.5, 43.0))]


def test_a_word_stretched_over_a_joint_belongs_where_its_speech_is() -> None:
    window = Window((Span(10.0, 12.0), Span(40.0, 43.0)))
    first, second = window.true_times(
        [word("安全。", start=1.2, end=1.7), word("请", start=1.86, end=2.04), word("问", start=2.04, end=2.5)]
    )
    assert [w.text for w in first] == ["安全。"]
    assert [(w.text, w.start) for w in second] == [("请", 40.0), ("问", pytest.approx(40.04))]
    first, second = window.true_times([word("再见", start=1.4, end=2.0), word("您好", start=2.3, end=2.9)])
    assert ([w.text for w in first], [w.text for w in second]) == (["再见"], ["您好"])


@given(speech())
@example((Span(0.1, 0.2), Span(0.7625, 1.7625)))  # a pause whose halves do not add up to the last bit
def test_all_speech_is_heard_once_and_in_order(spans: tuple[Span, ...]) -> None:
    seconds = (spans[-1].end if spans else 0.0) + 0.1
    windows = pack(spans, seconds)
    pieces = [piece for window in windows for piece in window.pieces]
    assert len(pieces) == len(spans)
    for piece, span in zip(pieces, spans, strict=True):
        assert 0 <= piece.start <= span.start < span.end <= piece.end <= seconds
        assert piece.end - piece.start <= span.end - span.start + 1.0 + 2 * PADDING
    assert all(before.end <= after.start for before, after in pairwise(pieces))
    assert all(window.seconds <= LONGEST or len(window.pieces) == 1 for window in windows)


@given(speech(), st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1.5), st.sampled_from(("好", "吗？"))), max_size=20))
def test_true_times_stay_in_a_piece_and_in_order(
    spans: tuple[Span, ...], places: list[tuple[float, float, str]]
) -> None:
    for window in pack(spans, 500.0):
        starts = sorted(share * window.seconds for share, _, _ in places)
        heard = [word(text, start=at, end=at + length) for at, (_, length, text) in zip(starts, places, strict=True)]
        placed = window.true_times(heard)
        for piece, own in zip(window.pieces, placed, strict=True):
            assert all(piece.start <= w.start <= w.end <= piece.end for w in own)
        assert sum(map(len, placed)) == len(heard)
        if all(length == places[0][1] for _, length, _ in places):
            assert (times := [w.start for own in placed for w in own]) == sorted(times)


JOINT = Window((Span(10.0, 12.0), Span(40.0, 43.0)))


@pytest.mark.parametrize(
    ("head", "first_piece", "second_piece"),
    [
        ([("吗？", 2.0, 2.1), ("那", 2.3, 2.5)], "还记得吗？", "那"),
        ([("务", 1.9, 1.95), ("吗？", 1.95, 2.1), ("那", 2.3, 2.5)], "还记得务吗？", "那"),
        ([("好。", 2.1, 2.4), ("那", 2.5, 2.7)], "还记得", "好。那"),
        ([("那", 2.1, 2.15), ("时候", 2.15, 2.5), ("吗？", 2.5, 2.6)], "还记得", "那时候吗？"),
        ([("嗯，", 2.1, 2.15), ("那", 2.3, 2.5)], "还记得", "嗯，那"),
    ],
)
def test_the_end_of_a_sentence_that_is_timed_behind_the_pause_is_put_back(
    head: list[tuple[str, float, float]], first_piece: str, second_piece: str
) -> None:
    heard = [word("还记得", start=1.0, end=1.7), *(word(text, start=start, end=end) for text, start, end in head)]
    first, second = JOINT.true_times(heard)
    assert ("".join(w.text for w in first), "".join(w.text for w in second)) == (first_piece, second_piece)
    assert all(10.0 <= w.start <= w.end <= 12.0 for w in first)
    assert [w.start for w in first] == sorted(w.start for w in first)


def test_the_end_of_a_sentence_that_is_put_back_stands_behind_its_last_word() -> None:
    heard = [word("还记得", start=1.0, end=1.95), word("吗？", start=2.0, end=2.1), word("那", start=2.3, end=2.5)]
    first, _ = JOINT.true_times(heard)
    assert [(w.text, w.start, w.end) for w in first] == [("还记得", 11.0, 11.95), ("吗？", 11.95, 12.0)]


def test_behind_a_finished_sentence_a_short_word_is_an_answer_of_its_own() -> None:
    heard = [word("还记得。", start=1.0, end=1.7), word("是。", start=2.1, end=2.2), word("那", start=2.3, end=2.5)]
    assert [["".join(w.text for w in said)] for said in JOINT.true_times(heard)] == [["还记得。"], ["是。那"]]
