"""Quantities as QA people write them: a number with its unit (`8 s`, `3 turns`, `280 字/分`, `60 %`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import PlainValidator, WithJsonSchema

from qa.recording import Seconds
from qa.rubric.diagnostics import Wrong, quoted
from qa.rubric.kinds import QUANTITY, USELESS

Unit = Literal["s", "turns", "percent", "字/分", "dBFS", "dB", "Hz", "半音", "次", ""]
_UNITS: dict[str, tuple[Unit, float]] = {
    **dict.fromkeys(("s", "秒", "second", "seconds"), ("s", 1.0)),
    **dict.fromkeys(("ms", "毫秒"), ("s", 0.001)),
    **dict.fromkeys(("min", "分钟", "minute", "minutes"), ("s", 60.0)),
    **dict.fromkeys(("turn", "turns", "轮", "句"), ("turns", 1.0)),
    **dict.fromkeys(("%", "％", "percent"), ("percent", 1.0)),
    "字/分": ("字/分", 1.0),
    "dBFS": ("dBFS", 1.0),
    **dict.fromkeys(("dB", "分贝"), ("dB", 1.0)),
    **dict.fromkeys(("Hz", "赫兹"), ("Hz", 1.0)),
    **dict.fromkeys(("半音", "semitones"), ("半音", 1.0)),
    **dict.fromkeys(("次", "times"), ("次", 1.0)),
}
_NUMBER = re.compile(r"\s*([-−]?\d+(?:\.\d+)?)\s*(\S*)\s*")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in its base unit (seconds, turns, percent, 字/分, …); below 0 only for a level in dBFS."""

    value: float
    unit: Unit


@dataclass(frozen=True, slots=True)
class Scope:
    """The first or the last so much of a call."""

    end: Literal["first", "last"]
    amount: Quantity


def parse_quantity(text: object) -> Quantity:
    """`"8 s"` → 8 seconds.

    Raises:
        Wrong: no number, or a unit nobody knows.
    """
    match = _NUMBER.fullmatch(str(text))
    if match is None or (match[1][0] in "-−" and match[2] != "dBFS"):
        raise _wrong(
            f"{quoted(text)}不是带单位的数量；请写成 8 s、3 turns、60 % 或 280 字/分",
            f"{quoted(text)} is not a number with a unit; write it like 8 s, 3 turns, 60 % or 280 字/分",
        )
    number = float(match[1].replace("−", "-"))
    if not match[2]:
        return Quantity(number, "")
    if match[2] not in _UNITS:
        known = "s、turns、%、字/分、次、dB、dBFS、Hz、半音"
        raise _wrong(f"不认识单位{quoted(match[2])}；可用的有 {known}", f"unknown unit {quoted(match[2])}")
    unit, factor = _UNITS[match[2]]
    return Quantity(number * factor, unit)


def _wrong(zh: str, en: str) -> Wrong:
    return Wrong(zh, en, kind=QUANTITY)


def parse_seconds(text: object) -> Seconds:
    """`"8 s"` → 8.0; a bare number or another unit is refused."""
    if re.match(_END, str(text)):
        raise _wrong(
            f"{quoted(text)}：这里是隔多久、持续多久，请写成 10 s；通话的哪一段写在外层的 within: 里",
            f"{quoted(text)}: here stands a length of time like 10 s; the part of the call is for the outer within:",
        )
    quantity = parse_quantity(text)
    if not quantity.unit:
        raise _wrong(f"{quoted(text)}缺少时间单位，例如 8 s", f"{quoted(text)} needs a unit of time, for example 8 s")
    if quantity.unit != "s":
        raise _wrong(
            f"{quoted(text)}：这里只能按时间算，请写成 8 s 或 2 min",
            f"{quoted(text)}: here only a time will do, such as 8 s or 2 min",
        )
    return quantity.value


_END = r"\s*(first|last|前|后|最后)\s*"


def parse_scope(text: object) -> Scope:
    """`"first 3 turns"` → the first three turns; also 前 3 轮, 后 10 秒, last 20 %."""
    match = re.fullmatch(rf"{_END}(.+)", str(text))
    if match is None:
        raise _wrong(
            f"{quoted(text)}：先写 first 或 last，再写多少，例如 first 3 turns",
            f"{quoted(text)}: write first or last, then how much, for example first 3 turns",
        )
    amount = parse_quantity(match[2])
    if amount.unit not in ("turns", "s", "percent"):
        lacks = "单位只能是 turns、s 或 %" if amount.unit else "缺少单位"
        raise _wrong(f"{quoted(text)}{lacks}，例如 last 30 s、first 3 turns", f"{quoted(text)} needs turns, s or %")
    if amount.value <= 0 or (amount.unit == "percent" and amount.value > 100):
        zh, en = ("必须大于 0", "must be more than 0") if amount.value <= 0 else ("最多 100 %", "100 % at most")
        raise Wrong(f"{quoted(text)}：{zh}", f"{quoted(text)}: {en}", kind=USELESS)
    return Scope("first" if match[1] in ("first", "前") else "last", amount)


def in_unit(unit: Unit, example: str) -> Callable[[object], Quantity]:
    """A reader of quantities of one unit; anything else is refused with an example."""

    def read(text: object) -> Quantity:
        quantity = parse_quantity(text)
        if quantity.unit != unit:
            raise _wrong(
                f"{quoted(text)}的单位应为 {unit}，例如 {example}",
                f"{quoted(text)} needs the unit {unit}, for example {example}",
            )
        return quantity

    return read


def parse_share(text: object) -> float:
    """`"60 %"` → 0.6; more than 0, at most 1."""
    quantity = parse_quantity(text)
    if quantity.unit != "percent" or not 0 < quantity.value <= 100:
        raise _wrong(f"{quoted(text)}：请写成 60 % 这样的百分比", f"{quoted(text)}: write a percentage like 60 %")
    return quantity.value / 100


def quantity_schema(*units: Unit, example: str, before: str = "") -> WithJsonSchema:
    """How an editor tells a number with one of these units, after `before`, a regular expression."""
    names = "|".join(name for name, (unit, _) in _UNITS.items() if unit in units)
    sign = "[-−]?" if "dBFS" in units else ""
    pattern = rf"^\s*{before}{sign}\d+(\.\d+)?\s*({names})\s*$"
    # What Visual Studio Code and its kin say in place of the pattern.
    return WithJsonSchema(
        {"type": "string", "pattern": pattern, "patternErrorMessage": f"请带上单位，例如 {example}。"}
    )


Share = Annotated[float, PlainValidator(parse_share), quantity_schema("percent", example="60 %")]
Duration = Annotated[float, PlainValidator(parse_seconds), quantity_schema("s", example="8 s")]
Amount = Annotated[
    Quantity,
    PlainValidator(parse_quantity),
    quantity_schema("s", "percent", "字/分", "次", "dBFS", "dB", "Hz", "半音", example="5 s、60 %、280 字/分、3 次"),
]
Within = Annotated[
    Scope,
    PlainValidator(parse_scope),
    quantity_schema(
        "turns", "s", "percent", before=r"(first|last|前|后|最后)\s*", example="first 3 turns、last 30 s、first 20 %"
    ),
]
