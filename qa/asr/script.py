"""One way of writing: simplified characters, ASCII digits, full-width marks; every word keeps its bounds and times."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import accumulate, pairwise

from opencc import OpenCC

from qa.transcript import Word

# Digits and Latin letters.
_HALF_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_PUNCTUATION = dict(zip(",?!;:", "，？！；：", strict=True))
_MARKS = re.compile(r"(?<!\d)[,:]|[,:](?!\d)|[?!;]")
"""Commas and colons within a number (1,200 and 8:30) stay."""
_PARTICLE = re.compile("(?<![显名专原论编巨土昭卓译遗])著(?![名作称述录者书])")
"""著急, 等著: OpenCC leaves it, since 著名 and 显著 keep it."""
_AS_RECOGNISED = {ord(full): half for half, full in _PUNCTUATION.items()}


def simplified(text: str) -> str:
    """`text` in simplified characters, digits and letters as ASCII, other marks full-width; nothing is taken away."""
    text = _PARTICLE.sub("着", str(_converter().convert(text))).translate(_HALF_WIDTH)
    return _MARKS.sub(lambda mark: _PUNCTUATION[mark[0]], text)


def as_recognised(text: str) -> str:
    """Text with the marks that the speech model itself writes: what its tokens are made of."""
    return text.translate(_AS_RECOGNISED)


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
