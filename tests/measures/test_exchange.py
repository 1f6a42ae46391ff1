"""What counts as an interruption is the rubric's to say, of a call that is measured already."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.measures.exchange import FEWEST, OVERRUN, interruptions_over
from qa.measures.limits import above
from qa.measures.measure import measure
from qa.measures.rate import characters
from qa.measures.shape import Interruption
from qa.roles.back_channel import is_back_channel
from qa.rubric.condition import OPERATORS
from qa.rubric.operators.interrupts import Interrupts
from qa.transcript import Party
from tests.measures.calls import A, C, call

COMPLAINT = (C, "我家宽带从昨天晚上开始就一直上不去", 0.0, 6.0)


def counted(*lines: tuple[Party, str, float, float], overrun: float, fewest: int) -> tuple[Interruption, ...]:
    heard, speech = call(*lines)
    return interruptions_over(measure(heard, speech, 60.0), heard.utterances, overrun, fewest)


@pytest.mark.parametrize(
    ("said", "start", "end", "overrun", "fewest", "counts"),
    [
        ("您听我说完好吗", 4.5, 7.0, 1.0, 4, True),  # the other goes on for 1.5 s
        ("您听我说完好吗", 4.5, 7.0, 1.5, 4, False),
        ("您听我说完好吗", 4.5, 5.0, 1.2, 4, True),  # who cuts in stops first: the other still goes on for 1.5 s
        ("那您", 2.0, 2.5, 2.0, 2, True),
        ("那您", 2.0, 2.5, 2.0, 3, False),
        ("您听我说完好吗", 2.0, 4.0, 3.5, 4, True),
        ("您听我说完好吗", 2.0, 4.0, 4.0, 4, False),
        ("您听我说完好吗", 2.0, 4.0, 2.0, 8, False),
        ("对对对对", 2.0, 3.0, 0.5, 1, False),  # a back-channel never counts
        ("您听我说完好吗", 6.5, 9.0, 0.5, 1, False),  # after the end
    ],
)
def test_the_limits_are_those_asked_for(
    *, said: str, start: float, end: float, overrun: float, fewest: int, counts: bool
) -> None:
    found = counted(COMPLAINT, (A, said, start, end), overrun=overrun, fewest=fewest)
    assert found == ((Interruption(A, start, min(end, 6.0)),) if counts else ())


def test_without_limits_of_its_own_a_rubric_has_those_of_the_measures() -> None:
    condition = OPERATORS["interrupts"].model_validate({"interrupts": {}})
    assert isinstance(condition, Interrupts)
    asked = condition.interrupts
    assert (asked.overrun, asked.shortest) == (OVERRUN, FEWEST)


def test_where_no_words_tell_how_long_a_stricter_limit_accuses_nobody() -> None:
    heard, speech = call(COMPLAINT, (A, "您听我说完好吗", 2.0, 4.0))
    measures = measure(heard, speech, 60.0)
    assert interruptions_over(measures, (), OVERRUN, FEWEST) == measures.interruptions != ()
    assert interruptions_over(measures, (), 3.0, FEWEST) == ()


_lines = st.lists(
    st.tuples(st.floats(0.1, 4), st.floats(0.3, 6), st.text("我你他说话对嗯", min_size=1, max_size=8)), max_size=6
)


def _placed(party: Party, drawn: list[tuple[float, float, str]]) -> list[tuple[Party, str, float, float]]:
    ends = accumulate(pause + length for pause, length, _ in drawn)
    return [(party, text, end - length, end) for end, (_, length, text) in zip(ends, drawn, strict=True)]


@given(_lines, _lines, st.floats(0, 4), st.integers(1, 8))
def test_any_limits_find_what_they_would_have_found_in_the_speech(
    agents: list[tuple[float, float, str]], customers: list[tuple[float, float, str]], overrun: float, fewest: int
) -> None:
    lines = [*_placed(A, agents), *_placed(C, customers)]
    heard, speech = call(*lines)
    measures = measure(heard, speech, 60.0)
    assert interruptions_over(measures, heard.utterances, OVERRUN, FEWEST) == measures.interruptions
    wanted = {
        (party, start)
        for party, text, start, _ in lines
        for other, _, begin, end in lines
        if other is not party and begin < start < end and above(end - start, overrun)
        if characters(text) >= fewest and not is_back_channel(text)
    }
    found = interruptions_over(measures, heard.utterances, overrun, fewest)
    assert {(one.by, one.start) for one in found} == wanted
