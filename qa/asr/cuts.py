"""Speech without a pause that is too long for one window, cut where it is quietest. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qa.audio.samples import SAMPLE_RATE, Samples
from qa.audio.speech import Span
from qa.recording import Seconds

LONGEST_ALONE: Seconds = 20.0
"""Of one stretch; beyond it the recogniser would run out of its 30 s."""
_FRAME: Seconds = 0.1


def cut_long(speech: Sequence[Span], samples: Samples) -> tuple[Span, ...]:
    """`speech` of a channel, [samples] at 16 kHz, with every stretch over `LONGEST_ALONE` in touching parts."""
    return tuple(part for span in speech for part in _parts(span, samples))


def _parts(span: Span, samples: Samples) -> tuple[Span, ...]:
    if span.end - span.start <= LONGEST_ALONE:
        return (span,)
    third = (span.end - span.start) / 3
    frame = round(_FRAME * SAMPLE_RATE)
    begin = round((span.start + third) * SAMPLE_RATE)
    middle = samples[begin : round((span.end - third) * SAMPLE_RATE)]
    power = np.square(middle[: len(middle) // frame * frame], dtype=np.float64).reshape(-1, frame).sum(axis=1)
    cut = (begin + (int(np.argmin(power)) + 0.5) * frame) / SAMPLE_RATE
    return (*_parts(Span(span.start, cut), samples), *_parts(Span(cut, span.end), samples))
