"""What an evaluation becomes when a person's answers stand in place of the machine's."""

from __future__ import annotations

import pytest

from qa.rubric.source import parse_rubric
from qa.scoring.correction import corrected
from qa.scoring.evaluation import Outcome
from qa.scoring.heard import Call
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.transcript import Party
from tests import builders as make
from tests.scoring.test_totals import NESTED

MISSED, CLEAR, VIOLATED = Outcome.MISSED, Outcome.CLEAR, Outcome.VIOLATED


def card() -> tuple[object, ...]:
    return (
        make.criterion(max_points=6),
        make.criterion(criterion="closing", outcome=MISSED, max_points=4),
        make.criterion(criterion="thanks", outcome=Outcome.CANNOT_JUDGE, max_points=10),
        make.criterion(criterion="transfer", outcome=Outcome.NOT_APPLICABLE, max_points=5),
        make.criterion(criterion="insult", outcome=CLEAR, fatal=True),
    )


@pytest.mark.parametrize(
    ("answers", "score", "coverage", "fatal"),
    [
        ({}, 60.0, 0.5, False),
        ({"closing": Outcome.MET}, 100.0, 0.5, False),
        ({"thanks": Outcome.MET}, 80.0, 1.0, False),
        ({"thanks": MISSED}, 30.0, 1.0, False),
        ({"closing": Outcome.NOT_APPLICABLE}, 100.0, 0.375, False),
        ({"insult": VIOLATED}, 0.0, 0.5, True),
    ],
)
def test_score_coverage_and_fatal_follow(
    answers: dict[str, Outcome], score: float, coverage: float, fatal: bool
) -> None:
    machine = make.evaluation(score=60.0, coverage=0.5, criteria=card())  # type: ignore[arg-type]
    after = corrected(machine, answers, reason="听过录音")
    assert (after.score, after.coverage, after.fatal) == (score, coverage, fatal)
    assert {line.criterion for line in after.criteria if line.reason == "听过录音"} == set(answers)
    assert machine.score == 60.0


def test_a_fatal_violation_that_was_none_gives_the_points_back() -> None:
    lines = (make.criterion(max_points=6), make.criterion(criterion="insult", outcome=VIOLATED, fatal=True))
    machine = make.evaluation(score=0.0, fatal=True, criteria=lines)
    after = corrected(machine, {"insult": CLEAR}, reason="")
    assert (after.score, after.fatal) == (100.0, False)


def test_the_critical_total_follows_where_the_rubric_is_known() -> None:
    rubric = parse_rubric(NESTED, "nested.yaml")
    call = Call(make.transcript(turns=make.dialogue((Party.AGENT, "请讲"))), make.measures(), make.metadata())
    machine = evaluate(rubric, call, Stamp("", ""), Thresholds())
    after = corrected(machine, {"hello": Outcome.MET}, reason="", rubric=rubric)
    assert machine.critical is not None
    assert after.critical is not None
    assert (machine.critical.points, after.critical.points) == (0, 20)
    assert corrected(machine, {"hello": Outcome.MET}, reason="").critical is None
