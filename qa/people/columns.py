"""Column types that read back as domain values: aware times, tuples, string enums."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

E = TypeVar("E", bound=StrEnum)


class Moment(TypeDecorator[datetime]):
    """A point in time, stored as naive UTC and read as aware UTC."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Refuses a time without a zone: nobody could say later what it meant."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """As aware UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Strings(TypeDecorator[tuple[str, ...]]):
    """A short list of strings, stored as JSON and read as a tuple."""

    impl = sa.JSON
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: sa.Dialect) -> list[str]:
        """As a JSON list."""
        return list(value or ())

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> tuple[str, ...]:
        """As a tuple."""
        return tuple(value or ())


def choice(kind: type[E]) -> sa.Enum:
    """A column of one of a string enum's values, stored as that value."""
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )
