"""How many calls a second the judge scores on one core, and how that grows with words and with phrases.

Calls are what people really said in labelled ones, strung together to a length and written as badly as a recogniser
on a telephone line writes. The form is every criterion of a folder of rubrics, with sentences of those calls as further
phrases, so that many are found and all are looked for.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from qa.accuracy.labels import read_labels
from qa.authoring.case import Bounds, Case, Line
from qa.authoring.noise import corrupted
from qa.authoring.staging import stage
from qa.rubric.condition import parts_of
from qa.rubric.criterion import Criterion
from qa.rubric.folder import load_rubrics
from qa.rubric.model import Rubric
from qa.rubric.operators.said import Said
from qa.rubric.section import Section
from qa.scoring.heard import Call
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.transcript import Party

PHRASES: Final = 150
MINUTES: Final = 3.0
CORRUPTED: Final = 1 / 6
"""Share of characters that are not what was said."""
_PACE: Final = 200
"""Characters in a minute of a call, pauses included."""
_LENGTHS: Final = (3, 4, 5, 6, 8, 10)
_SEED: Final = 1
_WARM: Final = 20
"""Calls before the clock runs: phrases and syllables are met for the first time once a night, not once a call."""


@dataclass(frozen=True, slots=True)
class JudgeTime:
    """One size of calls and form."""

    minutes: float
    phrases: int
    criteria: int
    calls: int
    characters: float
    """A call's, in the mean."""
    seconds: float
    """Processor time of one core, from words in memory to scorecards."""

    @property
    def calls_per_second(self) -> float:
        """On one core."""
        return self.calls / self.seconds


def measure_judge(folder: Path, rubrics: Path, sizes: Sequence[tuple[float, int]], calls: int) -> Iterator[JudgeTime]:
    """Time the judge at each size of (minutes, phrases), on as many calls.

    Raises:
        UsageError: the folder has no labelled calls.
        RubricError: a rubric is refused.
    """
    lines = [
        Line(agent=turn.text) if turn.party is Party.AGENT else Line(customer=turn.text)
        for label in read_labels(folder).values()
        for turn in label.turns
        if turn.text
    ]
    criteria = [c for loaded in load_rubrics(rubrics) for _, c in loaded.rubric.criteria()]
    for minutes, phrases in sizes:
        chance = random.Random(_SEED)  # noqa: S311
        form = _form(criteria, lines, phrases, chance)
        staged = [_call(lines, minutes, chance) for _ in range(calls + _WARM)]
        yield _timed(form, staged, minutes)


def _timed(form: Rubric, staged: Sequence[Call], minutes: float) -> JudgeTime:
    stamp, thresholds = Stamp("", ""), Thresholds()
    warm, timed = staged[:_WARM], staged[_WARM:]
    for call in warm:
        evaluate(form, call, stamp, thresholds)
    gc.collect()
    gc.freeze()  # the calls that wait in memory are the bench's, not the judge's
    began = time.process_time()
    for call in timed:
        evaluate(form, call, stamp, thresholds)
    seconds = time.process_time() - began
    gc.unfreeze()
    characters = sum(len(turn.text) for call in timed for turn in call.transcript.turns)
    count = len(timed)
    criteria = list(form.criteria())
    return JudgeTime(minutes, sum(_phrases(c) for _, c in criteria), len(criteria), count, characters / count, seconds)


def _call(lines: Sequence[Line], minutes: float, chance: random.Random) -> Call:
    """A call of about so many minutes, beginning anywhere in what was said."""
    begin, turns, length = chance.randrange(len(lines)), [], 0
    for line in islice(cycle(lines), begin, None):
        turns.append(line)
        length += len(line.agent or line.customer or "")
        if length >= minutes * _PACE:
            break
    case = Case(name="bench", turns=tuple(turns), score=Bounds(at_least=0.0))
    return stage(case, lambda text: corrupted(text, CORRUPTED, chance))


def _form(criteria: Sequence[Criterion], lines: Sequence[Line], phrases: int, chance: random.Random) -> Rubric:
    """All criteria that a number of phrases allows, filled up with phrases of the calls' own, three to a criterion."""
    chosen: list[Criterion] = []
    left = phrases
    for number, criterion in enumerate(criteria):
        if _phrases(criterion) <= left:
            left -= _phrases(criterion)
            chosen.append(criterion.model_copy(update={"id": f"c{number}"}))
    spoken = [line.agent for line in lines if line.agent and len(line.agent) > max(_LENGTHS)]
    while left > 0:
        said = tuple(_stretch(chance.choice(spoken), chance) for _ in range(min(3, left)))
        left -= len(said)
        demand = Said.model_validate({"said": list(said), "by": "agent"})
        chosen.append(Criterion(id=f"own{left}", name="bench", points=1.0, require=demand))
    section = Section.model_validate({"id": "bench", "name": "bench", "criteria": chosen})
    given = {"rubric": "bench", "name": "bench", "version": "1", "scale": {"start": 100.0}, "bands": {"all": 0.0}}
    return Rubric.model_validate(given | {"sections": [section]})


def _stretch(text: str, chance: random.Random) -> str:
    spoken = "".join(char for char in text if char.isalpha())
    length = min(len(spoken), chance.choice(_LENGTHS))
    begin = chance.randrange(len(spoken) - length + 1)
    return spoken[begin : begin + length]


def _phrases(criterion: Criterion) -> int:
    given = (criterion.when, criterion.require, criterion.forbid)
    parts = (part for condition in given if condition is not None for part in parts_of(condition))
    return sum(len(part.wordings) for part in parts if isinstance(part, Said))
