"""An optional sense for meaning: a network that maps a sentence to a point, like sentences to points close by.

Without one, `similar` compares words and sounds (`qa.scoring.likeness`). The folder is an export of any
sentence-transformers model to ONNX; it runs in ONNX Runtime, which is here anyway, and needs no PyTorch.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from qa.errors import ModelError, Text
from qa.scoring.likeness import Alike, Floats, alike

NETWORK: Final = "model.onnx"
TOKENIZER: Final = "tokenizer.json"
POOLING: Final = "1_Pooling/config.json"
"""Of sentence-transformers; says where the sentence's point is read from. Without it the tokens' mean is taken."""
_TAKEN: Final = frozenset({"input_ids", "attention_mask", "token_type_ids"})
_LONGEST: Final = 128
"""Tokens of a sentence."""
_BATCH: Final = 32
_KEPT: Final = 4096
"""Sentences whose points are remembered."""
_UNRELATED: Final = (
    "今天天气不错",
    "请问您贵姓",
    "我的宽带断了",
    "这个月话费是三十元",
    "师傅明天下午上门",
    "小区停水了",
    "您可以在网上办理",
    "我不知道密码",
)
"""Sentences that have nothing in common: how near they come to each other is no likeness."""


class SentenceModelUnusable(ModelError):
    """The folder in qa.toml holds no sentence model that can be used."""

    code = "V003"
    what = Text("不能使用句向量模型（{reason}）。", "the sentence model cannot be used ({reason}).")
    remedy = Text(
        "文件夹里要有 model.onnx 与 tokenizer.json，见 docs/sentence-model.md；或在 qa.toml 中删去 sentence_model。",
        "The folder needs model.onnx and tokenizer.json, see docs/sentence-model.md; or take sentence_model out of "
        "qa.toml.",
    )


class SentenceModel:
    """A loaded network. Called, it says how alike sentences are: by meaning, or by words and sound, whatever is more.

    A misheard character changes the meaning and not the sound, so the sound keeps its say.
    """

    def __init__(self, folder: Path) -> None:
        """Load a folder with `model.onnx`, `tokenizer.json` and perhaps `1_Pooling/config.json`.

        Raises:
            SentenceModelUnusable: a file is missing or broken, or the network takes or gives something else.
        """
        network, tokenizer = _file(folder, NETWORK), _file(folder, TOKENIZER)
        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = options.intra_op_num_threads = 1
        options.log_severity_level = 4
        try:
            self._network = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
            self._tokenizer = Tokenizer.from_str(tokenizer.decode())
        except Exception as error:  # neither library's errors have a common class
            raise SentenceModelUnusable(str(folder), reason=str(error).splitlines()[0][:200]) from error
        self._tokenizer.enable_truncation(_LONGEST)
        self._tokenizer.enable_padding()
        self._inputs = [taken.name for taken in self._network.get_inputs()]
        if not {"input_ids"} <= set(self._inputs) <= _TAKEN:
            raise SentenceModelUnusable(str(folder), reason=f"inputs {', '.join(self._inputs)}")
        self._first_token = _reads_first_token(folder)
        self.hash = hashlib.sha256(network + tokenizer + bytes([self._first_token])).hexdigest()
        """Identity of the model."""
        self._points: OrderedDict[str, Floats] = OrderedDict()
        self._base = self._unrelated(folder)

    def __call__(self, asked: Sequence[str], said: Sequence[str], least: float = 0.0) -> Floats:
        """How alike each of the asked sentences is to each that was said, 0 to 1, float64 [asked, said]."""
        by_sound = alike(asked, said, least)
        if not asked or not said:
            return by_sound
        nearness = self._of(asked) @ self._of(said).T
        return np.maximum(by_sound, np.clip((nearness - self._base) / (1 - self._base), 0.0, 1.0))

    def _unrelated(self, folder: Path) -> float:
        """The usual nearness of sentences that have nothing in common: of some networks 0.1, of others 0.7."""
        points = self._of(_UNRELATED)
        if points.ndim != 2:
            raise SentenceModelUnusable(str(folder), reason=f"output {points.shape}")
        pairs = (points @ points.T)[np.triu_indices(len(_UNRELATED), 1)]
        return float(np.clip(np.median(pairs), 0.0, 0.95))

    def _of(self, sentences: Sequence[str]) -> Floats:
        """Each sentence as a point of length 1, [sentences, dimensions]."""
        new = list(dict.fromkeys(sentence for sentence in sentences if sentence not in self._points))
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            self._points.update(zip(batch, self._run(batch), strict=True))
        found = np.stack([self._points[sentence] for sentence in sentences])
        while len(self._points) > _KEPT:
            self._points.popitem(last=False)
        return found

    def _run(self, sentences: list[str]) -> Floats:
        encoded = self._tokenizer.encode_batch(sentences)
        columns: dict[str, Any] = {
            "input_ids": [one.ids for one in encoded],
            "attention_mask": [one.attention_mask for one in encoded],
            "token_type_ids": [one.type_ids for one in encoded],
        }
        given = {name: np.array(columns[name], np.int64) for name in self._inputs}
        states = np.asarray(self._network.run(None, given)[0], np.float64)
        if states.ndim == 3:
            states = states[:, 0] if self._first_token else _mean(states, np.array(columns["attention_mask"]))
        return np.asarray(states / np.maximum(np.linalg.norm(states, axis=-1, keepdims=True), 1e-9))


def alike_by(folder: Path | None) -> tuple[Alike, str]:
    """How sentences are compared, with the sentence model in a folder or without; and the model's identity, or ''.

    Raises:
        SentenceModelUnusable: see `SentenceModel`.
    """
    if folder is None:
        return alike, ""
    model = SentenceModel(folder)
    return model, model.hash


def _mean(states: Floats, mask: Any) -> Floats:
    """The mean over the tokens that are no padding; states float64 [sentences, tokens, dimensions]."""
    weights = mask[:, :, None].astype(np.float64)
    return np.asarray((states * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1.0))


def _reads_first_token(folder: Path) -> bool:
    path = folder / POOLING
    if not path.is_file():
        return False
    try:
        return bool(json.loads(path.read_bytes()).get("pooling_mode_cls_token"))
    except (ValueError, AttributeError) as error:
        raise SentenceModelUnusable(str(path), reason=str(error)) from error


def _file(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise SentenceModelUnusable(str(folder / name), reason=error.strerror or str(error)) from error
