"""A stretch of time in a recording."""

from __future__ import annotations

from typing import NamedTuple

from qa.recording import Seconds


class Span(NamedTuple):
    """A stretch of speech, half-open, in seconds from the start of the recording."""

    start: Seconds
    end: Seconds
