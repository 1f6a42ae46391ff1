"""What was heard against what was said: character errors, text over no speech, word times, word probabilities. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np

from qa.accuracy.calibration import Calibration, calibration
from qa.accuracy.labels import TrueTurn
from qa.accuracy.words import verdicts
from qa.asr.error_rate import CharacterErrors, align, count_errors, normalise, normalised_with_origin
from qa.recording import Seconds
from qa.transcript import Word

BESIDE: Seconds = 0.5
"""A word this far beside a turn still belongs to it."""
_COURTESY = re.compile("谢谢|感谢|再见|拜拜|不客气|您好|你好|请稍等|观看|收看|收听|点赞|订阅|字幕")


@dataclass(frozen=True, slots=True)
class Heard:
    """One channel, or many together: they add up with `+`."""

    errors: CharacterErrors = field(default_factory=CharacterErrors)
    """All of them, those over no speech included."""
    over_no_speech: int = 0
    """Characters heard where nobody spoke on that channel, half a second around its turns left out …"""
    courtesies: int = 0
    """… and courteous phrases and phrases of video subtitles in them."""
    time_errors: tuple[Seconds, ...] = ()
    """How far the first and the last word of each turn that were heard right lie from where it begins and ends."""
    probabilities: Calibration = field(default_factory=Calibration)
    """Of the words, against whether they are right."""

    def __add__(self, other: Heard) -> Heard:
        return Heard(
            self.errors + other.errors,
            self.over_no_speech + other.over_no_speech,
            self.courtesies + other.courtesies,
            self.time_errors + other.time_errors,
            self.probabilities + other.probabilities,
        )

    def time_error(self, percentile: float) -> Seconds | None:
        """A percentile of `time_errors`; None without any."""
        return float(np.percentile(self.time_errors, percentile)) if self.time_errors else None


def compare_words(said: str | Sequence[TrueTurn], words: Sequence[Word]) -> Heard:
    """What was heard on a channel against its text, or against its turns in order of time.

    Without turns nothing is known of times: text over no speech and word times stay empty.
    """
    turns = [] if isinstance(said, str) else list(said)
    parts = [normalise(said)] if isinstance(said, str) else [normalise(turn.text) for turn in turns]
    reference = "".join(parts)
    text, origin = normalised_with_origin("".join(word.text for word in words))
    pairs = align(reference, text)
    right = verdicts(words, origin, reference, text, pairs)
    strange = [] if isinstance(said, str) else [word for word in words if not _near(word, turns)]
    counted = [(w.probability, r) for w, r in zip(words, right, strict=True) if r is not None]
    word_of = _word_of_character(words, origin)
    matched = {i: j for i, j in pairs if i is not None and j is not None and reference[i] == text[j]}
    return Heard(
        count_errors(reference, text, pairs),
        sum(len(normalise(word.text)) for word in strange),
        len(_COURTESY.findall("".join(word.text for word in strange))),
        tuple(_edges(turns, parts, matched, word_of, words)),
        calibration(counted),
    )


def _near(word: Word, turns: Sequence[TrueTurn]) -> bool:
    return any(turn.start - BESIDE < word.end and word.start < turn.end + BESIDE for turn in turns)


def _word_of_character(words: Sequence[Word], origin: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """For each normalised character the first and the last word that it was made from."""
    ends = list(accumulate(len(word.text) for word in words))
    return [(bisect_right(ends, start), bisect_right(ends, end - 1)) for start, end in origin]


def _edges(
    turns: Sequence[TrueTurn],
    parts: Sequence[str],
    matched: dict[int, int],
    word_of: Sequence[tuple[int, int]],
    words: Sequence[Word],
) -> list[Seconds]:
    errors: list[Seconds] = []
    begin = 0
    for turn, part in zip(turns, parts, strict=False):
        first, last = matched.get(begin), matched.get(begin + len(part) - 1)
        begin += len(part)
        if part and first is not None:
            errors.append(abs(words[word_of[first][0]].start - turn.start))
        if part and last is not None:
            errors.append(abs(words[word_of[last][1]].end - turn.end))
    return errors
