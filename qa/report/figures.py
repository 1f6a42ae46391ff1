"""Numbers, times and shares as a reader sees them. What depends on the language is a Text."""

from __future__ import annotations

from qa.errors import Text
from qa.recording import Seconds

NONE = "–"
"""Stands where there is no figure."""


def number(value: float | None) -> str:
    """One decimal: `78.2`."""
    return NONE if value is None else f"{value:.1f}"


def points(value: float) -> str:
    """Points without needless decimals: `6`, `4.5`."""
    return f"{value:.1f}".removesuffix(".0").replace("-", "−")


def count(value: int) -> str:
    """A whole number with separators: `12,345`."""
    return f"{value:,}"


def percent(share: float | None) -> str:
    """A share of 0 to 1 as `94 %`. Only a whole is called 100, only nothing 0."""
    if share is None:
        return NONE
    whole = round(share * 100)
    if whole >= 100 > share * 100:
        return "> 99 %"
    if whole <= 0 < share * 100:
        return "< 1 %"
    return f"{whole} %"


def probability(value: float) -> str:
    """Two decimals: `0.97`. Neither certainty nor impossibility is claimed by rounding."""
    if 0.995 <= value < 1:
        return "> 0.99"
    if 0 < value < 0.005:
        return "< 0.01"
    return f"{value:.2f}"


def interval(low: float, high: float) -> str:
    """Two ends with one decimal: `74.1–82.3`."""
    return f"{low:.1f}–{high:.1f}"


def clock(seconds: Seconds) -> str:
    """A place in a recording or its length: `03:12`, `1:02:03` from an hour."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"


def duration(seconds: Seconds) -> Text:
    """A stretch of work or listening, in its two largest units."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return Text(f"{hours:,} 小时 {minutes} 分", f"{hours:,} h {minutes} min")
    if minutes:
        return Text(f"{minutes} 分 {rest} 秒", f"{minutes} min {rest} s")
    return Text(f"{rest} 秒", f"{rest} s")
