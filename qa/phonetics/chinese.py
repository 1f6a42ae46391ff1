"""The words of Chinese and how often each is written: jieba's dictionary, loaded once a process."""

from __future__ import annotations

import logging
from functools import cache

import jieba


@cache
def dictionary() -> jieba.Tokenizer:
    """Jieba's own, which nothing is added to."""
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer
