"""Machine and people, from reviews."""

from __future__ import annotations

from datetime import UTC, datetime

from qa.people.reviews import WHOLE, Review
from qa.people.trust import criteria_trust


def review(call: str, user: int, *, machine: str, answer: str, blind: bool = False) -> Review:
    return Review(
        recording_id=call,
        rubric="电信热线",
        rubric_hash="r",
        model_hash="m",
        criterion="greeting",
        position=WHOLE,
        phrase="",
        machine=machine,
        verdict=None,
        answer=answer,
        reason="",
        blind=blind,
        user_id=user,
        at=datetime(2026, 11, 3, tzinfo=UTC),
    )


def test_machine_and_people_are_kept_apart() -> None:
    (found,) = criteria_trust(
        [
            review("c1", 1, machine="missed", answer="missed"),
            review("c1", 2, machine="missed", answer="met", blind=True),
            review("c2", 1, machine="met", answer="met"),
            review("c3", 1, machine="cannot_judge", answer="met"),
        ]
    )
    assert (found.machine.n, found.people.n) == (3, 1)
    assert found.people.agreed == 0
    assert (found.blind.n, found.blind.agreed) == (1, 0.0)
    assert (found.machine.precision, found.machine.recall) == (0.5, 1.0)


def test_two_open_answers_say_nothing_of_people() -> None:
    (found,) = criteria_trust([review("c1", user, machine="met", answer="met") for user in (1, 2)])
    assert (found.machine.n, found.people.n) == (2, 0)


def test_no_reviews_no_criteria() -> None:
    assert criteria_trust([]) == ()
