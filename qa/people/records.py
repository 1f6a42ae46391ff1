"""Rows of the tables as frozen records, and back."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

import sqlalchemy as sa

T = TypeVar("T")


def add(db: sa.Connection, table: sa.Table, **values: object) -> int:
    """Insert one row; its id."""
    key = db.execute(table.insert().values(**values)).inserted_primary_key
    if key is None:
        raise AssertionError("every table has an id")
    return int(key[0])


def change(db: sa.Connection, table: sa.Table, row: int, **values: object) -> None:
    """Set columns of one row."""
    db.execute(table.update().where(table.c.id == row).values(**values))


def every(db: sa.Connection, kind: type[T], query: sa.Select[Any]) -> tuple[T, ...]:
    """The rows of a query as records: each field takes the column of its name."""
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    return tuple(kind(**{name: row[name] for name in names}) for row in db.execute(query).mappings())


def one(db: sa.Connection, kind: type[T], query: sa.Select[Any]) -> T | None:
    """The first row of a query as a record."""
    found = every(db, kind, query.limit(1))
    return found[0] if found else None
