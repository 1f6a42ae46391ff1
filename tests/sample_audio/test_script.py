"""Marks in a dialogue's text become phrases with places; what cannot be spoken is refused."""

from __future__ import annotations

import pytest

from sample_audio.studio.script import Mark, ScriptError, parse_text


@pytest.mark.parametrize(
    ("text", "plain", "marks", "stop"),
    [
        ("您好，请讲。", "您好，请讲。", (), None),
        ("<greeting|您好>，请讲。", "您好，请讲。", (Mark("greeting", "fulfils", 0, 2),), None),
        ("那<!evasive|我不知道>。", "那我不知道。", (Mark("evasive", "breaks", 1, 5),), None),
        ("<?apology|又断了>！", "又断了！", (Mark("apology", "gives_occasion", 0, 3),), None),
        ("<a,!b|行>。", "行。", (Mark("a", "fulfils", 0, 1), Mark("b", "breaks", 0, 1)), None),
        ("会恢复成/八块钱。", "会恢复成八块钱。", (), 4),
    ],
)
def test_marks(text: str, plain: str, marks: tuple[Mark, ...], stop: int | None) -> None:
    assert parse_text(text) == (plain, marks, stop)


@pytest.mark.parametrize("text", ["打10086", "OK", "<greeting|您好", "您好 请讲"])
def test_unspeakable_text(text: str) -> None:
    with pytest.raises(ScriptError, match="only Chinese characters"):
        parse_text(text)
