"""Numbers in one canonical form: 一三八 and 138, 两百 and 200, 九点半 and 9:30, 十二块五 and ¥12.50 are equal. Pure.

For comparing two texts, not for showing one: 一下 becomes 1下 and 十分感谢 becomes 10分感谢, on both sides alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_DIGITS = {
    "〇": 0, "零": 0, "一": 1, "幺": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    **{str(digit): digit for digit in range(10)},
}  # fmt: skip
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_D = "".join(_DIGITS)
_RUN = f"[{_D}十百千万亿]+"
_GROUPED = r"(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)"
_NUMBER = rf"(?:{_GROUPED}|{_RUN})(?:[点.][{_D}]+(?:[万亿](?![{_D}]))?)?"
_HOUR = "(?:[01]?[0-9]|2[0-4]|[零〇一二两三四五六七八九]|十[一二三四五六七八九]?|二十[一二三四]?)"
_TENS = "(?:[二三四五]?十[一二三四五六七八九]?|[0-5][0-9]|[零〇][一二三四五六七八九])"
_FROM_ONE = "[一二三四五六七八九1-9]"
_SAYS_NO_MORE = r"(?=[毛角钱的了吧吗呢啊呀，。？！,.?!、；\s]|$)"


class Piece(NamedTuple):
    """A stretch of a text in its canonical form: a number as a whole, anything else one character at a time."""

    text: str
    start: int
    """Index of its first character in the text that was read …"""
    end: int
    """… and behind its last one."""


def canonical_numbers(text: str) -> str:
    """`text` with every number in ASCII digits.

    - A run without a unit is read digit by digit (一三八零零 → 13800); one with units as a number (三千五 → 3500,
      三点五万 → 35000); one that is no well-formed number (千万, 万一) keeps its units.
    - 百分之二十 → 20%, 三分之一 → 1/3.
    - Amounts: 十二块五, 十二元五角, ¥12.50 → 12.5元. 块 and 元 are one unit.
    - Times: 九点半, 9点30分, 九点三十 → 9:30; 九点整, 9:00 → 9点. A lone digit behind 点 is a decimal (三点二 → 3.2).
    - Dates: 2026-10-01, 二零二六年十月一日 → 2026年10月1日.
    - Telephone numbers lose what stands between their groups: 138-0000-4481 → 13800004481.
    """
    return "".join(piece.text for piece in canonical_pieces(text))


def canonical_pieces(text: str) -> Iterator[Piece]:
    """The pieces of `canonical_numbers(text)` in order: they cover the text without gap or overlap."""
    at = 0
    for found in _ANY.finditer(text):
        yield from (Piece(text[i], i, i + 1) for i in range(at, found.start()))
        kind = next(name for name, value in found.groupdict().items() if value is not None)
        number, at = _FORMS[kind][1](found.group()), found.end()
        if len(number) > 1 and number[-1] == found.group()[-1] and number[-1] in "元点":
            # The unit is heard right or wrong for itself.
            yield Piece(number[:-1], found.start(), at - 1)
            yield Piece(number[-1], at - 1, at)
        else:
            yield Piece(number, found.start(), at)
    yield from (Piece(text[i], i, i + 1) for i in range(at, len(text)))


def _percent(text: str) -> str:
    number = text.removeprefix("百分之").rstrip("%％ ")
    return ("100" if number == "百" else _number(number)) + "%"


def _fraction(text: str) -> str:
    below, above = text.split("分之")
    return f"{_number(above)}/{_number(below)}"


def _date(text: str) -> str:
    year, month, day = re.split(r"[-/.]", text)
    return f"{year}年{int(month)}月{int(day)}日"


def _phone(text: str) -> str:
    return re.sub(r"\D", "", text)


def _amount(text: str) -> str:
    whole, *parts = re.split(r"[块元圆毛角分钱]+", text.lstrip("¥￥ "))
    tail = "".join(_digits(part) for part in parts)
    if not tail:
        return f"{_without_zeros(_number(whole))}元"
    return f"{_without_zeros(f'{_number(whole)}.{tail}')}元"


def _clock(text: str) -> str:
    hour, minute = re.split("[点:：]", text.removesuffix("分").removesuffix("钟"), maxsplit=1)
    minutes = {"": 0, "整": 0, "半": 30, "一刻": 15, "三刻": 45}.get(minute)
    if minutes is None:
        minutes = int(_number(minute))
    return f"{int(_number(hour))}:{minutes:02}" if minutes else f"{int(_number(hour))}点"


def _number(text: str) -> str:
    whole, point, behind = text.replace(",", "").replace("点", ".").partition(".")
    if not point:
        return _canonical(whole)
    myriad = _MYRIADS.get(behind[-1:])
    if myriad is None:
        return f"{_canonical(whole)}.{_digits(behind)}"
    places = _digits(behind[:-1])
    value = int(_canonical(whole) + places) * myriad if _canonical(whole).isdigit() else None
    return str(value // 10 ** len(places)) if value is not None else f"{_canonical(whole)}.{places}{behind[-1]}"


_FORMS: dict[str, tuple[str, Callable[[str], str]]] = {
    "percent": (rf"百分之(?:{_NUMBER})|(?:{_NUMBER})\s?[%％]", _percent),
    "fraction": (rf"{_RUN}(?<!百)分之{_RUN}", _fraction),
    "date": (r"(?<!\d)\d{4}(?:-\d{1,2}-|/\d{1,2}/|\.\d{1,2}\.)\d{1,2}(?!\d)", _date),
    "phone": (r"(?<!\d)\d{3,4}(?:[- ]\d{3,4}){1,2}(?!\d)|(?<!\d)\d{3,4}[- ]\d{7,8}(?!\d)", _phone),
    "amount": (
        rf"[¥￥]\s?(?:{_NUMBER})元?"
        rf"|(?:{_NUMBER})[块元圆]{_FROM_ONE}(?:[毛角](?:{_FROM_ONE}分?)?{_SAYS_NO_MORE}|{_SAYS_NO_MORE}(?![毛角]))钱?"
        rf"|(?:{_NUMBER})(?:元钱?|圆|块钱|(?<!一)块(?!儿))",
        _amount,
    ),
    "clock": (
        rf"(?<![{_D}十百千万.:：]){_HOUR}(?:[:：][0-5][0-9](?![\d:：])|点(?:半|一刻|三刻|整|钟|{_TENS}分?(?![{_D}十百千万%])"
        rf"|[{_D}]分(?!之)))",
        _clock,
    ),
    "number": (_NUMBER, _number),
}
_ANY = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, (pattern, _) in _FORMS.items()))


def _without_zeros(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


def _digits(run: str) -> str:
    return "".join(str(_DIGITS.get(character, character)) for character in run)


def _canonical(run: str) -> str:
    if any(character in _UNITS or character in _MYRIADS for character in run):
        value = _value(run)
        if value is not None:
            return str(value)
    return _digits(run)


def _value(run: str) -> int | None:
    """The number that a run with units stands for; None where it is not well-formed."""
    total = section = 0
    pending: int | None = None
    last_unit, smallest_unit, smallest_myriad = 0, 10**4, 10**12
    for position, character in enumerate(run):
        if character in _DIGITS:
            digit = _DIGITS[character]
            if pending is not None and not (character.isascii() and run[position - 1].isascii()):
                if pending != 0:
                    return None
                last_unit = 0  # 零 between: the next digit stands alone, 一百零二 is 102
                pending = digit
            else:
                pending = digit if pending is None else pending * 10 + digit
            if digit == 0 and not character.isascii():
                last_unit = 0
        elif character in _UNITS:
            unit = _UNITS[character]
            if pending is None and not (unit == 10 and (position == 0 or run[position - 1] in "零〇万亿")):
                return None
            if unit >= smallest_unit:
                return None
            section += (1 if pending is None else pending) * unit
            pending, last_unit, smallest_unit = None, unit, unit
        else:
            myriad = _MYRIADS[character]
            section += pending or 0
            if section == 0 or myriad >= smallest_myriad:
                return None
            total += section * myriad
            section, pending, last_unit = 0, None, myriad
            smallest_unit, smallest_myriad = 10**4, myriad
    if pending is not None and last_unit >= 100 and pending < 10:
        # 一百二 is 120, 两万三 is 23,000
        return total + section + pending * last_unit // 10
    return total + section + (pending or 0)
