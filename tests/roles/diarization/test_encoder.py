"""A neural ear is optional, is asked where it is there, and is refused by name where it does not fit.

`encoders/mean` is the smallest network of the right shape: the mean of the mel bands over time.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from qa.recording import Direction
from qa.roles.diarization.atoms import Atom
from qa.roles.diarization.encoder import VoiceEncoder, VoiceEncoderUnusable
from qa.roles.diarization.mono import part
from qa.settings import load_settings
from tests.audio import sounds
from tests.roles.diarization.test_mono import recorded, right

ENCODERS = Path(__file__).parent / "encoders"


def test_every_atom_is_a_point_of_length_one_and_the_same_sound_the_same_point() -> None:
    said = sounds.voice(1.0, pitch=110, seed=1)
    sound = np.concatenate([said, sounds.voice(1.0, pitch=240, seed=2), said])
    points = VoiceEncoder(ENCODERS / "mean").embeddings(sound, [Atom(t, t + 0.9, 0.1) for t in (0.0, 1.0, 2.0)])
    assert np.linalg.norm(points, axis=1) == pytest.approx(np.ones(3))
    assert points[0] @ points[2] > 0.99 > points[0] @ points[1]


def test_an_atom_beyond_the_sound_is_no_error() -> None:
    points = VoiceEncoder(ENCODERS / "mean").embeddings(sounds.silence(0.5), [Atom(0.0, 0.3, 0.0), Atom(2.0, 2.5, 1.5)])
    assert points.shape == (2, 40)
    assert np.isfinite(points).all()


def test_with_an_encoder_the_parties_are_told_apart_as_well() -> None:
    samples, speech, heard, owners = recorded()
    found = part(samples, speech, heard, Direction.INBOUND, VoiceEncoder(ENCODERS / "mean"))
    assert right(found, owners) > 0.95
    assert found != part(samples, speech, heard, Direction.INBOUND), "the encoder was not asked"


@pytest.mark.parametrize("folder", ["other", "nowhere"])
def test_what_is_no_encoder_is_refused_by_name(folder: str) -> None:
    with pytest.raises(VoiceEncoderUnusable) as raised:
        VoiceEncoder(ENCODERS / folder)
    assert "V002" in str(raised.value)
    assert folder in str(raised.value)


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"no network")
    with pytest.raises(VoiceEncoderUnusable):
        VoiceEncoder(tmp_path)


def test_the_folder_in_the_settings_is_relative_to_them(tmp_path: Path) -> None:
    (tmp_path / "qa.toml").write_text('[roles]\nvoice_encoder = "models/voice-encoder"\n', encoding="utf-8")
    assert load_settings(tmp_path / "qa.toml").roles.voice_encoder == tmp_path / "models" / "voice-encoder"
    (tmp_path / "qa.toml").write_text("", encoding="utf-8")
    assert load_settings(tmp_path / "qa.toml").roles.voice_encoder is None
