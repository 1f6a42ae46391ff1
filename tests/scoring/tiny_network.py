"""The smallest sentence model: each character has a point of its own, and characters of like meaning share one.

Written as ONNX by hand, so that no converter is needed: one `Gather` of a table by `input_ids`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, models, pre_tokenizers

_FLOAT, _INT64 = 1, 7


def _varint(number: int) -> bytes:
    out = bytearray()
    while True:
        number, low = number >> 7, number & 0x7F
        out.append(low | (0x80 if number else 0))
        if not number:
            return bytes(out)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes | str) -> bytes:
    raw = value.encode() if isinstance(value, str) else value
    return _varint(field << 3 | 2) + _varint(len(raw)) + raw


def _value(name: str, kind: int, shape: Sequence[str | int]) -> bytes:
    dims = b"".join(_bytes(1, _bytes(2, d) if isinstance(d, str) else _number(1, d)) for d in shape)
    return _bytes(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, dims)))


def network(table: NDArray[np.float32], inputs: Sequence[str] = ("input_ids", "attention_mask")) -> bytes:
    """An ONNX file that looks tokens up in a table of shape [tokens, dimensions]."""
    node = _bytes(1, "table") + _bytes(1, inputs[0]) + _bytes(2, "states") + _bytes(4, "Gather")
    tensor = b"".join(_number(1, d) for d in table.shape) + _number(2, _FLOAT) + _bytes(8, "table")
    tensor += _bytes(9, table.astype("<f4").tobytes())
    graph = _bytes(1, node) + _bytes(2, "tiny") + _bytes(5, tensor)
    graph += b"".join(_bytes(11, _value(name, _INT64, ("batch", "tokens"))) for name in inputs)
    graph += _bytes(12, _value("states", _FLOAT, ("batch", "tokens", table.shape[1])))
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, _bytes(1, "") + _number(2, 13))


def write_model(folder: Path, meanings: Sequence[str], **network_options: Sequence[str]) -> Path:
    """A folder with a model in which the characters of each of `meanings` mean the same; all others mean nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    points = np.eye(len(meanings) + 2, dtype=np.float32)
    vocabulary, rows = {"[PAD]": 0, "[UNK]": 1}, [points[0], points[1]]
    for number, characters in enumerate(meanings):
        for character in characters:
            vocabulary[character] = len(rows)
            rows.append(points[number + 2])
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    (folder / "tokenizer.json").write_text(tokenizer.to_str(), encoding="utf-8")
    (folder / "model.onnx").write_bytes(network(np.stack(rows), **network_options))
    return folder


def read_first_token(folder: Path) -> None:
    """Say that the model's point stands at the first token."""
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text(json.dumps({"pooling_mode_cls_token": True}), encoding="utf-8")
