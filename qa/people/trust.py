"""How well the machine and people agree on each criterion, from every review that exists. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from qa.people.reliability import Reliability, reliability
from qa.people.reviews import WHOLE, Review, latest

_LAPSE = {"met": False, "clear": False, "missed": True, "violated": True}


@dataclass(frozen=True, slots=True)
class CriterionTrust:
    """One criterion of one rubric."""

    rubric: str
    criterion: str
    machine: Reliability
    """Machine first, person second."""
    blind: Reliability
    """The same of those who did not see what the machine said: people's own judgement, on all that the form asks."""
    people: Reliability
    """Two people on the same call, at least one of them without sight of the other."""


def criteria_trust(reviews: Iterable[Review], seed: int = 0) -> tuple[CriterionTrust, ...]:
    """By rubric and criterion; all versions of a rubric together, answers other than pass or fail left out."""
    groups: dict[tuple[str, str], list[Review]] = defaultdict(list)
    for review in latest(r for r in reviews if r.criterion and r.position == WHOLE and r.answer in _LAPSE):
        groups[review.rubric, review.criterion].append(review)
    return tuple(_of(*names, group, seed) for names, group in sorted(groups.items()))


def _of(rubric: str, criterion: str, group: list[Review], seed: int) -> CriterionTrust:
    calls: dict[tuple[str, str, str], dict[int, Review]] = defaultdict(dict)
    # A person's blind answer to a call takes the place of the same person's open one.
    for review in sorted(group, key=lambda r: (r.blind, r.at)):
        calls[review.recording_id, review.rubric_hash, review.model_hash][review.user_id] = review
    machine = [[r for r in call.values() if r.machine in _LAPSE] for call in calls.values()]
    blind = [[r for r in call if r.blind] for call in machine]
    people = [
        [(_LAPSE[a.answer], _LAPSE[b.answer]) for a, b in combinations(call.values(), 2) if a.blind or b.blind]
        for call in calls.values()
    ]
    return CriterionTrust(
        rubric,
        criterion,
        _machine(machine, seed),
        _machine(blind, seed),
        reliability([pairs for pairs in people if pairs], seed),
    )


def _machine(calls: list[list[Review]], seed: int) -> Reliability:
    return reliability([[(_LAPSE[r.machine], _LAPSE[r.answer]) for r in call] for call in calls if call], seed)
