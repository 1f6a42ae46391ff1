"""Voices in the background are no party of the call; soft speakers and quiet recordings are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from qa.audio.faint import without_faint
from qa.audio.samples import Samples
from qa.audio.span import Span
from tests.audio.sounds import noise, silence, voice

SPAN = Span(1.0, 3.0)


def channel(level_db: float | None, noise_db: float) -> Samples:
    """Two seconds of a voice whose loud frames have about this level, between two of silence, over noise."""
    said = silence(2.0) if level_db is None else voice(2.0, level=10 ** ((level_db + 10) / 20))
    return np.concatenate([silence(1.0), said, silence(1.0)]) + noise(4.0, noise_db)


def kept(*channels: Samples, spans: Sequence[Sequence[Span]] | None = None) -> list[bool]:
    spans = spans or [[SPAN]] * len(channels)
    return [bool(own) for own in without_faint(spans, np.stack(channels))]


@pytest.mark.parametrize(
    ("level_db", "noise_db", "heard"),
    [(-20, -60, True), (-40, -60, True), (-50, -90, True), (-50, -62, False), (-65, -100, False)],
    ids=["usual", "soft", "a quiet recording", "across the room", "inaudible"],
)
def test_a_lone_voice(level_db: float, noise_db: float, heard: bool) -> None:
    assert kept(channel(level_db, noise_db)) == [heard]


def test_a_voice_far_under_the_other_party_is_no_party() -> None:
    assert kept(channel(-20, -70), channel(-46, -70)) == [True, False]
    assert kept(channel(-20, -70), channel(-36, -70)) == [True, True]


def test_only_the_faint_stretch_goes() -> None:
    both = np.concatenate([channel(-20, -70), channel(-52, -70)])
    later = Span(5.0, 7.0)
    assert without_faint([[SPAN, later]], both[None]) == ((SPAN,),)


def test_a_channel_without_speech_stays_without() -> None:
    assert without_faint([[], [SPAN]], np.stack([channel(None, -60), channel(-20, -60)])) == ((), (SPAN,))
    assert without_faint([[]], np.zeros((1, 0), np.float32)) == ((),)
