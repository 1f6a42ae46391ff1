"""From the speech of a call's channels to utterances: what the pipeline asks for, and how it is put together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from qa.asr.cuts import cut_long
from qa.asr.guard import invented, left_out, seconds_of_speech, suspect, with_speech
from qa.asr.leakage import without_leakage
from qa.asr.script import simplified_words
from qa.asr.stretch import Stretch
from qa.asr.windows import LONGEST, Window, pack
from qa.audio.samples import SAMPLE_RATE, Samples
from qa.audio.signal import Audio
from qa.audio.speech import Span
from qa.recording import Seconds
from qa.transcript import Utterance, Word

LONGEST_PAUSE: Seconds = 1.0
"""Between words of one utterance."""


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A call ready to be heard: its windows are cut and turned into what the recogniser takes."""

    audio: Audio
    speech: Sequence[Sequence[Span]]
    windows: tuple[tuple[int, Window, Stretch], ...]
    """Channel, window, its sound; in order."""


class Transcriber(Protocol):
    """Hears whole calls. A faster or better one takes this one's place behind the same names."""

    @property
    def model_hash(self) -> str:
        """Identity of the speech model and of how it is used, kept in every evaluation."""
        ...

    def prepare(self, audio: Audio, speech: Sequence[Sequence[Span]]) -> Call:
        """Make a call ready; may run beside `transcribe_all` in another thread.

        Args:
            audio: a call's channels at 16 kHz.
            speech: for each channel its stretches of speech, in order. No text comes from anywhere else.
        """
        ...

    def transcribe_all(self, calls: Sequence[Call]) -> list[tuple[Utterance, ...]]:
        """The utterances of each call, all channels in order of time, party unknown.

        Many calls at once are heard faster; what a call is heard as does not depend on the others.
        """
        ...


class Recogniser(Protocol):
    """What hears windows (`qa.asr.engine.WhisperEngine`)."""

    @property
    def model_hash(self) -> str:
        """Identity of its model."""
        ...

    @property
    def recipe(self) -> str:
        """What but the model decides how a window is heard."""
        ...

    def stretch(self, samples: Samples) -> Stretch:
        """What `hear` takes, from mono [samples] at 16 kHz."""
        ...

    def hear(self, stretches: Sequence[Stretch], *, first: Sequence[str] | None = None) -> list[tuple[Word, ...]]:
        """Words of each stretch with times from its start; `first`, if they are heard again, is the first hearing."""
        ...


def transcribe(transcriber: Transcriber, audio: Audio, speech: Sequence[Sequence[Span]]) -> tuple[Utterance, ...]:
    """The utterances of one call."""
    return transcriber.transcribe_all([transcriber.prepare(audio, speech)])[0]


class ChannelTranscriber:
    """Pack each channel's speech into windows, hear those of many calls together, keep what passes the guard.

    Never two channels in one window: that raised errors from 22 to 28–36 %.
    """

    def __init__(self, recogniser: Recogniser, *, longest: Seconds = LONGEST) -> None:
        """Windows hold `longest` seconds at most."""
        self._recogniser, self._longest = recogniser, longest

    @property
    def model_hash(self) -> str:
        """Identity of the speech model and of how it is used: what either changes is not mixed unseen with the old."""
        both = f"{self._recogniser.model_hash} {self._recogniser.recipe} {self._longest:g}"
        return hashlib.sha256(both.encode()).hexdigest()

    def prepare(self, audio: Audio, speech: Sequence[Sequence[Span]]) -> Call:
        """See `Transcriber.prepare`."""
        windows = tuple(
            (channel, window, self._stretch(audio, channel, window))
            for channel, spans in enumerate(speech)
            for window in pack(cut_long(spans, audio.samples[channel]), audio.seconds, longest=self._longest)
        )
        return Call(audio, speech, windows)

    def transcribe_all(self, calls: Sequence[Call]) -> list[tuple[Utterance, ...]]:
        """See `Transcriber.transcribe_all`."""
        windows = [(call, channel, window) for call in calls for channel, window, _ in call.windows]
        heard = self._recogniser.hear([stretch for call in calls for _, _, stretch in call.windows])
        kept: list[tuple[Call, int, tuple[Word, ...]]] = []
        again: list[tuple[Call, int, Window, str]] = []
        for (call, channel, window), words in zip(windows, heard, strict=True):
            trusted, doubted = _sifted(window, words, call.speech[channel])
            kept.append((call, channel, trusted))
            again.extend((call, channel, part, text) for part, text in doubted)
        stretches = [self._stretch(call.audio, channel, part) for call, channel, part, _ in again]
        heard = self._recogniser.hear(stretches, first=[text for *_, text in again])
        for (call, channel, part, _), words in zip(again, heard, strict=True):
            placed = part.true_times(words)[0]
            if not suspect(placed, _speech_in(part, call.speech[channel])):
                kept.append((call, channel, placed))
        return [_assembled(call, [(channel, words) for own, channel, words in kept if own is call]) for call in calls]

    def _stretch(self, audio: Audio, channel: int, window: Window) -> Stretch:
        return self._recogniser.stretch(_cut(audio.samples[channel], window))


def _sifted(
    window: Window, words: Sequence[Word], speech: Sequence[Span]
) -> tuple[tuple[Word, ...], list[tuple[Window, str]]]:
    """The words of a window that can be trusted, and what of it must be heard again alone, as it was heard first."""
    placed = window.true_times(words)
    loops = suspect([word for own in placed for word in own], _speech_in(window, speech))
    trusted: list[Word] = []
    again: list[tuple[Window, str]] = []
    for piece, own in zip(window.pieces, placed, strict=True):
        alone = Window((piece,))
        if loops or suspect(own, _speech_in(alone, speech)):
            again.append((alone, "".join(word.text for word in own)))
            continue
        trusted.extend(own)
        if words:  # where a window has no words at all, the recogniser says that nobody speaks
            again.extend((Window((gap,)), "") for gap in left_out(own, speech, piece))
    return tuple(trusted), again


def _assembled(call: Call, heard: Sequence[tuple[int, tuple[Word, ...]]]) -> tuple[Utterance, ...]:
    found: list[Utterance] = []
    for channel, speech in enumerate(call.speech):
        words = sorted((word for c, own in heard if c == channel for word in own), key=lambda w: (w.start, w.end))
        utterances = as_utterances(simplified_words(with_speech(words, speech)), speech, channel)
        found.extend(utterance for utterance in utterances if not invented(utterance, speech))
    return without_leakage(sorted(found, key=lambda u: (u.start, u.channel)), call.audio)


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
