"""What people said of a call's findings, arranged for the scorecard."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qa.people.kinds import Verdict
from qa.people.reviews import WHOLE, Review, latest
from qa.scoring.evaluation import Evaluation


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one finding or one criterion."""

    mine: Verdict | None
    answer: str
    """My own outcome of the criterion."""
    reason: str
    """Mine."""
    others: tuple[tuple[str, str], ...]
    """Name and verdict or outcome of the others."""


NOTHING = Said(None, "", "", ())


@dataclass(frozen=True, slots=True)
class Verdicts:
    """By finding (`criterion:position`) and by criterion."""

    by_target: Mapping[str, Said]
    comment: str
    """Mine, on the call as a whole."""
    comments: tuple[tuple[str, str], ...]
    """Of the others: name and comment."""

    def of(self, target: str) -> Said:
        """What was said of a finding or a criterion."""
        return self.by_target.get(target, NOTHING)


def verdicts(
    said: Iterable[Review], user_id: int, names: Mapping[int, str], card: Evaluation | None, *, blind: bool
) -> Verdicts:
    """The last words on the current evaluation; who scores blind sees their own only."""
    current = [
        review
        for review in latest(said)
        if card and (review.rubric_hash, review.model_hash) == (card.rubric_hash, card.model_hash)
    ]
    shown = [r for r in current if r.user_id == user_id or not blind]
    groups: dict[str, list[Review]] = defaultdict(list)
    for review in shown:
        groups[target(review)].append(review)
    comments = [r for r in shown if not r.criterion and r.reason]
    return Verdicts(
        by_target={key: _said(group, user_id, names) for key, group in groups.items()},
        comment=next((r.reason for r in reversed(comments) if r.user_id == user_id), ""),
        comments=tuple((names.get(r.user_id, "–"), r.reason) for r in comments if r.user_id != user_id),
    )


def target(review: Review) -> str:
    """What a review is about."""
    return review.criterion if review.position == WHOLE else f"{review.criterion}:{review.position}"


def _said(group: list[Review], user_id: int, names: Mapping[int, str]) -> Said:
    mine = next((r for r in reversed(group) if r.user_id == user_id), None)
    return Said(
        mine=mine.verdict if mine else None,
        answer=mine.answer if mine else "",
        reason=mine.reason if mine else "",
        others=tuple(
            (names.get(r.user_id, "–"), r.verdict or r.answer)
            for r in group
            if r.user_id != user_id and (r.verdict or r.answer)
        ),
    )
