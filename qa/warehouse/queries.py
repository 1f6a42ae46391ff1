"""The SQL of the warehouse: one file a query, and no other SQL is ever run."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_NAME = re.compile(r"[a-z][a-z_]*")
_SORTS = re.compile(r"^-- Sorts by: ([a-z_, ]+)$", re.MULTILINE)
_INCLUDE = re.compile(r"/\* include ([a-z_]+) \*/")
_PLACE = "/* sort */"


@cache
def sql(name: str) -> str:
    """The text of `sql/<name>.sql`, with the parts put in that it includes (`/* include name */`).

    Raises:
        ValueError: there is no such query.
    """
    source = files("qa.warehouse") / "sql" / f"{name}.sql"
    if not _NAME.fullmatch(name) or not source.is_file():
        raise ValueError(f"no query named {name!r}")
    text = source.read_text(encoding="utf-8")
    return _INCLUDE.sub(lambda include: sql(include.group(1)), text)


def sorts(name: str) -> tuple[str, ...]:
    """The columns that a query can be sorted by, as its file names them."""
    named = _SORTS.search(sql(name))
    return tuple(column.strip() for column in named.group(1).split(",")) if named else ()


def sorted_sql(name: str, column: str, *, descending: bool) -> str:
    """The text of a query with its order put where it says `/* sort */`; rows without a value come last.

    Raises:
        ValueError: there is no such query, or it does not sort by that column.
    """
    if column not in sorts(name):
        raise ValueError(f"{name} does not sort by {column!r}")
    return sql(name).replace(_PLACE, f"{column} {'DESC' if descending else 'ASC'} NULLS LAST,")
