"""What a transcriber that is no recogniser has in common with a real one."""

from __future__ import annotations

from collections.abc import Sequence

from qa.asr.transcriber import Call
from qa.audio.signal import Audio
from qa.audio.speech import Span
from qa.transcript import Utterance


class OneByOne:
    """Hears each call by itself, in `heard`."""

    def prepare(self, audio: Audio, speech: Sequence[Sequence[Span]]) -> Call:
        return Call(audio, speech, ())

    def transcribe_all(self, calls: Sequence[Call]) -> list[tuple[Utterance, ...]]:
        return [self.heard(call.audio, call.speech) for call in calls]

    def heard(self, audio: Audio, speech: Sequence[Sequence[Span]]) -> tuple[Utterance, ...]:
        raise NotImplementedError
