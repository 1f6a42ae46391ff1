"""What people see, hear, take away and decide stands in the audit trail, and the trail holds together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.people import audit
from qa.people.tables import APPEALS, CLIPS, HUMAN_EVALUATIONS, PLAYLISTS, REVIEWS, SAVED_SEARCHES, UNMASKINGS
from tests.web.centre import Centre, calls

GOOD, POOR, OTHER = (call.recording.recording_id for call in calls()[:3])


@pytest.fixture(autouse=True)
def _fresh(centre: Centre) -> Iterator[None]:
    yield
    with centre.people.writing() as db:
        for table in (HUMAN_EVALUATIONS, APPEALS, REVIEWS, CLIPS, PLAYLISTS, SAVED_SEARCHES, UNMASKINGS):
            db.execute(table.delete())


def lines(centre: Centre) -> list[tuple[str, str, str]]:
    with centre.people.reading() as db:
        return [(line.actor, line.action, line.object) for line in audit.lines(db, limit=20)]


@pytest.mark.parametrize(
    ("user", "path", "action", "object_"),
    [
        ("expert", f"/calls/{OTHER}", "call.view", OTHER),
        ("second_analyst", f"/calls/{POOR}/sound", "audio.play", POOR),
        ("agent", f"/calls/{POOR}", "call.view", POOR),
        ("analyst", f"/review/{POOR}", "call.view", POOR),
        ("other_leader", f"/calls/{POOR}", "call.refused", POOR),
        ("other_agent", f"/calls/{POOR}/sound", "call.refused", POOR),
        ("analyst", "/calls?phrase=不清楚", "calls.search_phrase", ""),
        ("analyst", "/rubrics?phrase=不清楚", "rubrics.try", ""),
        ("leader", "/calls.csv", "calls.export", ""),
        ("manager", "/calls.xlsx?agent=1001", "calls.export", ""),
        ("leader", "/agents/1001", "agent.view", "1001"),
        ("other_leader", "/agents/1001", "agent.refused", "1001"),
        ("analyst", "/month", "month.view", "2026-11"),
    ],
)
def test_what_is_seen_heard_and_taken_away_is_noted(
    centre: Centre, user: str, path: str, action: str, object_: str
) -> None:
    centre.client(user).get(path)
    assert (user, action, object_) in [(a, b, c if object_ else "") for a, b, c in lines(centre)]


@pytest.mark.parametrize(
    ("user", "path", "fields", "action"),
    [
        ("analyst", f"/calls/{POOR}/unmask", {}, "call.unmask"),
        (
            "analyst",
            f"/calls/{POOR}/reviews",
            {"criterion": "dont_know", "position": "0", "verdict": "true"},
            "review.save",
        ),
        ("analyst", f"/review/{POOR}/done", {"plan": "0", "state": "done"}, "review.done"),
        ("agent", "/appeals", {"recording": POOR, "criterion": "greeting", "reason": "说了"}, "appeal.ask"),
        ("analyst", "/training", {"title": "周会"}, "playlist.make"),
        ("expert", "/signout", {}, "signout"),
    ],
)
def test_what_is_decided_is_noted(centre: Centre, user: str, path: str, fields: dict[str, str], action: str) -> None:
    assert centre.post(centre.client(user), path, **fields) in (200, 303)
    assert (user, action) in [(a, b) for a, b, _ in lines(centre)]


def test_a_refused_unmasking_shows_nothing_and_the_trail_holds_together(centre: Centre) -> None:
    for user, status in (("agent", 403), ("leader", 403), ("admin", 403), ("other_agent", 403)):
        assert centre.post(centre.client(user), f"/calls/{POOR}/unmask") == status
    with centre.people.reading() as db:
        assert audit.verify(db).lines > 0
