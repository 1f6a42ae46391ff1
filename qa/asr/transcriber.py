"""From the speech of a call's channels to utterances: what the pipeline asks for, and how it is put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np

from qa.asr.guard import invented, seconds_of_speech, suspect, with_speech
from qa.asr.leakage import without_leakage
from qa.asr.script import simplified_words
from qa.asr.windows import Window, pack
from qa.audio.samples import SAMPLE_RATE, Samples
from qa.audio.signal import Audio
from qa.audio.speech import Span
from qa.recording import Seconds
from qa.transcript import Utterance, Word

LONGEST_PAUSE: Seconds = 1.0
"""Between words of one utterance."""


class Transcriber(Protocol):
    """Hears whole calls. A faster or better one takes this one's place behind the same two names."""

    @property
    def model_hash(self) -> str:
        """Identity of the speech model, kept in every evaluation."""
        ...

    def transcribe(self, audio: Audio, speech: Sequence[Sequence[Span]]) -> tuple[Utterance, ...]:
        """The utterances of all channels in order of time, party unknown.

        Args:
            audio: a call's channels at 16 kHz.
            speech: for each channel its stretches of speech, in order. No text comes from anywhere else.
        """
        ...


class Recogniser(Protocol):
    """What hears one window (`qa.asr.engine.WhisperEngine`)."""

    @property
    def model_hash(self) -> str:
        """Identity of its model."""
        ...

    def hear(self, samples: Samples, *, carefully: bool = False) -> tuple[Word, ...]:
        """Words with times from the start of `samples` (mono, 16 kHz, shape [samples])."""
        ...


class ChannelTranscriber:
    """Channel by channel: pack speech into windows, hear each, keep what passes the guard.

    Never two channels in one window: that raised errors from 22 to 28–36 %.
    """

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser

    @property
    def model_hash(self) -> str:
        """Identity of the speech model."""
        return self._recogniser.model_hash

    def transcribe(self, audio: Audio, speech: Sequence[Sequence[Span]]) -> tuple[Utterance, ...]:
        """See `Transcriber.transcribe`."""
        heard = [
            utterance
            for channel, spans in enumerate(speech)
            for utterance in self._channel(audio.samples[channel], spans, channel)
        ]
        return without_leakage(sorted(heard, key=lambda u: (u.start, u.channel)), audio)

    def _channel(self, samples: Samples, speech: Sequence[Span], channel: int) -> list[Utterance]:
        words: list[Word] = []
        for window in pack(speech, len(samples) / SAMPLE_RATE):
            words.extend(self._window(samples, window, speech))
        utterances = as_utterances(simplified_words(with_speech(words, speech)), speech, channel)
        return [utterance for utterance in utterances if not invented(utterance, speech)]

    def _window(self, samples: Samples, window: Window, speech: Sequence[Span]) -> list[Word]:
        words = self._recogniser.hear(_cut(samples, window))
        loops = suspect(words, _speech_in(window, speech))
        found: list[Word] = []
        for piece, own in zip(window.pieces, window.true_times(words), strict=True):
            alone = Window((piece,))
            again = loops or suspect(own, _speech_in(alone, speech))
            found.extend(self._alone(samples, alone, speech) if again else own)
        return found

    def _alone(self, samples: Samples, piece: Window, speech: Sequence[Span]) -> tuple[Word, ...]:
        words = self._recogniser.hear(_cut(samples, piece), carefully=True)
        return () if suspect(words, _speech_in(piece, speech)) else piece.true_times(words)[0]


def as_utterances(words: Iterable[Word], speech: Sequence[Span], channel: int) -> list[Utterance]:
    """Words in a row that lie in one stretch of speech, without a pause over `LONGEST_PAUSE`, make one utterance."""
    groups: list[list[Word]] = []
    last: tuple[int, Seconds] | None = None
    for word in words:
        stretch = _stretch(word, speech)
        if last is None or stretch != last[0] or word.start - last[1] > LONGEST_PAUSE:
            groups.append([])
        groups[-1].append(word)
        last = stretch, word.end
    return [Utterance(channel, group[0].start, group[-1].end, tuple(group)) for group in groups]


def _stretch(word: Word, speech: Sequence[Span]) -> int:
    middle = (word.start + word.end) / 2
    return min(range(len(speech)), key=lambda i: max(speech[i].start - middle, middle - speech[i].end, 0.0))


def _speech_in(window: Window, speech: Sequence[Span]) -> Seconds:
    return sum(seconds_of_speech(speech, piece.start, piece.end) for piece in window.pieces)


def _cut(samples: Samples, window: Window) -> Samples:
    pieces = [samples[round(p.start * SAMPLE_RATE) : round(p.end * SAMPLE_RATE)] for p in window.pieces]
    return np.concatenate(pieces)
