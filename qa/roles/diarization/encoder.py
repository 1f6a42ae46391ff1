"""An optional neural ear for voices: a network that maps speech to a point, the same voice to points close by.

Without one, voices are told apart by cepstra and pitch alone. The network runs in ONNX Runtime, which is here anyway;
`models/voice-encoder/` says where a fitting one comes from and what it is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import onnxruntime

from qa.audio.samples import SAMPLE_RATE, Samples
from qa.errors import ModelError, Text
from qa.roles.diarization.atoms import HOP, Atom

Floats: TypeAlias = npt.NDArray[np.float64]

MELS = 40
_WINDOW = 400
_LENGTH = 160
"""Frames of 10 ms that the network was trained on: 1.6 s. A shorter atom is repeated."""
_LEVEL = 10 ** (-30 / 20)
"""Root mean square to which a recording is brought."""
_AUDIBLE = 0.01
_BATCH = 128


class VoiceEncoderUnusable(ModelError):
    """The folder in qa.toml holds no network that takes [batch, frames, 40]."""

    code = "V002"
    what = Text("不能使用声纹模型（{reason}）。", "the voice encoder cannot be used ({reason}).")
    remedy = Text(
        "请按 models/voice-encoder/README.md 重新生成，或在 qa.toml 中删去 voice_encoder。",
        "Make it again as models/voice-encoder/README.md says, or take voice_encoder out of qa.toml.",
    )


class VoiceEncoder:
    """A loaded network."""

    def __init__(self, folder: Path) -> None:
        """Load `folder/model.onnx`.

        Raises:
            VoiceEncoderUnusable: it is missing, broken, or asks for something else than 40 mel bands.
        """
        path = folder / "model.onnx"
        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = options.intra_op_num_threads = 1
        options.log_severity_level = 4
        try:
            self._network = onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # ONNX Runtime's own errors have no common class
            raise VoiceEncoderUnusable(str(path), reason=str(error).splitlines()[0][:200]) from error
        (taken,) = self._network.get_inputs()[:1] or (None,)
        if taken is None or len(taken.shape) != 3 or taken.shape[2] != MELS:
            raise VoiceEncoderUnusable(str(path), reason=f"input {taken.shape if taken else None}")
        self._input = taken.name

    def embeddings(self, samples: Samples, atoms: Sequence[Atom]) -> Floats:
        """Each atom of float32 [samples] at 16 kHz as a point of length 1, [atoms, dimensions]."""
        # Loaded only where it is needed, as in `features`.
        from librosa.feature import melspectrogram  # noqa: PLC0415

        loud = samples[np.abs(samples) > _AUDIBLE]
        gain = _LEVEL / float(np.sqrt(np.mean(np.square(loud)))) if loud.size else 1.0
        mel = melspectrogram(
            y=samples * np.float32(gain), sr=SAMPLE_RATE, n_fft=_WINDOW, hop_length=HOP, n_mels=MELS
        ).T.astype(np.float32)
        pieces = np.stack([_of_length(mel[atom.frames]) for atom in atoms])
        found = np.concatenate(
            [self._network.run(None, {self._input: pieces[i : i + _BATCH]})[0] for i in range(0, len(pieces), _BATCH)]
        ).astype(np.float64)
        return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9))


def _of_length(frames: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    if not len(frames):
        return np.zeros((_LENGTH, MELS), np.float32)
    return np.tile(frames, (-(-_LENGTH // len(frames)), 1))[:_LENGTH]
