"""What must not reach the transcript: loops, text over music and silence, sentences learned from video subtitles.

Inventions are confident (average log-probability −0.1 over music), so nothing here looks at confidence alone: the
guard asks how much speech lies under a text and whether anybody could have said it in that time. Pure.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from difflib import SequenceMatcher

from qa.asr.script import simplified
from qa.audio.speech import Span
from qa.recording import Seconds
from qa.transcript import Utterance, Word

COMPRESSION = 2.4
"""Whisper's own bound: text that shrinks more is a loop."""
FASTEST = 12.0
"""Characters a second beyond which nobody speaks (a hurried agent reaches 7)."""
SPARSEST = 1.0
"""Characters a second below which a courteous formula is not what was said in `SPARSE_FROM` seconds of sound."""
SPARSE_FROM: Seconds = 3.0
TOLERANCE: Seconds = 0.2
"""Word times from cross-attention are off by this much."""
OUTSIDE = 3
"""Words without any length."""
AGREED = 0.75
"""Share of the characters of two hearings, set by hand …"""
AGREED_FROM = 8
"""… of at least so many: shorter ones are courtesies, which are invented again and again."""
LEFT_OUT: Seconds = 1.5
"""Of speech, with what the detector adds to it (0.4 s), that ought to hold a word."""

# 对对对对 and 一一一一 are said; a stuck recogniser goes on: one character eight times, a longer unit four times.
_STUTTER = re.compile(r"([^\d零〇一幺二两三四五六七八九])\1{7,}")
_REPEATED = re.compile(r"([^\d零〇一幺二两三四五六七八九].{1,29}?)\1{3,}")
_SPOKEN = re.compile(r"[0-9A-Za-z㐀-䶿一-鿿豈-﫿]")
# Subtitles and channel outros of the videos that the model learned from: nobody on a hotline says the first ones
# anywhere, and the second ones not as a whole sentence.
_SUBTITLE = re.compile(
    "请不吝|点点栏目|打赏支持|amara|优优独播|独播剧场|字幕志愿者|字幕(由.{0,12}提供|by|组|校对|制作)|(订阅|关注)我们?的频道"
)
_OUTRO = re.compile(
    "(谢谢|感谢)(您|你|大家|各位)?(的)?(观看|收看|收听)|(下期|下次)?(视频|节目)?再会|我们下期(视频|节目)?再见|点赞|订阅|转发"
)
# Real courtesy that is also invented over noise, where it would award points that nobody earned.
_COURTESIES = re.compile("(好的?|嗯|那)?(谢谢(你|您|大家)?|再见|拜拜|不客气|您好|你好|请稍等|晚安){1,2}")


def spoken(text: str) -> str:
    """The characters of `text` that are said: Han characters, digits and letters."""
    return "".join(_SPOKEN.findall(text))


def seconds_of_speech(speech: Sequence[Span], start: Seconds, end: Seconds) -> Seconds:
    """How much of [start, end) is speech."""
    return sum(max(0.0, min(span.end, end) - max(span.start, start)) for span in speech)


def suspect(words: Sequence[Word], speech_seconds: Seconds) -> bool:
    """Whether text is to be heard again alone.

    It is a loop, or more than anybody could say in that much speech, or it lies behind the end of its sound: there a
    word has no length left.
    """
    text = spoken("".join(word.text for word in words))
    outside = sum(word.end <= word.start for word in words)
    return (
        is_loop(text)
        or (len(text) >= 8 and len(text) > FASTEST * (speech_seconds + 2 * TOLERANCE))
        or (outside >= OUTSIDE and 2 * outside > len(words))
    )


def agree(first: str, again: str) -> bool:
    """Whether two hearings, one in its window and one alone, are nearly the same sentence: nobody invents one twice."""
    one, other = (spoken(simplified(text)) for text in (first, again))
    if min(len(one), len(other)) < AGREED_FROM:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= AGREED


def left_out(words: Sequence[Word], speech: Sequence[Span], piece: Span) -> tuple[Span, ...]:
    """Where in `piece` somebody speaks for `LEFT_OUT` seconds without a word: Whisper skips sentences now and then."""
    edges = [piece.start, *(edge for word in words for edge in (word.start, word.end)), piece.end]
    found = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        inside = [Span(max(start, s.start), min(end, s.end)) for s in speech if s.start < end and start < s.end]
        if inside and seconds_of_speech(inside, start, end) >= LEFT_OUT:
            found.append(Span(inside[0].start, inside[-1].end))
    return tuple(found)


def is_loop(text: str) -> bool:
    """Whether `text` repeats itself as a stuck recogniser does.

    A unit of two characters or more four times in a row, one character (no digit) eight times, or text that
    compresses beyond `COMPRESSION`.
    """
    encoded = text.encode()
    repeats = _STUTTER.search(text) or _REPEATED.search(text)
    return bool(repeats) or (len(text) > 20 and len(encoded) / len(zlib.compress(encoded)) > COMPRESSION)


def with_speech(words: Sequence[Word], speech: Sequence[Span]) -> tuple[Word, ...]:
    """The words that have speech under them, give or take `TOLERANCE`."""
    return tuple(w for w in words if seconds_of_speech(speech, w.start - TOLERANCE, w.end + TOLERANCE) > 0)


def invented(utterance: Utterance, speech: Sequence[Span]) -> bool:
    """Whether nobody said this utterance, whatever its probability.

    - A subtitle sentence, or one that is mostly a channel's outro.
    - A courteous formula that is alone in sound that lasts far longer than it takes to say.
    - A loop. (Speed was looked at where the window was heard: words of one utterance may lie too close together.)
    """
    text = spoken(utterance.text).lower()
    if not text or is_loop(text):
        return True
    outro = sum(len(match.group()) for match in _OUTRO.finditer(text))
    if _SUBTITLE.search(text) or 2 * outro > len(text):
        return True
    around = sum(span.end - span.start for span in speech if span.start < utterance.end and utterance.start < span.end)
    return bool(_COURTESIES.fullmatch(text)) and around >= SPARSE_FROM and len(text) < SPARSEST * around
