"""A second listening: how well a wording fits the sound, beside what was written down and what lies between the two.

The recogniser writes what is likeliest in the whole language. Asked about one wording, it knows more: the decoder is
led through the words of the phrase (`Whisper.align`, teacher forcing) and says for each how probable it is given the
sound and the words before it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final, Protocol, TypeAlias

from qa.asr.script import as_recognised
from qa.asr.stretch import Stretch
from qa.audio.samples import SAMPLE_RATE, Samples
from qa.recording import Seconds

MARGIN: Final[Seconds] = 0.3
"""Heard on both sides of the words: their times are off by some tenths."""
LONGEST: Final[Seconds] = 25.0
_LEAST: Final = 1e-6
_Logarithms: TypeAlias = "tuple[list[float], list[float]]"


class Aligner(Protocol):
    """What can be asked about a wording (`qa.asr.engine.WhisperEngine`)."""

    def stretch(self, samples: Samples) -> Stretch:
        """What the encoder takes."""
        ...

    def encode(self, stretches: Sequence[Stretch]) -> list[Any]:
        """The encoder's output for each stretch."""
        ...

    def tokens(self, text: str) -> tuple[int, ...]:
        """The tokens of a text."""
        ...

    def align(self, encoded: Any, tokens: Sequence[int]) -> Any:
        """`.text_token_probs` of a text over a stretch."""
        ...


@dataclass(frozen=True, slots=True)
class Fit:
    """How well two wordings of the same place fit its sound, as natural logarithms of probabilities."""

    mean: float
    """Mean of a token of the tested wording."""
    least: float
    """The least probable one."""
    heard_mean: float
    """Mean of a token of what was written down."""
    heard_least: float
    gain: float
    """The whole sentence with the tested wording against the sentence as it was written down."""
    weakest: float
    """The same against its minimal pairs, the tested wording with one difference undone: the least that one gains."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place to listen to again: the sentence as it was written down, and the wording to test in it."""

    start: Seconds
    end: Seconds
    before: str
    heard: str
    tested: str
    after: str


def _undone(place: Place) -> list[str]:
    """The tested wording with each difference from what was written down undone by itself."""
    heard, tested = place.heard, place.tested
    changes = SequenceMatcher(None, heard, tested, autojunk=False).get_opcodes()
    return [tested[:c] + heard[a:b] + tested[d:] for kind, a, b, c, d in changes if kind != "equal"]


class Ear:
    """One channel, ready to be listened to again; what places have in common is asked once."""

    def __init__(self, aligner: Aligner, samples: Samples) -> None:
        """`samples`: the whole channel, mono [samples] at 16 kHz."""
        self._aligner, self._samples = aligner, samples
        self._encoded: dict[tuple[Seconds, Seconds], Any] = {}
        self._known: dict[tuple[Seconds, Seconds, str, str, str], _Logarithms] = {}

    def fit(self, place: Place) -> Fit | None:
        """How the tested wording fits; None where the sound is too long or holds nothing."""
        begin, end = max(0.0, place.start - MARGIN), place.end + MARGIN
        if not 0 < min(end, len(self._samples) / SAMPLE_RATE) - begin <= LONGEST:
            return None
        tested, whole = self._logarithms((begin, end), place.before, place.tested, place.after)
        heard, written = self._logarithms((begin, end), place.before, place.heard, place.after)
        if not tested or not heard:
            return None
        undone = (self._logarithms((begin, end), place.before, one, place.after)[1] for one in _undone(place))
        return Fit(
            mean=sum(tested) / len(tested),
            least=min(tested),
            heard_mean=sum(heard) / len(heard),
            heard_least=min(heard),
            gain=sum(whole) - sum(written),
            weakest=min((sum(whole) - sum(one) for one in undone), default=0.0),
        )

    def _logarithms(self, clip: tuple[Seconds, Seconds], before: str, middle: str, after: str) -> _Logarithms:
        """Of the tokens of `middle`, and of all: the tokens of each text by itself, so that none is half in it."""
        key = (*clip, before, middle, after)
        if key not in self._known:
            texts = [self._aligner.tokens(as_recognised(text)) for text in (before, middle, after)]
            found = self._aligner.align(self._encode(clip), [token for text in texts for token in text])
            logs = [math.log(max(_LEAST, float(p))) for p in found.text_token_probs]
            self._known[key] = logs[len(texts[0]) : len(texts[0]) + len(texts[1])], logs
        return self._known[key]

    def _encode(self, clip: tuple[Seconds, Seconds]) -> Any:
        if clip not in self._encoded:
            begin, end = (round(moment * SAMPLE_RATE) for moment in clip)
            (self._encoded[clip],) = self._aligner.encode([self._aligner.stretch(self._samples[begin:end])])
        return self._encoded[clip]
