"""The night at a glance: a sentence and a dozen figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qa.errors import Text
from qa.night import NightRecord
from qa.report import figures
from qa.report.night_texts import NightTexts
from qa.scoring.evaluation import Evaluation
from qa.warehouse.result import CallResult


@dataclass(frozen=True, slots=True)
class Count:
    """One figure of the night at a glance."""

    name: Text
    value: Text
    attention: bool
    """Whether it asks somebody to act."""
    link: str = ""
    """Where on the page the thing behind the figure stands."""


def share_of_points(judged: Evaluation) -> float:
    """The score as a share of its rubric's full marks, 0 to 1; 0 where there is none."""
    return (judged.score or 0.0) / judged.max_score if judged.max_score else 0.0


def headline(record: NightRecord, judged: Sequence[Evaluation], scored: Sequence[Evaluation]) -> Text:
    """The night in a sentence or two."""
    if not record.scored:
        said = NightTexts.headline_nothing
    elif not scored:
        said = NightTexts.headline_unscored.format(scored=figures.count(record.scored))
    else:
        said = NightTexts.headline.format(
            scored=figures.count(record.scored),
            mean=figures.number(_mean_score(scored)),
            coverage=figures.percent(_mean_coverage(judged)),
            fatal=figures.count(sum(e.fatal for e in judged)),
        )
    if not record.quarantined:
        return said
    one = len(record.quarantined) == 1
    also = (
        NightTexts.attention_one if one else NightTexts.attention.format(files=figures.count(len(record.quarantined)))
    )
    return Text(said.zh + also.zh, f"{said.en} {also.en}")


def counts(record: NightRecord) -> tuple[Count, ...]:
    """What became of every file of the inbox, and the warnings."""
    return (
        _count(NightTexts.files, record.files),
        _count(NightTexts.scored, record.scored, link="#calls"),
        _count(NightTexts.already_done, record.already_done),
        _count(NightTexts.duplicates, record.duplicates),
        _count(NightTexts.left, len(record.left_for_next), link="#left"),
        _count(NightTexts.quarantined, len(record.quarantined), asks=True, link="#quarantine"),
        _count(NightTexts.warnings, len(record.warnings), asks=True, link="#warnings"),
    )


def night_figures(
    record: NightRecord, calls: Sequence[CallResult], judged: Sequence[Evaluation], scored: Sequence[Evaluation]
) -> tuple[Count, ...]:
    """How much was heard, how fast, and what the scores say together."""
    speed = Text(figures.NONE, figures.NONE)
    if record.audio_seconds and record.elapsed_seconds:
        speed = NightTexts.speed_value.format(times=figures.number(record.audio_seconds / record.elapsed_seconds))
    mean, coverage = figures.number(_mean_score(scored)), figures.percent(_mean_coverage(judged))
    return (
        Count(NightTexts.audio, figures.duration(record.audio_seconds), attention=False),
        Count(NightTexts.elapsed, figures.duration(record.elapsed_seconds), attention=False),
        Count(NightTexts.speed, speed, attention=False),
        Count(NightTexts.mean_score, Text(mean, mean), attention=False),
        Count(NightTexts.coverage, Text(coverage, coverage), attention=False),
        _count(NightTexts.without_score, len(calls) - len(scored), asks=True),
        _count(NightTexts.fatal_calls, sum(e.fatal for e in judged), asks=True, link="#fatal"),
    )


def _count(name: Text, value: int, *, asks: bool = False, link: str = "") -> Count:
    written = figures.count(value)
    return Count(name, Text(written, written), attention=asks and value > 0, link=link if value else "")


def _mean_score(scored: Sequence[Evaluation]) -> float | None:
    """On a scale of 100, whatever the rubrics' own scales."""
    return math.fsum(100 * share_of_points(e) for e in scored) / len(scored) if scored else None


def _mean_coverage(judged: Sequence[Evaluation]) -> float | None:
    return math.fsum(e.coverage for e in judged) / len(judged) if judged else None
