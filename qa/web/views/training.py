"""录音回放: clips of calls in playlists, for a training session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from qa.people import audit, playlists, users
from qa.people.kinds import ClipKind
from qa.people.playlists import Clip, Playlist
from qa.people.roles import Permission
from qa.web.coaching import plans_kept_up
from qa.web.errors import NothingHere, WrongInput
from qa.web.one_call import find_call, moment
from qa.web.visit import Form, SignedIn, Visit

router = APIRouter()


@dataclass(frozen=True, slots=True)
class ClipRow:
    """A clip that this person may play."""

    clip: Clip
    row: dict[str, Any]
    """Of the mart."""


@router.get("/training")
def show(visit: SignedIn) -> Response:
    """All playlists."""
    visit.need(Permission.REVIEW)
    with visit.viewer.people.reading() as db:
        found = playlists.playlists(db)
        counts = {one.id: len(playlists.clips(db, one.id)) for one in found}
        names = users.names(db)
    return visit.page("training.html", playlists=found, counts=counts, names=names)


@router.post("/training")
def make(visit: SignedIn, form: Form) -> Response:
    """A new playlist."""
    visit.need(Permission.REVIEW)
    if not form["title"]:
        raise WrongInput("playlist", field="title")
    with visit.viewer.people.writing() as db:
        made = playlists.make_playlist(
            db, form["title"][:100], note=form["note"][:1000], made_by=visit.user.id, now=visit.now
        )
        audit.note(db, visit.user.name, "playlist.make", str(made), now=visit.now)
    return visit.go(f"/training/{made}")


@router.get("/training/{playlist_id}")
def one(visit: SignedIn, playlist_id: int) -> Response:
    """One playlist, to play through. Clips of calls that this person may not hear are left out, and counted."""
    visit.need(Permission.REVIEW)
    playlist = _playlist(visit, playlist_id)
    with visit.viewer.people.reading() as db:
        clips = playlists.clips(db, playlist_id)
    wanted = sorted({clip.recording_id for clip in clips})
    rows = {row["recording_id"]: row for row in visit.mart.rows("web_some_calls", recordings=wanted, **visit.scope)}
    shown = tuple(ClipRow(clip, rows[clip.recording_id]) for clip in clips if clip.recording_id in rows)
    visit.note("playlist.view", str(playlist_id))
    left_out, plans = len(clips) - len(shown), plans_kept_up(visit)
    return visit.page("playlist.html", playlist=playlist, clips=shown, left_out=left_out, plans=plans)


@router.post("/training/{playlist_id}")
def change(visit: SignedIn, form: Form, playlist_id: int) -> Response:
    """Show or hide agents, move a clip or take it out."""
    visit.need(Permission.REVIEW)
    _playlist(visit, playlist_id)
    what, clip = form["what"], form.number("clip")
    with visit.viewer.people.writing() as db:
        known = {one.id for one in playlists.clips(db, playlist_id)}
        match what:
            case "hide" | "show":
                playlists.set_hidden(db, playlist_id, hide_agents=what == "hide")
            case "up" | "down" if clip in known:
                playlists.move_clip(db, playlist_id, clip, up=what == "up")
            case "remove" if clip in known:
                playlists.remove_clip(db, playlist_id, clip)
            case _:
                raise WrongInput("playlist", field="what")
        audit.note(db, visit.user.name, f"playlist.{what}", str(playlist_id), now=visit.now, details={"clip": clip})
    return visit.go(f"/training/{playlist_id}")


@router.post("/calls/{recording_id}/clips")
def add(visit: SignedIn, form: Form, recording_id: str) -> Response:
    """Put a stretch of a call into a playlist."""
    visit.need(Permission.REVIEW)
    call = find_call(visit, recording_id)
    playlist = _playlist(visit, form.number("playlist"))
    start, end = moment(form["start"]), moment(form["end"])
    if not 0 <= start < end <= call.row["seconds"] + 1:
        raise WrongInput("clip", field="end")
    if form["kind"] not in set(ClipKind):
        raise WrongInput("clip", field="kind")
    with visit.viewer.people.writing() as db:
        place = {"start": start, "end": end, "kind": ClipKind(form["kind"]), "note": form["note"][:500]}
        playlists.add_clip(db, playlist.id, recording_id, **place)  # type: ignore[arg-type]
        audit.note(db, visit.user.name, "playlist.add", recording_id, now=visit.now, details={"playlist": playlist.id})
    return visit.go(f"/training/{playlist.id}")


def _playlist(visit: Visit, playlist_id: int) -> Playlist:
    with visit.viewer.people.reading() as db:
        found = playlists.get_playlist(db, playlist_id)
    if found is None:
        raise NothingHere("playlist")
    return found
