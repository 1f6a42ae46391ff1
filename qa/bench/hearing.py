"""Two ways from a recording to the text of its channels: faster-whisper as its manual shows it, and ours.

Each function runs in a child process that has loaded its model in `begin_…`.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any, TypeAlias

from faster_whisper import BatchedInferencePipeline, WhisperModel, decode_audio

from qa.asr.engine import WhisperEngine
from qa.asr.models import locate
from qa.asr.transcriber import Call
from qa.audio.samples import SAMPLE_RATE, Samples
from qa.audio.signal import examine
from qa.audio.speech import spans_by_channel
from qa.bench.calls import BenchCall
from qa.pipeline.ahead import ahead, portions
from qa.pipeline.call import Listener
from qa.pipeline.shard import TOGETHER, listener_of
from qa.settings import Settings

Texts: TypeAlias = dict[int, str]
"""Channel → everything heard on it."""

_loaded: dict[str, Any] = {}


def begin_plain(settings: Settings, threads: int) -> None:
    """Load the model for `hear_plainly`."""
    speech = settings.speech
    model = WhisperModel(
        str(locate(speech.model, settings.models)),
        device=speech.device,
        device_index=speech.device_of(0),
        compute_type=speech.compute_type,
        cpu_threads=threads,
        local_files_only=True,
    )
    batched = {"batch_size": speech.batch_size}
    _loaded["plain"] = (
        partial(BatchedInferencePipeline(model).transcribe, **batched) if speech.device == "cuda" else model.transcribe
    )


def hear_plainly(calls: Sequence[BenchCall], _: Settings) -> list[Texts]:
    """Each channel for itself through faster-whisper with its VAD and beam 5, without times of words.

    On a CPU that is `WhisperModel.transcribe`, on a graphics card `BatchedInferencePipeline.transcribe`.
    """

    def text(samples: Samples) -> str:
        segments, _ = _loaded["plain"](samples, language="zh", vad_filter=True, beam_size=5)
        return "".join(segment.text for segment in segments)

    return [{channel: text(samples) for channel, samples in enumerate(_channels(call))} for call in calls]


def begin_ours(settings: Settings) -> None:
    """Load what hears, as a night's worker does."""
    _loaded["ours"] = listener_of(settings)


def hear_ours(calls: Sequence[BenchCall], settings: Settings) -> list[Texts]:
    """From the file to utterances as a night's shard does it, with times and probabilities of words."""
    listener: Listener = _loaded["ours"]
    prepared = (_prepared(call, settings, listener) for call in calls)
    found: list[Texts] = []
    for portion in ahead(portions(prepared, lambda call: call.audio.samples.size / SAMPLE_RATE, TOGETHER)):
        for call, said in zip(portion, listener.transcriber.transcribe_all(portion), strict=True):
            found.append({c: "".join(u.text for u in said if u.channel == c) for c in range(call.audio.channels)})
    return found


@dataclass(frozen=True, slots=True)
class ModelCost:
    """What the speech model itself has to do for some calls, at the least, and what that takes on one thread."""

    frames: int
    """Through the encoder, 100 a second."""
    tokens: int
    """Out of the decoder, greedily, without any window twice."""
    encoder_seconds: float
    """Of processor time."""
    decoder_seconds: float


def model_cost(calls: Sequence[BenchCall], settings: Settings) -> ModelCost:
    """Encode and decode the windows of `calls` once, and measure both."""
    listener: Listener = _loaded["ours"]
    engine = WhisperEngine(settings.speech, settings.models)
    stretches = [s for call in calls for _, _, s in _prepared(call, settings, listener).windows]
    stretches.sort(key=lambda stretch: stretch.mel.shape[1])
    tokens, encoding, decoding = 0, 0.0, 0.0
    for _, same in groupby(stretches, key=lambda stretch: stretch.mel.shape[1]):
        windows = list(same)
        for at in range(0, len(windows), settings.speech.batch_size):
            began = time.process_time()
            encoded = engine.encode(windows[at : at + settings.speech.batch_size])
            encoding += time.process_time() - began
            began = time.process_time()
            tokens += sum(len(decoded.tokens) for decoded in engine.decode(encoded))
            decoding += time.process_time() - began
    return ModelCost(sum(stretch.mel.shape[1] for stretch in stretches), tokens, encoding, decoding)


def _prepared(call: BenchCall, settings: Settings, listener: Listener) -> Call:
    decoded = listener.decoder.decode(call.path, settings.limits, file=call.path.name)
    signal = examine(decoded.samples)
    return listener.transcriber.prepare(signal.audio, spans_by_channel(signal.audio, signal.cross_talk))


def _channels(call: BenchCall) -> Sequence[Samples]:
    if call.label.agent_channel is None:  # both parties, or nobody, on one channel
        return (decode_audio(str(call.path), sampling_rate=SAMPLE_RATE),)
    return decode_audio(str(call.path), sampling_rate=SAMPLE_RATE, split_stereo=True)  # type: ignore[no-any-return]
