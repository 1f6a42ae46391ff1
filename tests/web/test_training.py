"""Playlists of clips: made, filled from a call, played, with agents hidden."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from qa.people import coaching, playlists
from qa.people.tables import CLIPS, COACHING_CLIPS, COACHING_PLANS, PLAYLISTS
from tests.web.centre import Centre, calls

GOOD, POOR, OTHER = (call.recording.recording_id for call in calls()[:3])


@pytest.fixture(autouse=True)
def _fresh(centre: Centre) -> Iterator[None]:
    yield
    with centre.people.writing() as db:
        db.execute(CLIPS.delete())
        db.execute(PLAYLISTS.delete())


@pytest.fixture
def playlist(centre: Centre) -> int:
    assert centre.post(centre.client("analyst"), "/training", title="周会 <b>") == 303
    with centre.people.reading() as db:
        return playlists.playlists(db)[0].id


def add(centre: Centre, user: str, call: str, list_: int, **fields: str) -> int:
    form = {"playlist": str(list_), "start": "1", "end": "4", "kind": "good", "note": "问候得体", **fields}
    return centre.post(centre.client(user), f"/calls/{call}/clips", **form)


def test_clips_are_played_without_agents_until_they_are_shown(centre: Centre, playlist: int) -> None:
    assert add(centre, "analyst", GOOD, playlist) == 303
    client = centre.client("analyst")
    page = client.get(f"/training/{playlist}").text
    assert f'data-sound="/calls/{GOOD}/sound" data-start="1.0" data-end="4.0"' in page
    assert "问候得体" in page
    assert "周会 &lt;b&gt;" in page
    assert "1001" not in page
    assert centre.post(client, f"/training/{playlist}", what="show") == 303
    assert "1001" in client.get(f"/training/{playlist}").text


def test_a_clip_goes_from_a_playlist_into_a_plan_that_one_keeps_up(centre: Centre, playlist: int) -> None:
    add(centre, "analyst", GOOD, playlist)
    with centre.people.writing() as db:
        about = {"criteria": (), "goal": "问候", "made_by": 1, "now": datetime.now(UTC)}
        plans = [coaching.make_plan(db, agent, "2026-12", **about) for agent in ("1001", "1002")]  # type: ignore[arg-type]
    try:
        page = centre.client("leader").get(f"/training/{playlist}").text
        assert f'action="/agents/1001/coaching/{plans[0]}"' in page
        assert "/agents/1002/coaching" not in page
        form = {"what": "clip", "recording": GOOD, "start": "1.0", "end": "4.0", "kind": "good", "note": "问候得体"}
        assert centre.post(centre.client("leader"), f"/agents/1001/coaching/{plans[0]}", **form) == 303
        with centre.people.reading() as db:
            (clip,) = coaching.clips(db, plans)
        assert (clip.recording_id, clip.start, clip.note) == (GOOD, 1.0, "问候得体")
    finally:
        with centre.people.writing() as db:
            for table in (COACHING_CLIPS, COACHING_PLANS):
                db.execute(table.delete())


def test_a_clip_of_a_call_that_is_not_for_one_is_left_out_and_counted(centre: Centre, playlist: int) -> None:
    add(centre, "analyst", OTHER, playlist)
    page = centre.client("leader").get(f"/training/{playlist}").text
    assert OTHER not in page
    assert "另有 1 段" in page


@pytest.mark.parametrize(
    ("who", "fields", "status"),
    [
        (("analyst", GOOD), {"start": "4", "end": "1"}, 422),
        (("analyst", GOOD), {"end": "99999"}, 422),
        (("analyst", GOOD), {"start": "nan"}, 422),
        (("analyst", GOOD), {"kind": "ugly"}, 422),
        (("analyst", GOOD), {"playlist": "12345"}, 404),
        (("leader", OTHER), {}, 404),
        (("agent", GOOD), {}, 403),
    ],
)
def test_a_clip_that_cannot_be(
    centre: Centre, playlist: int, who: tuple[str, str], fields: dict[str, str], status: int
) -> None:
    user, call = who
    assert add(centre, user, call, playlist, **fields) == status


def test_clips_change_places_and_are_taken_out(centre: Centre, playlist: int) -> None:
    for call in (GOOD, POOR):
        add(centre, "analyst", call, playlist)
    client = centre.client("analyst")
    with centre.people.reading() as db:
        first, second = playlists.clips(db, playlist)
    centre.post(client, f"/training/{playlist}", what="down", clip=str(first.id))
    centre.post(client, f"/training/{playlist}", what="remove", clip=str(first.id))
    with centre.people.reading() as db:
        assert [clip.id for clip in playlists.clips(db, playlist)] == [second.id]
    assert centre.post(client, f"/training/{playlist}", what="remove", clip="999") == 422
