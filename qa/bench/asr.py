"""`qa bench asr`: the plain way and ours hear the same calls in turn, block by block."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.asr.engine import WhisperEngine
from qa.asr.error_rate import CharacterErrors
from qa.bench.calls import BenchCall, blocks, errors_in, shares
from qa.bench.hearing import ModelCost, Texts, begin_ours, begin_plain, hear_ours, hear_plainly, model_cost
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
class Limit:
    """The least that the model has to do for the first block of calls, beside what hearing them took in all."""

    calls: int
    cost: ModelCost
    cpu_seconds: float
    """Of our whole way: decoding files, speech detection, features, alignment and second hearings as well."""

    @property
    def least_seconds(self) -> float:
        """Frames × cost of a frame + tokens × cost of a token."""
        return self.cost.encoder_seconds + self.cost.decoder_seconds


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both ways on the same calls."""

    calls: int
    seconds: Seconds
    """Of the recordings, whatever the number of their channels."""
    plain: WayFigures
    ours: WayFigures
    limit: Limit

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
    WhisperEngine(settings.speech, settings.models)  # what is wrong with it is better said here than by a child
    cores = settings.night.workers * settings.speech.threads
    with Way(1, begin_plain, settings, cores) as plain, Way(settings.night.workers, begin_ours, settings) as ours:
        turns = [_Turn(plain, hear_plainly), _Turn(ours, hear_ours)]
        for turn in turns:
            turn.way.run(turn.work, shares(calls[:2], turn.way.workers), settings)  # to warm up; not counted
        done = 0
        todo = blocks(calls, CALLS_A_BLOCK)
        for number, block in enumerate(todo):
            for turn in turns[:: -1 if number % 2 else 1]:  # who begins changes from block to block
                turn.take(block, settings)
            done += len(block)
            on_progress(done, len(calls))
        figures = [turn.figures() for turn in turns]
        ((cost,), _) = ours.run(model_cost, [todo[0]], settings)
        limit = Limit(len(todo[0]), cost, turns[1].spent[0].cpu_seconds)
    return Comparison(len(calls), sum(call.seconds for call in calls), figures[0], figures[1], limit)


class _Turn:
    """A way, and what it has taken and got wrong so far."""

    def __init__(self, way: Way, work: Callable[..., list[Texts]]) -> None:
        self.way, self.work = way, work
        self.spent: list[Spent] = []
        self._errors = CharacterErrors()

    def take(self, block: Sequence[BenchCall], settings: Settings) -> None:
        """Have a block heard and count."""
        dealt = shares(block, self.way.workers)
        found, spent = self.way.run(self.work, dealt, settings)
        self.spent.append(spent)
        for share, texts in zip(dealt, found, strict=True):
            for call, heard in zip(share, texts, strict=True):
                self._errors += errors_in(call.label, heard)

    def figures(self) -> WayFigures:
        """All of it."""
        whole = sum(self.spent, Spent())
        return WayFigures(whole.wall_seconds, whole.cpu_seconds, self.way.peak_bytes, self._errors)
