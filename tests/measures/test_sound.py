"""Loudness, pitch, noise and music on sounds whose true value is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.audio.pitch import pitches
from qa.audio.samples import SAMPLE_RATE, Samples
from qa.audio.speech import Span
from qa.measures.measure import measure
from qa.measures.music import music
from qa.measures.shape import CurveKind, Measures
from qa.measures.sound import ChannelSound
from qa.transcript import Party
from tests.audio import sounds
from tests.measures.calls import A, C, call

LINES = ((A, "您好很高兴为您服务请讲", 1.0, 5.0), (C, "我想查一下我这个月的话费", 6.0, 9.0), (A, "请您稍等", 9.5, 11.0))


def harmonics(frequency: float, seconds: float, *, above: float = 300, below: float = 3400) -> Samples:
    """A buzz of which a telephone line lets only the band through."""
    many = [frequency * n for n in range(1, 60) if above <= frequency * n <= below]
    return sounds.tone(seconds, *many, level=1.0)


def at(seconds: float, *pieces: tuple[float, Samples], floor_db: float = -60.0, seed: int = 1) -> Samples:
    """Pieces at their seconds over white noise of a known level."""
    out = sounds.noise(seconds, floor_db, seed)
    for start, piece in pieces:
        begin = round(start * SAMPLE_RATE)
        out[begin : begin + piece.size] += piece
    return out


def scaled(samples: Samples, level_db: float) -> Samples:
    return np.asarray(samples * 10 ** (level_db / 20) / np.sqrt(np.mean(samples**2)), np.float32)


def heard(agent: Samples, customer: Samples) -> Measures:
    transcript, speech = call(*LINES)
    return measure(transcript, speech, 12.0, samples=np.stack([agent, customer]))


def two_voices(agent_db: float = -20.0, customer_db: float = -32.0) -> Measures:
    low, high = harmonics(120, 4), harmonics(230, 3)
    return heard(
        at(12, (1.0, scaled(low, agent_db)), (9.5, scaled(low[: 3 * SAMPLE_RATE // 2], agent_db + 9))),
        at(12, (6.0, scaled(high, customer_db))),
    )


def test_loudness_is_the_level_of_the_speech_itself() -> None:
    found = two_voices()
    assert found.agent_loudness == pytest.approx(-20.0, abs=0.3)
    assert found.customer_loudness == pytest.approx(-32.0, abs=0.3)
    assert found.agent_loudness_range == pytest.approx(9.0, abs=0.5)


def test_a_raised_voice_is_known_by_the_speakers_own_level() -> None:
    agent = [s for s in two_voices().stretches if s.party is A]
    assert [(s.start, s.end, s.characters) for s in agent] == [(1.0, 5.0, 11), (9.5, 11.0, 4)]
    raised = agent[1].raised
    assert agent[0].raised is not None
    assert raised is not None
    assert raised - agent[0].raised == pytest.approx(9.0, abs=0.3)
    again = [s for s in two_voices(agent_db=-35.0).stretches if s.party is A]
    assert again[1].raised == pytest.approx(raised, abs=0.3)


def test_pitch_is_found_though_the_line_cuts_the_fundamental_off() -> None:
    found = two_voices()
    assert found.agent_pitch == pytest.approx(120, rel=0.01)
    assert found.customer_pitch == pytest.approx(230, rel=0.01)
    assert found.agent_pitch_range == pytest.approx(0.0, abs=0.2)


def test_pitch_range_is_in_semitones() -> None:
    octave = np.concatenate([harmonics(110, 2), harmonics(220, 2)])
    found = heard(at(12, (1.0, scaled(octave, -20))), at(12))
    assert found.agent_pitch_range == pytest.approx(12.0, abs=0.3)


def test_signal_to_noise() -> None:
    assert two_voices().customer_signal_to_noise == pytest.approx(28.0, abs=1.0)
    assert two_voices(customer_db=-45).customer_signal_to_noise == pytest.approx(15.0, abs=1.0)
    quiet = heard(sounds.silence(12), at(12, (6.0, scaled(harmonics(200, 3), -20)), floor_db=-200))
    assert quiet.customer_signal_to_noise == 60.0


def test_curves_have_a_value_where_the_party_speaks_and_none_where_not() -> None:
    found = two_voices()
    loudness, pitch = found.curve(CurveKind.LOUDNESS, A), found.curve(CurveKind.PITCH, C)
    assert loudness is not None
    assert pitch is not None
    speaking = [1, 2, 3, 4, 9, 10]
    assert [second for second, value in enumerate(loudness.values) if value is not None] == speaking
    assert loudness.values[1] == pytest.approx(-20, abs=0.3)
    assert loudness.values[10] == pytest.approx(-11, abs=0.3)
    assert [second for second, value in enumerate(pitch.values) if value is not None] == [6, 7, 8]
    rate = found.curve(CurveKind.SPEECH_RATE, A)
    assert rate is not None
    assert rate.values[0] == pytest.approx(60 * 11 / 4)


@settings(max_examples=25, deadline=None)
@given(st.floats(75, 420), st.floats(-45, -6))
def test_pitch_is_right_at_any_height_and_level(frequency: float, level: float) -> None:
    found = pitches(at(0.5, (0.0, scaled(harmonics(frequency, 0.5), level)), floor_db=level - 25))
    assert np.nanmedian(found) == pytest.approx(frequency, rel=0.01)


@pytest.mark.parametrize("sound", [sounds.noise(3, -30), sounds.silence(3)], ids=["noise", "silence"])
def test_what_is_no_voice_has_no_pitch(sound: Samples) -> None:
    assert np.isnan(pitches(sound)).mean() > 0.97


@pytest.mark.parametrize(
    ("sound", "plays"),
    [
        (scaled(sounds.tune(8), -30), True),
        (scaled(sounds.tune(8), -45), True),
        (sounds.noise(8, -35), False),
        (sounds.silence(8), False),
        (scaled(sounds.ring_back(8), -25), False),
        (scaled(np.tile(sounds.keys(), 2)[: 8 * SAMPLE_RATE], -25), False),
    ],
    ids=["tune", "faint tune", "noise", "silence", "ring-back", "keys"],
)
def test_music_is_told_from_what_else_is_on_the_line(sound: Samples, plays: bool) -> None:
    line = sound + sounds.noise(8, -62)[: sound.size]
    found = music(line, [Span(0.0, sound.size / SAMPLE_RATE)])
    played = sum(span.end - span.start for span in found) / (sound.size / SAMPLE_RATE)
    assert played > 0.7 if plays else played < 0.2


def test_hold_music_makes_a_hold_though_nobody_announced_it() -> None:
    transcript, speech = call((A, "您好", 1.0, 2.0), (A, "查到了", 10.0, 11.0))
    silent = sounds.noise(12, -60)
    found = measure(transcript, speech, 12.0, samples=np.stack([silent, at(12, (2.2, scaled(sounds.tune(7.5), -28)))]))
    assert [(h.start, h.end, h.music, h.announced) for h in found.holds] == [(2.0, 10.0, True, False)]
    assert (found.hold_count, found.unannounced_holds) == (1, 1)


def test_the_party_whose_line_goes_dead_first_hung_up() -> None:
    line = sounds.noise(12, -50)
    dead = line.copy()
    dead[round(11.2 * SAMPLE_RATE) :] = 0
    assert heard(dead, line).ended_by is A
    assert heard(line, dead).ended_by is C
    assert heard(line, line).ended_by is Party.UNKNOWN


def test_a_line_that_suppresses_silence_does_not_tell_who_hung_up() -> None:
    gated = sounds.noise(12, -50)
    gated[round(3 * SAMPLE_RATE) : round(5 * SAMPLE_RATE)] = 0
    gated[round(11 * SAMPLE_RATE) :] = 0
    assert heard(gated, sounds.noise(12, -50)).ended_by is Party.UNKNOWN


def test_a_channel_of_nothing_has_no_loudness() -> None:
    sound = ChannelSound(sounds.silence(3), [])
    assert (sound.loudness([]), sound.pitch([]), sound.signal_to_noise([]), sound.falls_silent()) == (None,) * 4
