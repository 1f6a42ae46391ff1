"""Single stretches of one party's speech, and the speech rate over time. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import median
from typing import TypeAlias

from qa.audio.speech import Span
from qa.measures.exchange import FEWEST
from qa.measures.intervals import intersection, total
from qa.measures.rate import characters
from qa.measures.shape import Curve, CurveKind, Stretch
from qa.measures.sides import Side
from qa.recording import Seconds

PAUSE: Seconds = 1.0
"""Between two stretches; a shorter one is a breath within."""
STEP: Seconds = 5.0
WINDOW: Seconds = 10.0
"""Of the curve of speech rate: a value every `STEP` over a window around it."""
LEAST_SPEECH: Seconds = 2.5
"""In a window; less gives no rate."""

Sound: TypeAlias = Callable[[Sequence[Span]], float | None]
"""A measure of the sound under some spans: loudness or pitch."""


def stretches(side: Side, loudness: Sound, pitch: Sound) -> tuple[Stretch, ...]:
    """Every stretch of the party's speech, in order."""
    groups: list[list[Span]] = []
    for span in side.speech:
        if groups and span.start - groups[-1][-1].end < PAUSE:
            groups[-1].append(span)
        else:
            groups.append([span])
    levels = [loudness(group) for group in groups]
    known = [level for level in levels if level is not None]
    usual = median(known) if known else 0.0
    return tuple(
        _stretch(side, group, level, None if level is None else level - usual, pitch(group))
        for group, level in zip(groups, levels, strict=True)
    )


def rate_curve(side: Side, seconds: Seconds) -> Curve:
    """The party's speech rate in 字/分, a value every 5 s over the 10 s around its middle."""
    words = [((word.start + word.end) / 2, characters(word.text)) for word in side.words]
    values: list[float | None] = []
    for index in range(math.ceil(seconds / STEP)):
        middle = (index + 0.5) * STEP
        window = Span(middle - WINDOW / 2, middle + WINDOW / 2)
        spoken = total(intersection(side.speech, [window]))
        said = sum(count for time, count in words if window.start <= time < window.end)
        values.append(round(60 * said / spoken, 1) if spoken >= LEAST_SPEECH and said else None)
    return Curve(CurveKind.SPEECH_RATE, side.party, STEP, tuple(values))


def _stretch(
    side: Side, group: Sequence[Span], level: float | None, raised: float | None, pitch: float | None
) -> Stretch:
    # Words between two stretches belong to the nearer one only if they lie in its reach.
    said = characters(side.said(group[0].start - PAUSE / 4, group[-1].end + PAUSE / 4))
    rate = 60 * said / total(group) if said >= FEWEST else None
    return Stretch(side.party, group[0].start, group[-1].end, said, rate, level, raised, pitch)
