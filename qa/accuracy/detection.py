"""What was found of what there is to find, counted. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from qa.accuracy.labels import LabelledCall
from qa.recording import Seconds
from qa.rubric.model import Rubric
from qa.scoring.evaluation import CriterionResult, Evaluation, Outcome

NEAR: Seconds = 1.0
"""Evidence this far beside the labelled phrase is still in its place: word times are off by some tenths."""


@dataclass(frozen=True, slots=True)
class Detection:
    """Right, wrong, overlooked and undecided findings of one kind."""

    found: int = 0
    false: int = 0
    overlooked: int = 0
    undecided: int = 0
    """Criteria that the machine left to a person, whatever the truth; those that were true count as overlooked too."""
    placed: int = 0
    """Of `found`, those whose phrase the label places in time …"""
    in_place: int = 0
    """… and those of them where one of the machine's findings overlaps a labelled one."""

    def __add__(self, other: Detection) -> Detection:
        return Detection(
            self.found + other.found,
            self.false + other.false,
            self.overlooked + other.overlooked,
            self.undecided + other.undecided,
            self.placed + other.placed,
            self.in_place + other.in_place,
        )

    @property
    def precision(self) -> float | None:
        """Share of what was found that is true; None when nothing was found."""
        return _share(self.found, self.found + self.false)

    @property
    def recall(self) -> float | None:
        """Share of what is true that was found; None when nothing is."""
        return _share(self.found, self.found + self.overlooked)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both."""
        return _share(2 * self.found, 2 * self.found + self.false + self.overlooked)

    @property
    def evidence(self) -> float | None:
        """Share of what was found and can be placed whose evidence is in place."""
        return _share(self.in_place, self.placed)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def detected(evaluation: Evaluation | None, label: LabelledCall, rubric: Rubric) -> tuple[Detection, Detection]:
    """Required criteria that were met and forbidden ones that were violated; all overlooked without a scorecard.

    Criteria that the label does not tell of count nowhere.
    """
    lines = {line.criterion: line for line in evaluation.criteria} if evaluation else {}
    required = forbidden = Detection()
    for _, criterion in rubric.criteria():
        if not label.tells_of(criterion.id):
            continue
        line = lines.get(criterion.id)
        if criterion.require is not None:
            required += _detect(criterion.id, line, label, Outcome.MET)
        else:
            forbidden += _detect(criterion.id, line, label, Outcome.VIOLATED)
    return required, forbidden


def _detect(criterion: str, line: CriterionResult | None, label: LabelledCall, positive: Outcome) -> Detection:
    true = label.outcomes.get(criterion) is positive
    if line is None:
        return Detection(overlooked=int(true))
    found = line.outcome is positive
    effect = "fulfils" if positive is Outcome.MET else "breaks"
    said = [f for f in label.findings if f.criterion == criterion and f.effect == effect]
    near = any(f.start - NEAR < t.end and t.start - NEAR < f.end for f in line.findings for t in said)
    placed = true and found and bool(said)
    return Detection(
        found=int(true and found),
        false=int(found and not true),
        overlooked=int(true and not found),
        undecided=int(line.outcome is Outcome.CANNOT_JUDGE),
        placed=int(placed),
        in_place=int(placed and near),
    )
