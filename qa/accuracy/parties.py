"""Who speaks when, and whose the words are, against the truth. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import permutations

import numpy as np
import numpy.typing as npt

from qa.accuracy.labels import TrueTurn
from qa.asr.error_rate import normalise
from qa.recording import Seconds
from qa.transcript import Party, Transcript, Turn

COLLAR: Seconds = 0.25
"""Around each true border, on either side, nothing is scored, as NIST's md-eval does."""
_FRAME: Seconds = 0.01
_BREATH: Seconds = 1.0
"""A pause of one speaker up to here belongs to their speech; the labels bound whole turns as well."""

Frames = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SpeakerErrors:
    """Diarization errors in seconds; those of several calls add up with `+`."""

    speech: Seconds = 0.0
    """True speech that is scored, overlapped speech once a speaker."""
    missed: Seconds = 0.0
    false_alarm: Seconds = 0.0
    confused: Seconds = 0.0

    def __add__(self, other: SpeakerErrors) -> SpeakerErrors:
        return SpeakerErrors(
            self.speech + other.speech,
            self.missed + other.missed,
            self.false_alarm + other.false_alarm,
            self.confused + other.confused,
        )

    @property
    def rate(self) -> float | None:
        """The diarization error rate; None without speech."""
        return (self.missed + self.false_alarm + self.confused) / self.speech if self.speech else None


@dataclass(frozen=True, slots=True)
class WordParties:
    """Characters that were heard rightly, by the party they were given to; several calls add up with `+`."""

    right: int = 0
    wrong: int = 0
    unknown: int = 0

    def __add__(self, other: WordParties) -> WordParties:
        return WordParties(self.right + other.right, self.wrong + other.wrong, self.unknown + other.unknown)

    def share(self, kind: str) -> float | None:
        """`right`, `wrong` or `unknown` as a share of all; None without any."""
        every = self.right + self.wrong + self.unknown
        return getattr(self, kind) / every if every else None


def speaker_errors(truth: Sequence[TrueTurn], found: Sequence[Turn], seconds: Seconds) -> SpeakerErrors:
    """Errors of the best assignment of the found speakers to the true ones, overlapped speech included.

    What is nobody's (an unknown party) is a speaker of its own.
    """
    true = _activity([(t.party, t.start, t.end) for t in truth], seconds)
    heard = _activity([(t.party, t.start, t.end) for t in found if t.words], seconds)
    scored = np.ones(true.shape[1], dtype=bool)
    for edge in (edge for turn in truth for edge in (turn.start, turn.end)):
        scored[max(0, round((edge - COLLAR) / _FRAME)) : round((edge + COLLAR) / _FRAME)] = False
    true, heard = true[:, scored], heard[:, scored]
    said, given = true.sum(axis=0), heard.sum(axis=0)
    agreed = max(int((true & heard[list(order)]).sum()) for order in permutations(range(len(heard))))
    return SpeakerErrors(
        speech=float(said.sum()) * _FRAME,
        missed=float(np.maximum(said - given, 0).sum()) * _FRAME,
        false_alarm=float(np.maximum(given - said, 0).sum()) * _FRAME,
        confused=float(np.minimum(said, given).sum() - agreed) * _FRAME,
    )


def word_parties(truth: Sequence[TrueTurn], found: Transcript) -> WordParties:
    """Whose the characters are taken to be that true and found text have in common, aligned in order of time."""
    said = [(c, t.party) for t in sorted(truth, key=lambda t: t.start) for c in normalise(t.text)]
    heard = [
        (c, u.party)
        for u in sorted(found.utterances, key=lambda u: u.start)
        for word in u.words
        for c in normalise(word.text)
    ]
    matcher = SequenceMatcher(None, [c for c, _ in said], [c for c, _ in heard], autojunk=False)
    pairs = [
        (said[block.a + i][1], heard[block.b + i][1])
        for block in matcher.get_matching_blocks()
        for i in range(block.size)
    ]
    unknown = sum(given is Party.UNKNOWN for _, given in pairs)
    right = sum(given is true for true, given in pairs)
    return WordParties(right, len(pairs) - right - unknown, unknown)


def _activity(stretches: Sequence[tuple[Party, Seconds, Seconds]], seconds: Seconds) -> Frames:
    """Who speaks in each 10 ms, [parties, frames]; short pauses of one speaker are bridged."""
    speaking = np.zeros((len(Party), round(seconds / _FRAME)), dtype=bool)
    for row, party in enumerate(Party):
        last: Seconds | None = None
        for _, start, end in sorted(s for s in stretches if s[0] is party):
            begin = last if last is not None and 0 < start - last <= _BREATH else start
            speaking[row, max(0, round(begin / _FRAME)) : round(end / _FRAME)] = True
            last = end if last is None else max(last, end)
    return speaking
