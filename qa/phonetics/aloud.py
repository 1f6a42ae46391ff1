"""Numbers as they are said: 138-0000 one by one, 120元 as 一百二十元, 9:30 as 九点三十分, 20% as 百分之二十. Pure.

What a recogniser writes as 120 is four syllables, or three if it was a house number. The context decides: what counts
something is read as a number, what names something (a telephone, a badge, a year, a flat) digit by digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_DIGITS = "零一二三四五六七八九"
_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF05: "%", 0xFF0E: ".", 0xFF1A: ":", 0xFFE5: "¥"}
_UNITS = "元块毛角分秒钟小时天日月周季次个位名人家户件条项张台部兆吨度方米里斤岁级折倍楼层栋万亿千百kKmMgG"
"""What stands behind a number that counts something …"""
_ABOUT = ("多", "余", "来", "几", "左右", "以内", "以上", "以下", "上下")
"""… or counts it roughly …"""
_OTHER_WORDS = ("人工", "小程", "分中", "分公", "分机", "部门", "部分", "天天", "家里", "名称")
"""… and what only begins like a unit: 10086人工."""
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_ANY = re.compile(
    rf"(?P<date>(?<!\d)\d{{4}}-\d{{1,2}}-\d{{1,2}}(?!\d))"
    rf"|(?P<clock>(?<![\d:])(?:[01]?\d|2[0-4]):[0-5]\d(?![\d:]))"
    rf"|(?P<percent>(?:{_NUMBER})%)"
    rf"|(?P<money>¥(?:{_NUMBER}))"
    rf"|(?P<number>{_NUMBER})"
)


class Said(NamedTuple):
    """A character as it is said, and where in the text it is written."""

    character: str
    start: int
    end: int


def read_aloud(text: str) -> Iterator[Said]:
    """`text` with its numbers in Chinese characters; all else as it is written, one character at a time.

    A number's characters share the place where it is written, in order.
    """
    at = 0
    for found in _ANY.finditer(text.translate(_FULL_WIDTH)):
        yield from (Said(text[i], i, i + 1) for i in range(at, found.start()))
        start, at = found.span()
        said, length = _said(found), at - start
        for k, character in enumerate(said):
            begin = start + k * length // len(said)
            yield Said(character, begin, max(begin + 1, start + (k + 1) * length // len(said)))
    yield from (Said(text[i], i, i + 1) for i in range(at, len(text)))


def _said(found: re.Match[str]) -> str:
    text = found.group()
    if found["date"]:
        year, month, day = text.split("-")
        return f"{_one_by_one(year)}年{_value(month)}月{_value(day)}日"
    if found["clock"]:
        hour, minute = text.split(":")
        minutes = "" if minute == "00" else ("零" if minute[0] == "0" else "") + _value(minute) + "分"
        return f"{_value(hour)}点{minutes}"
    if found["percent"]:
        return "百分之" + ("百" if text == "100%" else _value(text[:-1]))
    if found["money"]:
        return _value(text[1:]) + "元"
    return _value(text) if _counts(text, found.string[found.end() : found.end() + 2]) else _one_by_one(text)


def _counts(number: str, behind: str) -> bool:
    """Whether a number counts something, rather than naming it digit by digit."""
    if "." in number or "," in number:
        return True
    if number[0] == "0" or len(number) >= 7:
        return False
    if len(number) <= 2 or behind.startswith(_ABOUT):
        return True
    return behind[:1] != "" and behind[0] in _UNITS and not behind.startswith(_OTHER_WORDS)


def _one_by_one(digits: str) -> str:
    return "".join(_DIGITS[int(digit)] for digit in digits)


def _value(number: str) -> str:
    whole, point, behind = number.replace(",", "").partition(".")
    said = _whole(int(whole))
    return f"{said}点{_one_by_one(behind)}" if point else said


def _whole(value: int) -> str:
    """A whole number up to 16 digits in words: 10 十, 120 一百二十, 30050 三万零五十; more are read one by one."""
    if value < 10:
        return _DIGITS[value]
    if value >= 10**16:
        return _one_by_one(str(value))
    said, gap = "", False
    for unit, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        section = value // size if unit == "亿" else value // size % 10**4
        if section == 0:
            gap = bool(said)
            continue
        if said and (gap or section < 1000):
            said += "零"
        said += (_whole(section) if unit == "亿" and section >= 10**4 else _section(section)) + unit
        gap = False
    return said[1:] if said.startswith("一十") else said


def _section(value: int) -> str:
    """1 to 9999."""
    said, gap = "", False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = value // size % 10
        if digit == 0:
            gap = bool(said)
            continue
        said += ("零" if gap else "") + _DIGITS[digit] + unit
        gap = False
    return said
