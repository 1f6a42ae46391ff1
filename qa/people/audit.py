"""The audit trail: who saw, heard, exported and decided what. Append-only, each line sealed with the one before.

A line's hash covers its content and the hash of the line before it, so that a changed, removed or inserted line shows.
Only the end can be cut off unseen: note the last hash now and then, and give it to `verify`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from qa.people import records
from qa.people.errors import AuditBroken, AuditShortened
from qa.people.tables import AUDIT

START = "0" * 64
"""Stands as the hash before the first line."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One thing that somebody did."""

    id: int
    at: datetime
    actor: str
    """User name; `-` where nobody is signed in."""
    action: str
    """`call.view`, `audio.play`, `review.save` …"""
    object: str
    """What it was done to: a recording id, a user name …"""
    details: str
    """Canonical JSON."""
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verified:
    """A trail that holds together."""

    lines: int
    last_hash: str


def note(
    db: sa.Connection,
    actor: str,
    action: str,
    object_: str = "",
    *,
    now: datetime,
    details: Mapping[str, object] | None = None,
) -> None:
    """Add a line, in the transaction of what it tells of. `db` must be writing."""
    previous = db.execute(sa.select(AUDIT.c.hash).order_by(AUDIT.c.id.desc()).limit(1)).scalar_one_or_none() or START
    text = _storable(
        json.dumps(dict(details or {}), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    )
    actor, object_ = _storable(actor), _storable(object_)
    content = {"at": now, "actor": actor, "action": action, "object": object_, "details": text}
    sealed = _seal(now, (actor, action, object_, text), previous)
    records.add(db, AUDIT, **content, previous=previous, hash=sealed)


def verify(db: sa.Connection, *, expected: str | None = None) -> Verified:
    """Go through the whole trail; how many lines it has and its last hash.

    Raises:
        AuditBroken: a line does not fit.
        AuditShortened: `expected`, a hash that was noted earlier, is gone.
    """
    previous, lines, seen = START, 0, expected in (None, START)
    for row in db.execute(sa.select(AUDIT).order_by(AUDIT.c.id)).mappings():
        lines += 1
        sealed = _seal(row["at"], (row["actor"], row["action"], row["object"], row["details"]), previous)
        if row["previous"] != previous or row["hash"] != sealed:
            raise AuditBroken("audit", line=row["id"])
        previous = sealed
        seen = seen or sealed == expected
    if not seen:
        raise AuditShortened("audit", expected=expected)
    return Verified(lines, previous)


def lines(
    db: sa.Connection,
    *,
    actor: str = "",
    action: str = "",
    object_: str = "",
    limit: int = 100,
    offset: int = 0,
    oldest_first: bool = False,
) -> tuple[AuditLine, ...]:
    """The newest lines first or the oldest, of one actor, action (or a beginning such as `call.`) or object."""
    query = sa.select(AUDIT).order_by(AUDIT.c.id if oldest_first else AUDIT.c.id.desc()).limit(limit).offset(offset)
    if actor:
        query = query.where(AUDIT.c.actor == actor)
    if action:
        query = query.where(AUDIT.c.action.startswith(action, autoescape=True))
    if object_:
        query = query.where(AUDIT.c.object == object_)
    return records.every(db, AuditLine, query)


def _seal(at: datetime, content: tuple[str, ...], previous: str) -> str:
    line = json.dumps([at.timestamp(), *content, previous], ensure_ascii=False)
    return hashlib.sha256(line.encode()).hexdigest()


def _storable(text: str) -> str:
    # A form or a file name may hold half a surrogate pair, which no database takes.
    return text.encode("utf-8", "backslashreplace").decode()
