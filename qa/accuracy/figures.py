"""Compare what was heard and judged with the truth. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

from qa.accuracy.labels import LabelledCall
from qa.accuracy.truth import judged_on_truth, labelled_score
from qa.asr.error_rate import CharacterErrors, character_errors
from qa.rubric.model import Rubric
from qa.scoring.evaluation import CriterionResult, Evaluation, Outcome
from qa.transcript import Party, Transcript
from qa.warehouse.result import CallResult


@dataclass(frozen=True, slots=True)
class Detection:
    """Right, wrong, overlooked and undecided findings of one kind."""

    found: int = 0
    false: int = 0
    overlooked: int = 0
    undecided: int = 0
    """Criteria that the machine left to a person, whatever the truth; those that were true count as overlooked too."""

    def __add__(self, other: Detection) -> Detection:
        return Detection(
            self.found + other.found,
            self.false + other.false,
            self.overlooked + other.overlooked,
            self.undecided + other.undecided,
        )

    @property
    def precision(self) -> float | None:
        """Share of what was found that is true; None when nothing was found."""
        return _share(self.found, self.false)

    @property
    def recall(self) -> float | None:
        """Share of what is true that was found; None when nothing is."""
        return _share(self.found, self.overlooked)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both."""
        total = 2 * self.found + self.false + self.overlooked
        return 2 * self.found / total if total else None


def _share(right: int, wrong: int) -> float | None:
    return right / (right + wrong) if right + wrong else None


@dataclass(frozen=True, slots=True)
class CallFigures:
    """One call against its truth."""

    call_id: str
    agent: CharacterErrors
    customer: CharacterErrors
    mixed: CharacterErrors
    """Where both parties share a channel."""
    role: str
    """right, wrong, unknown, or none where there is no channel to tell apart."""
    required: Detection
    forbidden: Detection
    score: float | None
    score_of_truth: float | None
    """The same judge on what was really said."""
    score_of_labels: float | None
    """By the outcomes that the person who labelled the call gave."""
    coverage: float
    wrong_criteria: tuple[str, ...]
    """`criterion: label → machine` where both decided and disagree."""


def figures_of(result: CallResult, label: LabelledCall, rubric: Rubric) -> CallFigures:
    """Compare one call with its label under the rubric it was judged by."""
    evaluation = result.evaluation
    truth = judged_on_truth(label, result.recording.metadata, rubric)
    agent, customer, mixed = _errors(result.transcript, label)
    lines = evaluation.criteria if evaluation else ()
    kinds = {criterion.id: criterion.require is not None for _, criterion in rubric.criteria()}
    return CallFigures(
        call_id=label.call_id,
        agent=agent,
        customer=customer,
        mixed=mixed,
        role=_role(result.transcript, label),
        required=_total(_detect(line, label, Outcome.MET) for line in lines if kinds[line.criterion]),
        forbidden=_total(_detect(line, label, Outcome.VIOLATED) for line in lines if not kinds[line.criterion]),
        score=evaluation.score if evaluation else None,
        score_of_truth=truth.score if label.turns else None,
        score_of_labels=labelled_score(label, rubric),
        coverage=evaluation.coverage if evaluation else 0.0,
        wrong_criteria=_disagreements(evaluation, label),
    )


def _errors(transcript: Transcript, label: LabelledCall) -> tuple[CharacterErrors, CharacterErrors, CharacterErrors]:
    """Per party by the true channel, so that a role gone wrong does not count as words gone wrong."""
    heard = {c: "".join(u.text for u in transcript.utterances if u.channel == c) for c in (0, 1)}
    none = CharacterErrors()
    if label.agent_channel is None:
        said = "".join(turn.text for turn in sorted(label.turns, key=lambda t: t.start))
        return none, none, character_errors(said, heard[0] + heard[1])
    agent = character_errors(label.said_by(Party.AGENT), heard[label.agent_channel])
    return agent, character_errors(label.said_by(Party.CUSTOMER), heard[1 - label.agent_channel]), none


def _role(transcript: Transcript, label: LabelledCall) -> str:
    if label.agent_channel is None:
        return "none"
    if not any(turn.party is not Party.UNKNOWN for turn in transcript.turns):
        return "unknown"
    return "right" if transcript.agent.channel == label.agent_channel else "wrong"


def _detect(line: CriterionResult, label: LabelledCall, positive: Outcome) -> Detection:
    true = label.outcomes.get(line.criterion) is positive
    found = line.outcome is positive
    undecided = line.outcome is Outcome.CANNOT_JUDGE
    return Detection(int(true and found), int(found and not true), int(true and not found), int(undecided))


def _total(detections: Iterable[Detection]) -> Detection:
    return sum(detections, Detection())


def _disagreements(evaluation: Evaluation | None, label: LabelledCall) -> tuple[str, ...]:
    return tuple(
        f"{line.criterion}: {label.outcomes[line.criterion]} → {line.outcome}"
        for line in (evaluation.criteria if evaluation else ())
        if line.criterion in label.outcomes
        and line.outcome not in (Outcome.CANNOT_JUDGE, label.outcomes[line.criterion])
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """A folder of calls against its truth."""

    calls: tuple[CallFigures, ...]

    def errors(self, party: str) -> CharacterErrors:
        """Character errors of `agent`, `customer` or `mixed` over all calls."""
        return sum((getattr(call, party) for call in self.calls), CharacterErrors())

    def detection(self, kind: str) -> Detection:
        """`required` or `forbidden` over all calls."""
        return _total(getattr(call, kind) for call in self.calls)

    def roles(self, verdict: str) -> int:
        """Number of calls whose roles are `right`, `wrong` or `unknown`."""
        return sum(call.role == verdict for call in self.calls)

    def score_error(self, truth: str) -> tuple[float | None, int]:
        """Mean absolute error of the score against `score_of_truth` or `score_of_labels`, and over how many calls."""
        pairs = [(call.score, getattr(call, truth)) for call in self.calls]
        errors = [abs(score - true) for score, true in pairs if score is not None and true is not None]
        return (fmean(errors) if errors else None), len(errors)
