"""Sets of half-open time intervals: in order, without overlap. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from qa.audio.speech import Span
from qa.recording import Seconds


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Time covered by any of `spans` (in any order, overlapping or not); what touches becomes one."""
    merged: list[Span] = []
    for span in sorted((s for s in spans if s.end > s.start), key=lambda s: s.start):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def intersection(one: Sequence[Span], other: Sequence[Span]) -> tuple[Span, ...]:
    """Time covered by both."""
    shared = (Span(max(a.start, b.start), min(a.end, b.end)) for a in one for b in other)
    return union(span for span in shared if span.end > span.start)


def within(spans: Iterable[Span], end: Seconds) -> tuple[Span, ...]:
    """`spans` cut to [0, end)."""
    return union(Span(max(0.0, s.start), min(end, s.end)) for s in spans)


def trimmed(spans: Iterable[Span], padding: Seconds) -> tuple[Span, ...]:
    """`spans` without `padding` on either side; what is no longer than both paddings goes."""
    return union(Span(s.start + padding, s.end - padding) for s in spans)


def gaps(spans: Sequence[Span], end: Seconds) -> tuple[Span, ...]:
    """Time between the stretches of a union and from the last to `end`; the time before the first is left out."""
    between = [Span(before.end, after.start) for before, after in pairwise(spans)]
    tail = [Span(spans[-1].end, end)] if spans and spans[-1].end < end else []
    return (*between, *tail)


def total(spans: Iterable[Span]) -> Seconds:
    """Summed length."""
    return sum(span.end - span.start for span in spans)
