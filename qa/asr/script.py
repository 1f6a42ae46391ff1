"""One way of writing: simplified characters and ASCII digits, with every word's boundaries and times kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import accumulate, pairwise

from opencc import OpenCC

from qa.transcript import Word

# Digits and Latin letters; full-width punctuation is what Chinese text should have.
_HALF_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}


def simplified(text: str) -> str:
    """`text` in simplified characters, full-width digits and letters as ASCII; nothing is taken away."""
    return str(_converter().convert(text)).translate(_HALF_WIDTH)


def simplified_words(words: Iterable[Word]) -> tuple[Word, ...]:
    """The same words in simplified characters.

    The words are converted together, since 乾 or 著 depend on their neighbours; only if that changed the length (no
    known case in traditional to simplified) each is converted alone, so that a character never moves to another word.
    """
    words = tuple(words)
    texts = [word.text for word in words]
    together = simplified("".join(texts))
    if len(together) == sum(map(len, texts)):
        edges = accumulate(map(len, texts), initial=0)
        converted = [together[start:end] for start, end in pairwise(edges)]
    else:
        converted = [simplified(text) for text in texts]
    return tuple(replace(word, text=text) for word, text in zip(words, converted, strict=True))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
