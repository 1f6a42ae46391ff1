"""The text of every error that a person can cause with a speech model."""

from __future__ import annotations

import pytest

from qa.asr import errors
from qa.errors import ModelError

DETAILS = {
    "name": "tiny", "file": "model.bin", "count": 0, "expected": "aa", "found": "bb", "package": "p", "known": "-",
    "problem": "x", "device": "cuda", "compute_type": "int8",
}  # fmt: skip


KINDS = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, ModelError) and k is not ModelError]


@pytest.mark.parametrize("kind", KINDS)
def test_every_model_error_says_what_and_what_to_do_in_both_languages(kind: type[ModelError]) -> None:
    error = kind("models/tiny", **DETAILS)
    for text in (error.message.zh, error.message.en, error.advice.zh, error.advice.en):
        assert text
        assert text[-1] in "。."
        assert "{" not in text


def test_codes_are_given_once() -> None:
    assert len({k.code for k in KINDS}) == len(KINDS) == 10
