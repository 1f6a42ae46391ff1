"""Two ways from a recording to the text of its channels: faster-whisper as its manual shows it, and ours.

Each function runs in a child process that has loaded its model in `begin_…`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from faster_whisper import WhisperModel, decode_audio

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

_loaded: dict[str, object] = {}


def begin_plain(settings: Settings, threads: int) -> None:
    """Load the model for `hear_plainly`."""
    speech = settings.speech
    _loaded["plain"] = WhisperModel(
        str(locate(speech.model, settings.models)),
        device=speech.device,
        compute_type=speech.compute_type,
        cpu_threads=threads,
        local_files_only=True,
    )


def hear_plainly(calls: Sequence[BenchCall], _: Settings) -> list[Texts]:
    """Each channel for itself through `WhisperModel.transcribe` with its VAD and beam 5, without times of words."""
    model = _loaded["plain"]
    assert isinstance(model, WhisperModel)  # noqa: S101  begin_plain ran first

    def text(samples: Samples) -> str:
        segments, _ = model.transcribe(samples, language="zh", vad_filter=True, beam_size=5)
        return "".join(segment.text for segment in segments)

    return [{channel: text(samples) for channel, samples in enumerate(_channels(call))} for call in calls]


def begin_ours(settings: Settings) -> None:
    """Load what hears, as a night's worker does."""
    _loaded["ours"] = listener_of(settings)


def hear_ours(calls: Sequence[BenchCall], settings: Settings) -> list[Texts]:
    """From the file to utterances as a night's shard does it, with times and probabilities of words."""
    listener = _loaded["ours"]
    assert isinstance(listener, Listener)  # noqa: S101  begin_ours ran first

    def prepared(call: BenchCall) -> Call:
        decoded = listener.decoder.decode(call.path, settings.limits, file=call.path.name)
        signal = examine(decoded.samples)
        return listener.transcriber.prepare(signal.audio, spans_by_channel(signal.audio, signal.cross_talk))

    found: list[Texts] = []
    for portion in ahead(portions(map(prepared, calls), lambda call: call.audio.samples.size / SAMPLE_RATE, TOGETHER)):
        for call, said in zip(portion, listener.transcriber.transcribe_all(portion), strict=True):
            found.append({c: "".join(u.text for u in said if u.channel == c) for c in range(call.audio.channels)})
    return found


def _channels(call: BenchCall) -> Sequence[Samples]:
    if call.label.agent_channel is None:  # both parties, or nobody, on one channel
        return (decode_audio(str(call.path), sampling_rate=SAMPLE_RATE),)
    return decode_audio(str(call.path), sampling_rate=SAMPLE_RATE, split_stereo=True)  # type: ignore[no-any-return]
