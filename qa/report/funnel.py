"""A funnel: each site's mean beside how far chance alone would throw a site of its size. Pure.

Limits for a mean of n calls are μ ± z·√(v/n), where v is what one call varies by, agents as clusters, pooled over the
sites from their own intervals. Source: Spiegelhalter 2005, Statistics in Medicine 24:1185.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from qa.month.shape import SiteMonth
from qa.report import charts, figures

LEAST = 3
"""Sites below which there is nothing to compare."""
WIDTH, HEIGHT = 640, 220
"""Of the picture, in its own units."""
_Z90 = NormalDist().inv_cdf(0.95)
_WARNING, _ACTION = NormalDist().inv_cdf(0.975), NormalDist().inv_cdf(0.999)
_STEPS = 48
_LATIN = 0x2E80
"""Letters from here on are as wide as they are high."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One site."""

    x: float
    y: float
    name: str
    label: str
    outside: bool
    """Beyond the outer limits: chance does not throw a site there."""
    text_x: float
    """Where its name stands, clear of the other names where there is room."""
    text_y: float
    anchor: str
    """`start`, `middle` or `end` of the name is at `text_x`."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """The picture."""

    dots: tuple[Dot, ...]
    centre: float
    """y of the mean of all."""
    warning: tuple[str, str]
    """Lower and upper 95 % limit, as points of a polyline."""
    action: tuple[str, str]
    """The same at 99.8 %."""
    lines: tuple[tuple[str, float], ...]
    """Label and y of each horizontal line."""
    most: str
    """Calls at the right edge."""


def funnel(sites: Sequence[SiteMonth]) -> Funnel | None:
    """The sites of a month in a funnel; None with too few of them."""
    known = [site for site in sites if site.site and site.calls > 1]
    if len(known) < LEAST:
        return None
    calls = sum(site.calls for site in known)
    mean = sum(site.calls * site.mean_score for site in known) / calls
    # An interval that ends at 0 or 100 is cut off: the longer side tells.
    reaches = [max(site.high - site.mean_score, site.mean_score - site.low) / _Z90 for site in known]
    variance = sum(site.calls * site.calls * reach**2 for site, reach in zip(known, reaches, strict=True)) / calls
    least, most = min(site.calls for site in known), max(site.calls for site in known)
    first, last = least / 1.5, most * 1.1
    edges = [mean + sign * _ACTION * math.sqrt(variance / first) for sign in (-1, 1)]
    scale = charts.scale([*edges, *(site.mean_score for site in known)])

    def x(n: float) -> float:
        # Sites differ a hundredfold in size.
        return round(WIDTH * math.log(n / first) / math.log(last / first), 1)

    def y(value: float) -> float:
        return round(HEIGHT * (1 - scale.x(value) / 100), 1)

    def curve(z: float) -> str:
        sizes = [first * (last / first) ** (i / _STEPS) for i in range(_STEPS + 1)]
        return " ".join(f"{x(n):g},{y(mean + z * math.sqrt(variance / n)):g}" for n in sizes)

    names = _Names()

    def dot(site: SiteMonth) -> Dot:
        outside = abs(site.mean_score - mean) > _limit(variance, site.calls, _ACTION)
        at = x(site.calls), y(site.mean_score)
        label = f"{site.site} · {site.mean_score:.1f} · n {figures.count(site.calls)}"
        name = f"✕ {site.site}" if outside else site.site
        text_x, text_y, anchor = names.place(name, *at)
        return Dot(at[0], at[1], site.site, label, outside, text_x, text_y, anchor)

    return Funnel(
        dots=tuple(dot(site) for site in known),
        centre=y(mean),
        warning=(curve(-_WARNING), curve(_WARNING)),
        action=(curve(-_ACTION), curve(_ACTION)),
        lines=tuple((tick.label, round(HEIGHT * (1 - tick.x / 100), 1)) for tick in scale.ticks),
        most=figures.count(most),
    )


_Box = tuple[float, float, float, float]


class _Names:
    """The places that names have taken, in the picture's units at a type size of 12."""

    def __init__(self) -> None:
        self._names: list[_Box] = []
        self._dots: list[_Box] = []

    def place(self, name: str, x: float, y: float) -> tuple[float, float, str]:
        """The first place around a dot where its name covers no other name, if possible no dot; else above it."""
        width = sum(12 if ord(letter) > _LATIN else 7 for letter in name)
        around = ((x, y - 10, "middle"), (x + 9, y + 4, "start"), (x - 9, y + 4, "end"), (x, y + 19, "middle"))
        boxes = [self._box(at, width) for at in around]
        clear = [i for i, box in enumerate(boxes) if self._inside(box) and not any(map(self._over(box), self._names))]
        free = [i for i in clear if not any(map(self._over(boxes[i]), self._dots))]
        chosen = (free or clear or [0])[0]
        self._names.append(boxes[chosen])
        self._dots.append((x - 6, y - 6, x + 6, y + 6))
        text_x, text_y, anchor = around[chosen]
        return round(text_x, 1), round(text_y, 1), anchor

    @staticmethod
    def _box(at: tuple[float, float, str], width: float) -> _Box:
        left = at[0] - {"start": 0, "middle": width / 2, "end": width}[at[2]]
        return left, at[1] - 10, left + width, at[1] + 3

    @staticmethod
    def _inside(box: _Box) -> bool:
        return box[0] >= -8 and box[2] <= WIDTH + 40

    @staticmethod
    def _over(box: _Box) -> Callable[[_Box], bool]:
        return lambda other: box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _limit(variance: float, calls: int, z: float) -> float:
    return z * math.sqrt(variance / calls)
