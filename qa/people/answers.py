"""What a person's review comes to: their own outcome of each criterion. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qa.people.kinds import Verdict
from qa.people.reviews import WHOLE, Review, latest
from qa.scoring.evaluation import CriterionResult, Evaluation, Outcome

_WITHOUT_EVIDENCE: Mapping[Outcome, Outcome] = {Outcome.VIOLATED: Outcome.CLEAR, Outcome.MET: Outcome.MISSED}
"""What a criterion is when every place that the machine rests on is wrong."""


def answers(said: Iterable[Review], card: Evaluation) -> dict[str, Outcome]:
    """The outcomes of one person on one evaluation, by criterion; those on which the person said nothing are left out.

    An answer to the criterion as a whole counts before verdicts on its findings. Verdicts change the outcome only where
    all findings are called false; where one is left in doubt, the criterion stays as the machine had it.
    """
    by_criterion: dict[str, list[Review]] = {}
    for review in latest(said):
        by_criterion.setdefault(review.criterion, []).append(review)
    found = {}
    for line in card.criteria:
        outcome = _outcome(line, by_criterion.get(line.criterion, []))
        if outcome is not None:
            found[line.criterion] = outcome
    return found


def _outcome(line: CriterionResult, said: list[Review]) -> Outcome | None:
    whole = next((review.answer for review in said if review.position == WHOLE and review.answer), "")
    if whole:
        return Outcome(whole)
    verdicts = {review.position: review.verdict for review in said if review.verdict is not None}
    if not verdicts:
        return None
    refuted = all(verdicts.get(position) is Verdict.FALSE for position in range(len(line.findings)))
    return _WITHOUT_EVIDENCE.get(line.outcome, line.outcome) if refuted else line.outcome
