"""The SQL of the warehouse: one file a query, and no other SQL is ever run."""

from __future__ import annotations

import re
from importlib.resources import files

_NAME = re.compile(r"[a-z][a-z_]*")


def sql(name: str) -> str:
    """The text of `sql/<name>.sql`.

    Raises:
        ValueError: there is no such query.
    """
    source = files("qa.warehouse") / "sql" / f"{name}.sql"
    if not _NAME.fullmatch(name) or not source.is_file():
        raise ValueError(f"no query named {name!r}")
    return source.read_text(encoding="utf-8")
