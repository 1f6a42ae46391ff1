"""`qa bench asr`: the plain way and ours hear the same calls in turn, block by block."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.asr.error_rate import CharacterErrors
from qa.asr.models import locate
from qa.bench.calls import BenchCall, blocks, errors_in, shares
from qa.bench.hearing import Texts, begin_ours, begin_plain, hear_ours, hear_plainly
from qa.bench.way import Spent, Way
from qa.recording import Seconds
from qa.settings import Settings

CALLS_A_BLOCK = 8
"""Both ways have their turn within a minute, so that whatever else the machine does hits both."""


@dataclass(frozen=True, slots=True)
class WayFigures:
    """What one way made of the calls."""

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int
    errors: CharacterErrors


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both ways on the same calls."""

    calls: int
    seconds: Seconds
    """Of the recordings, whatever the number of their channels."""
    plain: WayFigures
    ours: WayFigures

    @property
    def ratio(self) -> float:
        """How many times as fast ours is, by the clock."""
        return self.plain.wall_seconds / self.ours.wall_seconds

    @property
    def cpu_ratio(self) -> float:
        """The same by processor time, on which other work on the machine has less effect."""
        return self.plain.cpu_seconds / self.ours.cpu_seconds


def compare(
    calls: Sequence[BenchCall], settings: Settings, on_progress: Callable[[int, int], None] = lambda *_: None
) -> Comparison:
    """Hear `calls` both ways on as many cores as the night's workers have threads.

    Raises:
        ModelError: the speech model is not here or does not load.
    """
    locate(settings.speech.model, settings.models)
    cores = settings.night.workers * settings.speech.threads
    with Way(1, begin_plain, settings, cores) as plain, Way(settings.night.workers, begin_ours, settings) as ours:
        turns = [_Turn(plain, hear_plainly), _Turn(ours, hear_ours)]
        for turn in turns:
            turn.way.run(turn.work, shares(calls[:2], turn.way.workers), settings)  # to warm up; not counted
        done = 0
        for number, block in enumerate(blocks(calls, CALLS_A_BLOCK)):
            for turn in turns[:: -1 if number % 2 else 1]:  # who begins changes from block to block
                turn.take(block, settings)
            done += len(block)
            on_progress(done, len(calls))
        figures = [turn.figures() for turn in turns]
    return Comparison(len(calls), sum(call.seconds for call in calls), *figures)


class _Turn:
    """A way, and what it has taken and got wrong so far."""

    def __init__(self, way: Way, work: Callable[..., list[Texts]]) -> None:
        self.way, self.work = way, work
        self._spent = Spent()
        self._errors = CharacterErrors()

    def take(self, block: Sequence[BenchCall], settings: Settings) -> None:
        """Have a block heard and count."""
        dealt = shares(block, self.way.workers)
        found, spent = self.way.run(self.work, dealt, settings)
        self._spent += spent
        for share, texts in zip(dealt, found, strict=True):
            for call, heard in zip(share, texts, strict=True):
                self._errors += errors_in(call.label, heard)

    def figures(self) -> WayFigures:
        """All of it."""
        return WayFigures(self._spent.wall_seconds, self._spent.cpu_seconds, self.way.peak_bytes, self._errors)
