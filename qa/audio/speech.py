"""Where somebody speaks on a channel.

Silero VAD 6 decides. Measured at telephone band and many levels: ring-back, keys, tones, line noise, two synthetic
tunes and five pieces of hold music (13 minutes) leave no span while they go on. Only where music begins out of silence
does its first note pass for a voice, mostly for less than 0.3 s; stretches shorter than that are dropped,
and one beginning in sixty still leaves a span.
On the sample calls the thresholds below miss 0.6 % of what is said (0.5 and 0.35 miss 1.2 %).
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import onnxruntime

from qa.audio.cross_talk import CrossTalk
from qa.audio.faint import without_faint
from qa.audio.samples import SAMPLE_RATE, Samples
from qa.audio.signal import Audio
from qa.audio.span import Span as Span  # noqa: PLC0414 (the layers above take it from here)
from qa.errors import ModelError, Text
from qa.recording import Seconds

Floats: TypeAlias = npt.NDArray[np.float64]

_WINDOW = 512
"""Samples the model judges at a time."""
_WINDOW_SECONDS: Seconds = _WINDOW / SAMPLE_RATE
_CONTEXT = 64
_STATE = 128
_ON = 0.4
_OFF = 0.3
_SHORTEST: Seconds = 0.3
"""The first note of a tune passes for speech for 0.1 to 0.3 s; of what people say only a bare 嗯 or 哦 is as short."""
_PAUSE: Seconds = 0.4
PADDING: Seconds = 0.2
"""Added at both ends of a span, so that recognition misses no soft onset; `qa.measures` takes it off again."""
_LEAK_MARGIN_DB = 6.0
_LEAK_NEIGHBOURS = 2
_TAIL_NEIGHBOURS = 8
"""A quarter of a second: the longest delay, and the detector's own hangover."""
_NOISE_PERCENTILE = 10


class SpeechDetectorMissing(ModelError):
    """The voice activity model that comes with faster-whisper is not there."""

    code = "V001"
    what = Text("缺少语音检测模型 silero_vad。", "the speech detector silero_vad is missing.")
    remedy = Text("请重新安装 faster-whisper。", "Install faster-whisper again.")


def speech_spans(channel: Samples) -> tuple[Span, ...]:
    """Where somebody speaks on one channel, float32 [samples] at 16 kHz: padded by 0.2 s, in order, not touching.

    Raises:
        ModelError: the speech detector is not installed.
    """
    return _spans(speech_probabilities(channel), channel.size / SAMPLE_RATE)


def spans_by_channel(audio: Audio, cross_talk: Sequence[CrossTalk] = ()) -> tuple[tuple[Span, ...], ...]:
    """`speech_spans` of every channel, without what is only the other party leaking in, or a voice in the background.

    Raises:
        ModelError: the speech detector is not installed.
    """
    heard = [speech_probabilities(channel) for channel in audio.samples]
    own = list(heard)
    for leak in cross_talk:
        leaked = leaked_windows(audio.samples, leak, heard[leak.source])
        own[leak.target] = np.where(leaked, np.float32(0), own[leak.target])
    return without_faint([_spans(probabilities, audio.seconds) for probabilities in own], audio.samples)


def speech_probabilities(channel: Samples) -> npt.NDArray[np.float32]:
    """The probability of speech in each window of 512 samples (32 ms) of float32 [samples] at 16 kHz.

    Raises:
        ModelError: the speech detector is not installed.
    """
    if not channel.size:
        return np.zeros(0, np.float32)
    count = -(-channel.size // _WINDOW)
    padded = np.zeros(_CONTEXT + count * _WINDOW, np.float32)
    padded[_CONTEXT : _CONTEXT + channel.size] = channel
    windows = np.lib.stride_tricks.sliding_window_view(padded, _CONTEXT + _WINDOW)[::_WINDOW]
    state = np.zeros((1, 1, _STATE), np.float32)
    # All windows in one call: the model runs its recurrent part over them in order.
    out = _detector().run(None, {"input": np.ascontiguousarray(windows), "h": state, "c": state})[0]
    return np.asarray(out, np.float32).reshape(-1)


def leaked_windows(samples: Samples, leak: CrossTalk, source_speech: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """In which windows `leak.target` of [2, samples] holds no more than the leak and its line's noise explain.

    `source_speech` is the probability of speech in each window of the source. Where the source is silent nothing
    leaks; six decibels more than is explained are somebody speaking, also while the other party speaks.
    """
    delay = round(leak.delay * SAMPLE_RATE)
    late = np.concatenate([np.zeros(delay, np.float32), samples[leak.source]])[: samples.shape[1]]
    source, target = _levels(late), _levels(samples[leak.target])
    leaked = _highest_around(source, _LEAK_NEIGHBOURS) - leak.attenuation_db
    noise = np.percentile(target, _NOISE_PERCENTILE)
    explained = 10 * np.log10(10 ** (leaked / 10) + 10 ** (noise / 10)) + _LEAK_MARGIN_DB
    # Louder than the target, or what is heard on the source may be the target's own leak.
    louder = _highest_around(source, _TAIL_NEIGHBOURS) > target
    speaking = _highest_around(source_speech, _TAIL_NEIGHBOURS) >= _OFF
    return np.asarray(speaking & louder & (target <= explained))


def _highest_around(values: npt.NDArray[np.floating], windows: int) -> npt.NDArray[np.floating]:
    """The highest of each value and its neighbours: edges of syllables fall differently on the two channels."""
    padded = np.pad(values, windows, mode="edge")
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, 2 * windows + 1).max(axis=1))


def _levels(channel: Samples) -> Floats:
    """The level of each window in decibels of full scale."""
    count = -(-channel.size // _WINDOW)
    windows = np.pad(channel, (0, count * _WINDOW - channel.size)).reshape(count, _WINDOW)
    return np.asarray(10 * np.log10(np.mean(np.square(windows, dtype=np.float64), axis=1) + 1e-12))


def _spans(probabilities: npt.NDArray[np.floating], seconds: Seconds) -> tuple[Span, ...]:
    # A pause is at least twice the padding, so padded spans never overlap.
    return tuple(
        Span(max(0.0, start - PADDING), min(seconds, end + PADDING)) for start, end in _stretches(probabilities)
    )


def _stretches(probabilities: npt.NDArray[np.floating]) -> Iterator[Span]:
    """Speech begins at a window above `_ON` and goes on until `_PAUSE` passes without one above `_OFF`."""
    start = end = None
    for index in np.flatnonzero(probabilities >= _OFF):
        at = float(index) * _WINDOW_SECONDS
        if start is not None and end is not None and at - end < _PAUSE:
            end = at + _WINDOW_SECONDS
            continue
        if start is not None and end is not None and end - start >= _SHORTEST:
            yield Span(start, end)
        start = end = None
        if probabilities[index] >= _ON:
            start, end = at, at + _WINDOW_SECONDS
    if start is not None and end is not None and end - start >= _SHORTEST:
        yield Span(start, end)


@lru_cache(maxsize=1)
def _detector() -> onnxruntime.InferenceSession:
    # Found, not imported: faster-whisper would load its whole engine for one file of 1.2 MB.
    package = importlib.util.find_spec("faster_whisper")
    folder = Path(package.origin).parent / "assets" if package and package.origin else Path()
    model = max(folder.glob("silero_vad*.onnx"), default=None)
    if model is None:
        raise SpeechDetectorMissing(str(folder))
    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
