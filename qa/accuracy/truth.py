"""The transcript, the measures and the scorecard a call would have if everything had been heard. Pure."""

from __future__ import annotations

from qa.accuracy.labels import LabelledCall, TrueTurn
from qa.audio.speech import Span
from qa.measures.measure import measure
from qa.recording import CallMetadata
from qa.roles.turns import merge_turns
from qa.rubric.criterion import Criterion
from qa.rubric.model import Rubric
from qa.rubric.section import Section
from qa.scoring.evaluation import CriterionResult, Evaluation, Outcome
from qa.scoring.heard import Call
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.scoring.totals import sections_lost, total
from qa.transcript import AgentChannel, Party, Transcript, Utterance, Word


def true_call(label: LabelledCall, metadata: CallMetadata) -> Call:
    """The call as a recogniser without errors would write it: every character a word, sure, at its time."""
    utterances = tuple(_utterance(turn) for turn in sorted(label.turns, key=lambda t: t.start))
    transcript = Transcript("", label.seconds, AgentChannel(0, 1.0), utterances, merge_turns(utterances))
    speech = [[Span(t.start, t.end) for t in label.turns if t.party is p] for p in (Party.AGENT, Party.CUSTOMER)]
    return Call(transcript, measure(transcript, speech, label.seconds), metadata)


def _utterance(turn: TrueTurn) -> Utterance:
    step = (turn.end - turn.start) / max(1, len(turn.text))
    times = [turn.start + step * i for i in range(len(turn.text) + 1)]
    words = tuple(Word(c, times[i], times[i + 1], 1.0) for i, c in enumerate(turn.text))
    return Utterance(0 if turn.party is Party.AGENT else 1, turn.start, turn.end, words, turn.party)


def judged_on_truth(label: LabelledCall, metadata: CallMetadata, rubric: Rubric, thresholds: Thresholds) -> Evaluation:
    """The same judge on what was really said."""
    return evaluate(rubric, true_call(label, metadata), Stamp("", ""), thresholds)


def labelled_score(label: LabelledCall, rubric: Rubric) -> float | None:
    """The score that the person who labelled the call would give; None without any applicable criterion."""
    lines = tuple(_labelled(label, section, criterion) for section, criterion in rubric.criteria())
    return total(rubric, sections_lost(rubric, lines)).score


def score_where_labelled(evaluation: Evaluation, label: LabelledCall, rubric: Rubric) -> float | None:
    """The score of an evaluation from those criteria alone that the label tells of, to be held against the label's."""
    silent = [line for line in evaluation.criteria if not label.tells_of(line.criterion)]
    if not silent:
        return evaluation.score
    told = tuple(line for line in evaluation.criteria if label.tells_of(line.criterion))
    return total(rubric, sections_lost(rubric, told)).score


def _labelled(label: LabelledCall, section: Section, criterion: Criterion) -> CriterionResult:
    outcome = label.outcomes.get(criterion.id, Outcome.NOT_APPLICABLE)
    points = criterion.points if outcome in (Outcome.MET, Outcome.CLEAR) else 0.0
    if outcome is Outcome.VIOLATED and criterion.deduct is not None:
        times = sum(1 for f in label.findings if f.criterion == criterion.id and f.effect == "breaks")
        points = criterion.points - min(criterion.deduct.each * max(1, times), criterion.deduct.at_most)
    fatal = bool(criterion.fatal)
    return CriterionResult(criterion.id, criterion.name, section.name, outcome, points, criterion.points, fatal, "")
