"""Sessions live on the server; the browser holds a random token, the database only its hash."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from qa.people import records
from qa.people.tables import SESSIONS

IDLE = timedelta(hours=2)
"""Without a request for this long a session ends."""
LONGEST = timedelta(hours=12)
"""A working day; then sign in again."""
_REMEMBERED = timedelta(minutes=1)
"""How often `seen_at` is written: not on every request."""


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser."""

    id: int
    user_id: int
    csrf: str
    """Every form carries it."""
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


def begin(db: sa.Connection, user_id: int, *, now: datetime) -> tuple[str, Session]:
    """Begin a session; the token for the cookie, and the session."""
    _forget_expired(db, now)
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    times = {"created_at": now, "seen_at": now, "expires_at": now + LONGEST}
    row = records.add(db, SESSIONS, token_hash=_hash(token), user_id=user_id, csrf=csrf, **times)
    return token, Session(row, user_id, csrf, **times)


def find(db: sa.Connection, token: str, *, now: datetime) -> Session | None:
    """The session of a token, unless it has ended."""
    session = records.one(db, Session, sa.select(SESSIONS).where(SESSIONS.c.token_hash == _hash(token)))
    if session is None or now >= session.expires_at or now - session.seen_at >= IDLE:
        return None
    return session


def due(session: Session, now: datetime) -> bool:
    """Whether it is time to note that the session is still in use."""
    return now - session.seen_at >= _REMEMBERED


def touch(db: sa.Connection, session: Session, now: datetime) -> None:
    """Note that the session is in use."""
    records.change(db, SESSIONS, session.id, seen_at=now)


def end(db: sa.Connection, session: Session) -> None:
    """Sign out."""
    db.execute(SESSIONS.delete().where(SESSIONS.c.id == session.id))


def end_all(db: sa.Connection, user_id: int) -> None:
    """Sign a user out everywhere."""
    db.execute(SESSIONS.delete().where(SESSIONS.c.user_id == user_id))


def _forget_expired(db: sa.Connection, now: datetime) -> None:
    db.execute(SESSIONS.delete().where((SESSIONS.c.expires_at <= now) | (SESSIONS.c.seen_at <= now - IDLE)))


def _hash(token: str) -> str:
    # The token is random and long: nothing to guess, so a fast hash is enough.
    return hashlib.sha256(token.encode()).hexdigest()
