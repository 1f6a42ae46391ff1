"""Playlists (录音回放): clips of calls, good and bad, for a training session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from qa.people import records
from qa.people.kinds import ClipKind
from qa.people.tables import CLIPS, PLAYLISTS
from qa.recording import Seconds


@dataclass(frozen=True, slots=True)
class Playlist:
    """Clips for one session."""

    id: int
    title: str
    note: str
    hide_agents: bool
    """Whether whoever plays it sees no agent's name."""
    made_by: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch of a call."""

    id: int
    playlist_id: int
    position: int
    recording_id: str
    start: Seconds
    end: Seconds
    kind: ClipKind
    note: str


def make_playlist(
    db: sa.Connection, title: str, *, made_by: int, now: datetime, note: str = "", hide_agents: bool = True
) -> int:
    """Make an empty playlist; its id."""
    return records.add(db, PLAYLISTS, title=title, note=note, hide_agents=hide_agents, made_by=made_by, made_at=now)


def playlists(db: sa.Connection) -> tuple[Playlist, ...]:
    """All playlists, newest first."""
    return records.every(db, Playlist, sa.select(PLAYLISTS).order_by(PLAYLISTS.c.id.desc()))


def get_playlist(db: sa.Connection, playlist: int) -> Playlist | None:
    """One playlist."""
    return records.one(db, Playlist, sa.select(PLAYLISTS).where(PLAYLISTS.c.id == playlist))


def set_hidden(db: sa.Connection, playlist: int, *, hide_agents: bool) -> None:
    """Show or hide agents' names."""
    records.change(db, PLAYLISTS, playlist, hide_agents=hide_agents)


def add_clip(
    db: sa.Connection, playlist: int, recording_id: str, *, start: Seconds, end: Seconds, kind: ClipKind, note: str = ""
) -> int:
    """Put a clip at the end of a playlist; its id.

    Raises:
        ValueError: the clip ends before it begins.
    """
    if not 0 <= start < end:
        raise ValueError("a clip begins before it ends")
    last = sa.select(sa.func.coalesce(sa.func.max(CLIPS.c.position), 0)).where(CLIPS.c.playlist_id == playlist)
    position = int(db.execute(last).scalar_one()) + 1
    place = {"playlist_id": playlist, "position": position, "recording_id": recording_id, "start": start, "end": end}
    return records.add(db, CLIPS, **place, kind=kind, note=note)


def clips(db: sa.Connection, playlist: int) -> tuple[Clip, ...]:
    """The clips of a playlist in order."""
    query = sa.select(CLIPS).where(CLIPS.c.playlist_id == playlist).order_by(CLIPS.c.position, CLIPS.c.id)
    return records.every(db, Clip, query)


def remove_clip(db: sa.Connection, playlist: int, clip: int) -> None:
    """Take a clip out of a playlist."""
    db.execute(CLIPS.delete().where(CLIPS.c.id == clip, CLIPS.c.playlist_id == playlist))


def move_clip(db: sa.Connection, playlist: int, clip: int, *, up: bool) -> None:
    """Change a clip's place with its neighbour's."""
    order = [c.id for c in clips(db, playlist)]
    at = order.index(clip)
    other = at - 1 if up else at + 1
    if 0 <= other < len(order):
        order[at], order[other] = order[other], order[at]
        for position, row in enumerate(order, 1):
            records.change(db, CLIPS, row, position=position)
