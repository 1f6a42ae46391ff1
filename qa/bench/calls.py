"""Recordings whose words are known, and how many of them a way of hearing got wrong. Pure but for reading labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.accuracy.labels import LabelledCall, read_labels
from qa.asr.error_rate import CharacterErrors, character_errors
from qa.recording import Seconds
from qa.transcript import Party


@dataclass(frozen=True, slots=True)
class BenchCall:
    """A recording with its truth."""

    path: Path
    label: LabelledCall

    @property
    def seconds(self) -> Seconds:
        """Its length."""
        return self.label.seconds


def read_calls(folder: Path, minutes: float) -> tuple[BenchCall, ...]:
    """The labelled calls of `folder` in their order, until together they last `minutes`; at least one.

    Raises:
        UsageError: there is no labels.json, or it has another shape.
    """
    calls = [BenchCall(folder / label.file, label) for label in read_labels(folder).values()]
    lasted: Seconds = 0.0
    for count, call in enumerate(calls, start=1):
        lasted += call.seconds
        if lasted >= 60 * minutes:
            return tuple(calls[:count])
    return tuple(calls)


def errors_in(label: LabelledCall, heard: Mapping[int, str]) -> CharacterErrors:
    """Character errors of one call: the text of each channel against who really spoke there."""
    if label.agent_channel is None or 1 not in heard:
        said = "".join(turn.text for turn in sorted(label.turns, key=lambda t: t.start))
        return character_errors(said, "".join(heard[channel] for channel in sorted(heard)))
    agent = character_errors(label.said_by(Party.AGENT), heard[label.agent_channel])
    return agent + character_errors(label.said_by(Party.CUSTOMER), heard[1 - label.agent_channel])


def blocks(calls: Sequence[BenchCall], most: int) -> list[list[BenchCall]]:
    """The calls in their order, cut into as few blocks of about equal number as hold at most `most` each."""
    count = max(1, -(-len(calls) // most))
    edges = [round(len(calls) * i / count) for i in range(count + 1)]
    return [list(calls[edges[i] : edges[i + 1]]) for i in range(count)]


def shares(calls: Sequence[BenchCall], workers: int) -> list[list[BenchCall]]:
    """The calls dealt to `workers`, longest first to whoever has least, so that they end together."""
    dealt: list[list[BenchCall]] = [[] for _ in range(workers)]
    for call in sorted(calls, key=lambda c: -c.seconds):
        min(dealt, key=lambda own: sum(c.seconds for c in own)).append(call)
    return [own for own in dealt if own]
