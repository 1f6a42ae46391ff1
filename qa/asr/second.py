"""A second listening: how well a wording fits the sound, beside the one that was written down.

The recogniser writes what is likeliest in the whole language. Asked about one wording, it knows more: the decoder is
led through the words of the phrase (`Whisper.align`, teacher forcing) and says for each how probable it is given the
sound and the words before it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from qa.asr.script import as_recognised
from qa.asr.stretch import Stretch
from qa.audio.samples import SAMPLE_RATE, Samples
from qa.recording import Seconds

MARGIN: Final[Seconds] = 0.3
"""Heard on both sides of the words: their times are off by some tenths."""
LONGEST: Final[Seconds] = 25.0
_LEAST: Final = 1e-6


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


@dataclass(frozen=True, slots=True)
class Place:
    """A place to listen to again: the sentence as it was written down, and the wording to test in it."""

    start: Seconds
    end: Seconds
    before: str
    heard: str
    tested: str
    after: str


def listen(aligner: Aligner, samples: Samples, place: Place) -> Fit | None:
    """How the tested wording fits; None where the sound is too long or holds nothing.

    Args:
        aligner: the speech model.
        samples: the whole channel, mono [samples] at 16 kHz.
        place: where, and what.
    """
    begin, end = max(0.0, place.start - MARGIN), place.end + MARGIN
    clip = samples[round(begin * SAMPLE_RATE) : round(end * SAMPLE_RATE)]
    if not 0 < len(clip) <= LONGEST * SAMPLE_RATE:
        return None
    (encoded,) = aligner.encode([aligner.stretch(clip)])
    tested, whole = _logarithms(aligner, encoded, (place.before, place.tested, place.after))
    heard, written = _logarithms(aligner, encoded, (place.before, place.heard, place.after))
    if not tested or not heard:
        return None
    return Fit(
        mean=sum(tested) / len(tested),
        least=min(tested),
        heard_mean=sum(heard) / len(heard),
        heard_least=min(heard),
        gain=sum(whole) - sum(written),
    )


def _logarithms(aligner: Aligner, encoded: Any, texts: tuple[str, str, str]) -> tuple[list[float], list[float]]:
    """Of the tokens of the middle text, and of all: the tokens of each text by itself, so that none is half in it."""
    before, middle, after = (aligner.tokens(as_recognised(text)) for text in texts)
    found = aligner.align(encoded, [*before, *middle, *after])
    logs = [math.log(max(_LEAST, float(p))) for p in found.text_token_probs]
    return logs[len(before) : len(before) + len(middle)], logs
