"""Which of the night's child processes this is."""

from __future__ import annotations

_number = [0]


def begin_as(number: int) -> None:
    """Say once, when a child begins, that it is worker 0, 1, …; it chooses the graphics card by it."""
    _number[0] = number


def worker_number() -> int:
    """Of this process; 0 outside the night's children."""
    return _number[0]
