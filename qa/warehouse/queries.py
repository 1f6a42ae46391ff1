"""The SQL of the warehouse: one file a query, and no other SQL is ever run."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

_NAME = re.compile(r"[a-z][a-z_]*")
_SORTS = re.compile(r"^-- Sorts by: ([a-z_, ]+)$", re.MULTILINE)
_INCLUDE = re.compile(r"/\* include ([a-z_]+) \*/")
_PLACE = "/* sort */"
_PART = re.compile(r"/\* (if|unless) ([a-z_]+) \*/\n(.*?)/\* end \*/\n?", re.DOTALL)
_COMMENT = re.compile(r"^--.*$", re.MULTILINE)
_PARAMETER = re.compile(r"\$([a-z_]+)")


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


@lru_cache(maxsize=1024)
def filled_sql(text: str, absent: frozenset[str]) -> tuple[str, frozenset[str]]:
    """A query without the parts for parameters that have no value, and the parameters that stood only there.

    A part stands between `/* if name */` or `/* unless name */` and `/* end */`. A condition that lets everything pass
    is not free: DuckDB then looks at every row where it would otherwise go to the ones that are wanted.
    """
    left = _PART.sub(lambda part: part[3] if (part[1] == "unless") is (part[2] in absent) else "", text)
    return left, _parameters(text) - _parameters(left)


def _parameters(text: str) -> frozenset[str]:
    return frozenset(_PARAMETER.findall(_COMMENT.sub("", text)))
