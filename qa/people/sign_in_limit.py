"""How often somebody may fail to sign in: by name and by address, so that neither can be tried out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from qa.people import records
from qa.people.tables import SIGN_IN_FAILURES

WINDOW = timedelta(minutes=15)
FAILURES = 5
"""Within the window, for one name."""
FAILURES_OF_ADDRESS = 30
"""Within the window, from one address: a whole team may sit behind it."""


def blocked(db: sa.Connection, *, name: str, address: str, now: datetime) -> bool:
    """Whether another try has to wait."""
    return _count(db, f"name {name}", now) >= FAILURES or _count(db, f"address {address}", now) >= FAILURES_OF_ADDRESS


def failed(db: sa.Connection, *, name: str, address: str, now: datetime) -> None:
    """Note a failure."""
    db.execute(SIGN_IN_FAILURES.delete().where(SIGN_IN_FAILURES.c.at <= now - WINDOW))
    for key in _keys(name, address):
        records.add(db, SIGN_IN_FAILURES, key=key, at=now)


def succeeded(db: sa.Connection, *, name: str) -> None:
    """Forget the failures of a name; those of an address stay."""
    db.execute(SIGN_IN_FAILURES.delete().where(SIGN_IN_FAILURES.c.key == f"name {name}"))


def _keys(name: str, address: str) -> Iterable[str]:
    return (f"name {name}"[:200], f"address {address}"[:200])


def _count(db: sa.Connection, key: str, now: datetime) -> int:
    recent = (SIGN_IN_FAILURES.c.key == key[:200]) & (SIGN_IN_FAILURES.c.at > now - WINDOW)
    return int(db.execute(sa.select(sa.func.count()).select_from(SIGN_IN_FAILURES).where(recent)).scalar_one())
