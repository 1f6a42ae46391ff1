"""Speech rate 语速 in 字/分. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from qa.audio.speech import Span
from qa.measures.intervals import total
from qa.phonetics.aloud import read_aloud
from qa.transcript import Word

FEWEST = 10
"""Characters. Of fewer than that a rate says nothing."""
_COUNTED = re.compile(r"[0-9〇㐀-䶿一-鿿豈-﫿]")


def characters(text: str) -> int:
    """Han characters and numbers as they are said: punctuation is not spoken, 138元 is 一百三十八元."""
    return len(_COUNTED.findall("".join(said.character for said in read_aloud(text))))


def speech_rate(words: Iterable[Word], speech: Sequence[Span]) -> float | None:
    """Characters a minute over the time really spoken; None under `FEWEST` characters.

    Only stretches of speech with words in them count: where the recogniser heard nothing, neither the time nor the
    characters are known.
    """
    words = tuple(words)
    count = characters("".join(word.text for word in words))
    heard = [span for span in speech if any(w.start < span.end and span.start < w.end for w in words)]
    seconds = total(heard)
    return 60 * count / seconds if count >= FEWEST and seconds > 0 else None
