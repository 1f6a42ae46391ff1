"""From aligned tokens to words: punctuation, and the pause that the first word swallows."""

from __future__ import annotations

from typing import Any

import pytest

from qa.asr.word_times import as_words


def aligned(*words: tuple[str, float, float]) -> list[dict[str, Any]]:
    return [{"word": text, "start": start, "end": end, "probability": 0.9} for text, start, end in words]


def test_punctuation_joins_the_word_before_it_and_takes_no_time() -> None:
    found = as_words(aligned(("“", 0.0, 0.1), ("您", 0.1, 0.3), ("好", 0.3, 0.5), ("，", 0.5, 2.0), ("请", 2.0, 2.2)))
    assert [(w.text, w.start, w.end) for w in found] == [("“您", 0.1, 0.3), ("好，", 0.3, 0.5), ("请", 2.0, 2.2)]


def test_a_word_behind_a_pause_does_not_swallow_it() -> None:
    found = as_words(aligned(("您", 0.1, 0.3), ("好", 0.3, 0.5), ("请", 0.5, 3.0), ("讲", 3.0, 3.2)))
    assert found[2].text == "请"
    assert found[2].start == pytest.approx(2.6)


def test_punctuation_alone_is_no_word() -> None:
    assert as_words(aligned(("。", 0.0, 0.4))) == ()
    assert as_words([]) == ()
