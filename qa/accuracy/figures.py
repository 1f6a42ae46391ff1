"""Compare what was heard and judged with the truth. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from qa.accuracy.detection import Detection, detected
from qa.accuracy.exact import judged_on_exact_text
from qa.accuracy.heard import Heard, compare_words
from qa.accuracy.labels import LabelledCall
from qa.accuracy.lost import SpeechLost
from qa.accuracy.truth import judged_on_truth, labelled_score, score_where_labelled
from qa.asr.error_rate import CharacterErrors
from qa.rubric.model import Rubric
from qa.scoring.evaluation import Evaluation, Outcome
from qa.scoring.outcome import Thresholds
from qa.transcript import Party, Transcript
from qa.warehouse.result import CallResult

NOTHING_LOST = SpeechLost()


@dataclass(frozen=True, slots=True)
class CallFigures:
    """One call against its truth."""

    call_id: str
    judged: bool
    """Whether it has a scorecard at all; without one all that is true in it counts as overlooked."""
    agent: Heard
    customer: Heard
    mixed: Heard
    """Where both parties share a channel."""
    lost: SpeechLost
    role: str
    """right, wrong, unknown, or none where there is no channel to tell apart or nobody speaks."""
    required: Detection
    forbidden: Detection
    exact_required: Detection
    """What exact text would have found in the same transcript."""
    exact_forbidden: Detection
    true_required: Detection
    """What the same judge finds in what was really said: the rest of what is overlooked was misheard."""
    true_forbidden: Detection
    score: float | None
    score_where_labelled: float | None
    """From the criteria alone that the label tells of."""
    score_of_truth: float | None
    """The same judge on what was really said."""
    score_of_labels: float | None
    """By the outcomes that the person who labelled the call gave."""
    coverage: float
    wrong_criteria: tuple[str, ...]
    """`criterion: label → machine` where both decided and disagree."""


def figures_of(
    result: CallResult | None,
    label: LabelledCall,
    rubric: Rubric,
    thresholds: Thresholds,
    lost: SpeechLost = NOTHING_LOST,
) -> CallFigures:
    """Compare one call with its label under the label's rubric.

    Without a result (the file was refused, say) every character is deleted and all that is true overlooked.
    """
    evaluation = result.evaluation if result else None
    exact = judged_on_exact_text(result, rubric, thresholds) if result and evaluation else None
    truth = judged_on_truth(label, result.recording.metadata, rubric, thresholds) if result and label.turns else None
    transcript = result.transcript if result else None
    agent, customer, mixed = _heard(transcript, label)
    required, forbidden = detected(evaluation, label, rubric)
    exact_required, exact_forbidden = detected(exact, label, rubric)
    true_required, true_forbidden = detected(truth, label, rubric)
    return CallFigures(
        call_id=label.call_id,
        judged=evaluation is not None,
        agent=agent,
        customer=customer,
        mixed=mixed,
        lost=lost,
        role=_role(transcript, label),
        required=required,
        forbidden=forbidden,
        exact_required=exact_required,
        exact_forbidden=exact_forbidden,
        true_required=true_required,
        true_forbidden=true_forbidden,
        score=evaluation.score if evaluation else None,
        score_where_labelled=score_where_labelled(evaluation, label, rubric) if evaluation else None,
        score_of_truth=truth.score if truth else None,
        score_of_labels=labelled_score(label, rubric),
        coverage=evaluation.coverage if evaluation else 0.0,
        wrong_criteria=_disagreements(evaluation, label),
    )


def _heard(transcript: Transcript | None, label: LabelledCall) -> tuple[Heard, Heard, Heard]:
    """Per party by the true channel, so that a role gone wrong does not count as words gone wrong."""
    utterances = transcript.utterances if transcript else ()
    words = {c: [word for u in utterances if u.channel == c for word in u.words] for c in (0, 1)}
    turns = sorted(label.turns, key=lambda t: t.start)
    if label.agent_channel is None:
        return Heard(), Heard(), compare_words(turns, words[0] + words[1])
    agent, customer = ([t for t in turns if t.party is party] for party in (Party.AGENT, Party.CUSTOMER))
    return (
        compare_words(agent, words[label.agent_channel]),
        compare_words(customer, words[1 - label.agent_channel]),
        Heard(),
    )


def _role(transcript: Transcript | None, label: LabelledCall) -> str:
    if label.agent_channel is None or not label.turns:
        return "none"
    if transcript is None or not any(turn.party is not Party.UNKNOWN for turn in transcript.turns):
        return "unknown"
    return "right" if transcript.agent.channel == label.agent_channel else "wrong"


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
        return sum((getattr(call, party).errors for call in self.calls), CharacterErrors())

    @property
    def heard(self) -> Heard:
        """All that was heard, of all parties and calls."""
        return sum((call.agent + call.customer + call.mixed for call in self.calls), Heard())

    @property
    def lost(self) -> SpeechLost:
        """Speech that the detector of speech let go."""
        return sum((call.lost for call in self.calls), SpeechLost())

    @property
    def judged(self) -> int:
        """Number of calls with a scorecard."""
        return sum(call.judged for call in self.calls)

    def detection(self, kind: str) -> Detection:
        """`required` or `forbidden` over all calls; with `exact_` or `true_` before it by exact text, on true turns."""
        return sum((getattr(call, kind) for call in self.calls), Detection())

    def roles(self, verdict: str) -> int:
        """Number of calls whose roles are `right`, `wrong` or `unknown`."""
        return sum(call.role == verdict for call in self.calls)

    def score_error(self, truth: str) -> tuple[float | None, int]:
        """Mean absolute error of the score against `score_of_truth` or `score_of_labels`, and over how many calls."""
        own = "score_where_labelled" if truth == "score_of_labels" else "score"
        pairs = [(getattr(call, own), getattr(call, truth)) for call in self.calls]
        errors = [abs(score - true) for score, true in pairs if score is not None and true is not None]
        return (fmean(errors) if errors else None), len(errors)
