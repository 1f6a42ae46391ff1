"""From Whisper's aligned tokens to words with times. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from qa.asr.guard import spoken
from qa.recording import Seconds
from qa.transcript import Word

_USUAL: Seconds = 0.7
"""A word's usual length is taken to be no more than this."""


def as_words(aligned: Sequence[Mapping[str, Any]]) -> tuple[Word, ...]:
    """Words from `word`, `start`, `end` and `probability` of each (seconds), as `WhisperModel.find_alignment` gives.

    Punctuation joins the word before it and takes no time. A word lasts at most twice as long as words of its window
    do: attention moves on early, so a word behind a pause swallows the pause, and is cut at its start.
    """
    lasting = [float(one["end"] - one["start"]) for one in aligned if spoken(one["word"]) and one["end"] > one["start"]]
    most = 2 * min(_USUAL, median(lasting)) if lasting else _USUAL
    words: list[Word] = []
    opening = ""
    for one in aligned:
        text = one["word"].strip()
        if spoken(text):
            start, end = float(one["start"]), float(one["end"])
            words.append(Word(opening + text, max(start, end - most), end, float(one["probability"])))
            opening = ""
        elif words:
            last = words[-1]
            words[-1] = Word(last.text + text, last.start, last.end, last.probability)
        else:
            opening += text
    return tuple(words)
