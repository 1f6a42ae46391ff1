"""Running the cases of a rubric: what came out otherwise than expected, and over how much noise it holds. Pure."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from qa.authoring.case import Bounds, Case, expected_outcomes
from qa.authoring.case_measures import unstated
from qa.authoring.cases import PlacedCase
from qa.authoring.noise import corrupted
from qa.authoring.staging import Heard, stage
from qa.rubric.condition import parts_of
from qa.rubric.model import Rubric
from qa.rubric.operators.measure import Measure
from qa.scoring.evaluation import Evaluation, Outcome
from qa.scoring.heard import Call
from qa.scoring.likeness import Alike, alike
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate

CORRUPTIONS: Final = 20
RIGHT: Final = 16
"""Of these an expectation must come true in so many at least …"""
WRONG: Final = 1
"""… and may come out wrong in so many at most; «cannot judge» is neither."""


@dataclass(frozen=True, slots=True)
class Surprise:
    """An expectation that did not come true."""

    criterion: str
    """Empty: the score."""
    expected: str
    found: str
    why: str
    """What the judge heard or the reason it gave."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What became of a case."""

    placed: PlacedCase
    surprises: tuple[Surprise, ...]
    held: float | None = None
    """Over noise: the share of corruptions in which the weakest expectation came true; None without noise."""

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return not self.surprises


def run(
    rubric: Rubric, cases: Sequence[PlacedCase], thresholds: Thresholds, alike: Alike = alike
) -> tuple[CaseResult, ...]:
    """Run all cases; noise is drawn anew for each case from its name, so it is the same each time."""

    def judged(call: Call) -> Evaluation:
        return evaluate(rubric, replace(call, alike=alike), Stamp("", ""), thresholds)

    return tuple(_run(placed, rubric, judged) for placed in cases)


def _run(placed: PlacedCase, rubric: Rubric, judged: Callable[[Call], Evaluation]) -> CaseResult:
    case, call = placed.case, stage(placed.case)
    surprises = tuple(_with_what_to_state(one, rubric, call) for one in _surprises(case, judged(call)))
    if case.noise is None:
        return CaseResult(placed, surprises)
    chance = random.Random(case.name)  # noqa: S311  no secret
    share = case.noise

    def hear(text: str) -> Heard:
        return corrupted(text, share, chance)

    noisy = [judged(stage(case, hear)) for _ in range(CORRUPTIONS)]
    return CaseResult(placed, surprises or _over_noise(case, noisy), _least_held(case, noisy))


def _least_held(case: Case, noisy: Sequence[Evaluation]) -> float:
    right = [
        sum(_outcome(evaluation, criterion) is outcome for evaluation in noisy)
        for criterion, outcome in expected_outcomes(case).items()
    ]
    if case.score is not None:
        right.append(sum(_within(case.score, evaluation) for evaluation in noisy))
    return min(right) / len(noisy)


def _over_noise(case: Case, noisy: Sequence[Evaluation]) -> tuple[Surprise, ...]:
    found = []
    for criterion, outcome in expected_outcomes(case).items():
        outcomes = Counter(_outcome(evaluation, criterion) for evaluation in noisy)
        right = outcomes[outcome]
        wrong = len(noisy) - right - (outcomes[Outcome.CANNOT_JUDGE] if outcome is not Outcome.CANNOT_JUDGE else 0)
        if not _holds(right, wrong):
            told = "、".join(f"{other.value} × {n}" for other, n in outcomes.most_common())
            found.append(Surprise(criterion, outcome.value, told, _by_the_rule(case, right, wrong)))
    return (*found, *_scores_over_noise(case, noisy))


def _scores_over_noise(case: Case, noisy: Sequence[Evaluation]) -> Iterator[Surprise]:
    bounds = case.score
    if bounds is None:
        return
    right = sum(_within(bounds, evaluation) for evaluation in noisy)
    wrong = sum(evaluation.score is not None for evaluation in noisy) - right
    if not _holds(right, wrong):
        scores = Counter(evaluation.score for evaluation in noisy if not _within(bounds, evaluation))
        told = "、".join(f"{_shown(score)} × {n}" for score, n in scores.most_common())
        yield Surprise("", str(bounds), told, _by_the_rule(case, right, wrong))


def _holds(right: int, wrong: int) -> bool:
    return right >= RIGHT and wrong <= WRONG


def _by_the_rule(case: Case, right: int, wrong: int) -> str:
    """How often it came out right and wrong, and how often it has to."""
    return (
        f"noise: {case.noise:g}，{CORRUPTIONS} 遍中 {right} 遍对、{wrong} 遍错；"
        f"至少 {RIGHT} 遍对、至多 {WRONG} 遍错才通过 "
        f"{right} of {CORRUPTIONS} right, {wrong} wrong; at least {RIGHT} right and at most {WRONG} wrong pass"
    )


def _within(bounds: Bounds, evaluation: Evaluation) -> bool:
    return evaluation.score is not None and bounds.hold(evaluation.score)


def _shown(score: float | None) -> str:
    return "–" if score is None else f"{score:g}"


def _outcome(evaluation: Evaluation, criterion: str) -> Outcome:
    return next(result.outcome for result in evaluation.criteria if result.criterion == criterion)


def _surprises(case: Case, evaluation: Evaluation) -> tuple[Surprise, ...]:
    results = {result.criterion: result for result in evaluation.criteria}
    found = []
    for criterion, outcome in expected_outcomes(case).items():
        result = results[criterion]
        if result.outcome is not outcome:
            heard = "；".join(f"{f.start:.1f} s “{f.text}” {f.probability:.2f}" for f in result.findings)
            found.append(Surprise(criterion, outcome.value, result.outcome.value, heard or result.reason))
    if case.score is not None and not _within(case.score, evaluation):
        found.append(Surprise("", str(case.score), _shown(evaluation.score), ""))
    return tuple(found)


def _with_what_to_state(surprise: Surprise, rubric: Rubric, call: Call) -> Surprise:
    """A surprise that comes of a measure which the case could have stated says so."""
    if surprise.found != Outcome.CANNOT_JUDGE.value:
        return surprise
    criterion = next(one for _, one in rubric.criteria() if one.id == surprise.criterion)
    demands = (one for one in (criterion.when, criterion.require, criterion.forbid) if one is not None)
    asked = (part.measure for demand in demands for part in parts_of(demand) if isinstance(part, Measure))
    missing = [name for name in dict.fromkeys(asked) if unstated(name, call.measures)]
    if not missing:
        return surprise
    keys = ", ".join(f"{name}: …" for name in missing)
    return replace(surprise, why=f"{surprise.why}；用例里没有写 not in the case: measures: {{{keys}}}")
