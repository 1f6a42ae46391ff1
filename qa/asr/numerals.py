"""Numbers in one canonical form: 一三八 and 138, 两百 and 200, 百分之二十 and 20% compare equal. Pure."""

from __future__ import annotations

import re

_DIGITS = {
    "〇": 0, "零": 0, "一": 1, "幺": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    **{str(digit): digit for digit in range(10)},
}  # fmt: skip
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_NUMERAL = "".join([*_DIGITS, *_UNITS, *_MYRIADS])
_RUN = re.compile(f"[{_NUMERAL}]+")
_PERCENT = re.compile(f"百分之((?:[{_NUMERAL}]|点(?=[{_NUMERAL}]))+)")
_POINT = re.compile(f"(?<=[{_NUMERAL}])点(?=[{_NUMERAL}])")


def canonical_numbers(text: str) -> str:
    """`text` with every number in ASCII digits.

    A run without a unit is read digit by digit (一三八零零 → 13800); one with units as a number (三千五 → 3500); one
    that is no well-formed number (千万, 万一, 三百零五千) keeps its units and has its digits replaced. 点 between
    numerals becomes a full stop. 一 in 一个 becomes 1 as well: it does so on both sides of a comparison.
    """
    text = _PERCENT.sub(r"\1%", text)
    text = _POINT.sub(".", text)
    return _RUN.sub(lambda run: _canonical(run.group()), text)


def _canonical(run: str) -> str:
    if any(character in _UNITS or character in _MYRIADS for character in run):
        value = _value(run)
        if value is not None:
            return str(value)
    return "".join(str(_DIGITS.get(character, character)) for character in run)


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
