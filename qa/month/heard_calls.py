"""Calls scored twice: by the machine, and by people who did not see what it said, on the same form. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qa.month.indicators import CriterionCount
from qa.month.machine_bias import ScoredTwice
from qa.people.heard import HeardByLot
from qa.people.reviews import WHOLE, Review, latest
from qa.scoring.evaluation import Outcome

_ROUNDED = 0.01
"""Scores are kept to hundredths of a point."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a scorecard that counts in the ranking."""

    outcome: Outcome
    points: float
    most: float
    fatal: bool

    def as_people_said(self, answer: str, lapse_costs: float) -> _Line:
        """The same line with a person's outcome."""
        said = Outcome(answer)
        lapse = said in (Outcome.MISSED, Outcome.VIOLATED)
        if said is self.outcome:
            return self
        # How often something was said, and so what it costs, the person did not count.
        points = self.most - min(lapse_costs, self.most) if lapse else self.most if said.judged else 0.0
        return _Line(said, points, self.most, self.fatal)


def scored_twice(
    rows: Sequence[Mapping[str, Any]],
    drawn: Iterable[HeardByLot],
    reviews: Iterable[Review],
    *,
    counts: Iterable[CriterionCount],
    left_out: Collection[tuple[str, str]] = (),
) -> tuple[ScoredTwice, ...]:
    """The drawn calls on which somebody answered blind every line that counts; several people's mean is taken.

    `rows` are lines of the query `month_heard`. A lapse that the machine did not see costs what the machine's lapses of
    that criterion cost on average (`counts`). A call that is only half answered is left out: what a person passed over
    is not what they agree with.
    """
    calls: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        calls[row["recording_id"]].append(row)
    said = _blind_answers(reviews, calls)
    costs = {(c.rubric, c.criterion): c.lost / (c.judged - c.passed) for c in counts if c.judged > c.passed}
    takes_off = _takes_off(calls.values())
    found = []
    for item in drawn:
        lines = calls.get(item.recording_id, [])
        if not lines:
            continue
        first = lines[0]
        from_full = first["rubric"] in takes_off
        own = [line for line in lines if (line["rubric"], line["criterion"]) not in left_out]
        machine = _score([_line(row) for row in own], first["max_score"], from_full)
        people = [
            score
            for answers in said.get(item.recording_id, {}).values()
            if (score := _as_a_person(own, answers, costs, first["max_score"], from_full)) is not None
        ]
        if machine is not None and people:
            human = sum(people) / len(people)
            found.append(ScoredTwice(item.plan_id, item.probability, first["site"], first["team"], machine, human))
    return tuple(found)


def _blind_answers(
    reviews: Iterable[Review], calls: Mapping[str, Sequence[Mapping[str, Any]]]
) -> Mapping[str, Mapping[int, Mapping[str, str]]]:
    """Answer by call, person and criterion, of the form that the call is scored by now."""
    found: dict[str, dict[int, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for review in latest(r for r in reviews if r.blind and r.position == WHOLE and r.answer):
        lines = calls.get(review.recording_id)
        if lines and lines[0]["rubric_hash"] == review.rubric_hash:
            found[review.recording_id][review.user_id][review.criterion] = review.answer
    return found


def _as_a_person(
    rows: Sequence[Mapping[str, Any]],
    answers: Mapping[str, str],
    costs: Mapping[tuple[str, str], float],
    most: float,
    takes_off: bool,
) -> float | None:
    lines = []
    for row in rows:
        line, answer = _line(row), answers.get(row["criterion"])
        if answer is not None:
            lines.append(line.as_people_said(answer, costs.get((row["rubric"], row["criterion"]), line.most)))
        elif line.outcome is Outcome.NOT_APPLICABLE:
            lines.append(line)
        else:
            return None
    return _score(lines, most, takes_off)


def _line(row: Mapping[str, Any]) -> _Line:
    return _Line(Outcome(row["outcome"]), row["points"], row["max_points"], row["fatal"])


def _score(lines: Sequence[_Line], most: float, takes_off: bool) -> float | None:
    """0 to 100, by the rule of the form; None where nothing could be judged."""
    judged = [line for line in lines if line.outcome.judged]
    if any(line.fatal and line.outcome is Outcome.VIOLATED for line in judged):
        return 0.0
    stake = sum(line.most for line in judged if not line.fatal)
    earned = sum(line.points for line in judged if not line.fatal)
    if stake <= 0:
        return None
    return max(0.0, 100 * (most - (stake - earned)) / most) if takes_off else 100 * earned / stake


def _takes_off(calls: Iterable[Sequence[Mapping[str, Any]]]) -> frozenset[str]:
    """Rubrics that start at full marks: it shows in calls of which a part could not be judged (`month_trusted.sql`)."""
    votes: dict[str, int] = defaultdict(int)
    for rows in calls:
        first, lines = rows[0], [_line(row) for row in rows]
        stake = sum(line.most for line in lines if line.outcome.judged and not line.fatal)
        if stake != first["max_score"]:
            for takes_off in (True, False):
                score = _score(lines, first["max_score"], takes_off)
                if score is not None and abs(score - first["percent"]) < _ROUNDED:
                    votes[first["rubric"]] += 1 if takes_off else -1
    return frozenset(rubric for rubric, vote in votes.items() if vote > 0)
