"""What the judge says of one call: findings, each criterion's outcome, the score and its coverage."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qa.recording import Seconds
from qa.transcript import Party


class Outcome(StrEnum):
    """The result of one criterion on one call."""

    MET = "met"
    MISSED = "missed"
    """Something required was not found."""
    VIOLATED = "violated"
    """Something forbidden was found."""
    CLEAR = "clear"
    NOT_APPLICABLE = "not_applicable"
    """The criterion's `when` does not hold: it leaves the denominator."""
    CANNOT_JUDGE = "cannot_judge"
    """Not enough evidence: it leaves the denominator and goes to a person."""

    @property
    def judged(self) -> bool:
        """Whether the criterion counts in the score."""
        return self not in (Outcome.NOT_APPLICABLE, Outcome.CANNOT_JUDGE)


class Measured(StrEnum):
    """What a finding is called whose text was measured and not said."""

    INTERRUPTION = "抢话"
    HOLD = "等待"
    SILENCE = "静默"
    LOUDNESS = "音量"
    TOO_FAST = "语速过快"
    TOO_SLOW = "语速过慢"


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a call that a criterion rests on."""

    phrase: str
    """The rubric's phrase or condition that was found, or one of `Measured`."""
    text: str
    """The words as they stand in the transcript, or what was measured."""
    party: Party
    start: Seconds
    end: Seconds
    probability: float


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One line of the scorecard."""

    criterion: str
    name: str
    section: str
    """Name of its section."""
    outcome: Outcome
    points: float
    max_points: float
    """Points that were at stake; 0 for a fatal criterion."""
    fatal: bool
    reason: str
    """Why, in Chinese, for the reader of the scorecard."""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class PartScore:
    """What some lines of a scorecard add up to."""

    points: float
    at_stake: float
    """Points of the lines that could be judged."""
    coverage: float
    """Share of the applicable points that could be judged, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One act of scoring by the machine. Scoring again adds another, it never rewrites this one."""

    recording_id: str
    rubric: str
    rubric_hash: str
    model_hash: str
    score: float | None
    """0 to `max_score`; None when nothing could be judged."""
    max_score: float
    coverage: float
    """Share of the applicable points that could be judged, 0 to 1."""
    fatal: bool
    band: str
    """Name of the band, empty when there is no score."""
    criteria: tuple[CriterionResult, ...]
    critical: PartScore | None = None
    """The critical criteria's own total; None where the rubric names none, or is not known."""
    non_critical: PartScore | None = None
