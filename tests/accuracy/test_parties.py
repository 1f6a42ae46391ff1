"""Diarization error and shares of words, counted by hand."""

from __future__ import annotations

import pytest

from qa.accuracy.labels import TrueTurn
from qa.accuracy.parties import SpeakerErrors, WordParties, speaker_errors, word_parties
from qa.transcript import Party, Turn
from tests import builders

A, C, U = Party.AGENT, Party.CUSTOMER, Party.UNKNOWN


def true(*turns: tuple[Party, float, float]) -> list[TrueTurn]:
    return [TrueTurn(party=party, start=start, end=end, text="您好") for party, start, end in turns]


def found(*turns: tuple[Party, float, float]) -> list[Turn]:
    return [builders.turn("您好", party=party, start=start, end=end) for party, start, end in turns]


TRUTH = true((A, 1.0, 4.0), (C, 6.0, 10.0))
SCORED = (3.0 - 0.5) + (4.0 - 0.5)


@pytest.mark.parametrize(
    ("turns", "missed", "false_alarm", "confused"),
    [
        ([(A, 1.0, 4.0), (C, 6.0, 10.0)], 0, 0, 0),
        ([(C, 1.0, 4.0), (A, 6.0, 10.0)], 0, 0, 0),
        ([(A, 0.8, 4.2), (C, 5.8, 10.2)], 0, 0, 0),
        ([(A, 1.0, 4.0)], 3.5, 0, 0),
        ([(A, 1.0, 4.0), (C, 6.0, 8.0)], 1.75, 0, 0),
        ([(A, 1.0, 4.0), (C, 6.0, 8.0), (A, 8.0, 10.0)], 0, 0, 1.75),
        ([(A, 1.0, 4.0), (C, 6.0, 8.0), (U, 8.0, 10.0)], 0, 0, 1.75),
        ([(A, 1.0, 4.0), (C, 6.0, 10.0), (C, 12.0, 13.0)], 0, 1.0, 0),
    ],
    ids=[
        "right",
        "names exchanged",
        "within the collar",
        "one missed",
        "end missed",
        "confused",
        "unknown",
        "too much",
    ],
)
def test_seconds_of_each_error(
    turns: list[tuple[Party, float, float]], missed: float, false_alarm: float, confused: float
) -> None:
    errors = speaker_errors(TRUTH, found(*turns), 15.0)
    assert errors.speech == pytest.approx(SCORED)
    assert (errors.missed, errors.false_alarm, errors.confused) == pytest.approx((missed, false_alarm, confused))
    assert errors.rate == pytest.approx((missed + false_alarm + confused) / SCORED)


def test_overlapped_speech_counts_once_a_speaker() -> None:
    truth = true((A, 1.0, 9.0), (C, 4.0, 6.0))
    assert speaker_errors(truth, found((A, 1.0, 9.0)), 10.0).missed == pytest.approx(1.5)
    assert speaker_errors(truth, found((A, 1.0, 9.0), (C, 4.0, 6.0)), 10.0).rate == 0


def test_errors_of_several_calls_add_up() -> None:
    assert SpeakerErrors(10, 1, 0, 1) + SpeakerErrors(10, 0, 2, 0) == SpeakerErrors(20, 1, 2, 1)
    assert SpeakerErrors().rate is None


def test_whose_the_words_are() -> None:
    truth = [
        TrueTurn(party=A, start=0, end=2, text="您好，请讲。"),
        TrueTurn(party=C, start=2, end=4, text="我要查话费"),
        TrueTurn(party=A, start=4, end=6, text="好的"),
    ]
    heard = builders.transcript(
        utterances=[
            builders.utterance("您好请讲我", party=A, start=0.0),
            builders.utterance("要查化费", party=C, start=2.2),
            builders.utterance("好的", party=U, start=4.0),
        ]
    )
    counted = word_parties(truth, heard)
    assert counted == WordParties(right=4 + 3, wrong=1, unknown=2)
    assert counted.share("right") == pytest.approx(0.7)
    assert WordParties().share("right") is None
