"""A table whose order, filters and page stand in the address. Pure.

A view reads the state with `TableState.read`, asks the mart, and gives state and rows to the macro `table` of
`macros/table.html`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from qa.warehouse.mart import Sort

PAGE_SIZE = 50
_LAST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    key: str
    """Of the query's column to sort by; empty: the column does not sort."""
    title: str
    """Key of its heading, such as `calls.agent`."""
    number: bool = False
    hint: str = ""
    """Key of the explanation that stands on hover."""
    wide: bool = False
    """Left out on a tablet."""


@dataclass(frozen=True, slots=True)
class TableState:
    """What stands in the address."""

    path: str
    filters: tuple[tuple[str, str], ...]
    """In the order of the form; those without a value left out."""
    sort: Sort | None
    page: int = 1
    defaults: Sort | None = None
    fragment: str = ""
    """Where on the page the table stands, if it is not at its beginning."""

    @staticmethod
    def read(
        path: str,
        query: Mapping[str, str],
        *,
        columns: Sequence[Column],
        filters: Sequence[str] = (),
        sort: Sort | None = None,
        fragment: str = "",
    ) -> TableState:
        """The state of an address; whatever is not a filter, a sortable column or a page is passed over."""
        wanted = query.get("sort", "")
        column = wanted.removeprefix("-")
        known = column and any(c.key == column for c in columns)
        page = query.get("page", "1")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
        return TableState(
            path=path,
            filters=tuple((name, query[name].strip()) for name in filters if query.get(name, "").strip()),
            sort=Sort(column, descending=wanted.startswith("-")) if known else sort,
            page=min(max(1, number), _LAST_PAGE),
            defaults=sort,
            fragment=fragment,
        )

    def get(self, name: str) -> str:
        """A filter's value, empty where it is not set."""
        return dict(self.filters).get(name, "")

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.page - 1) * PAGE_SIZE

    @property
    def query(self) -> str:
        """The query string without the page: what a saved search keeps."""
        return self._query(replace(self, page=1))

    def sorted_by(self, column: str) -> str:
        """The address with the rows sorted by a column: once more turns the order round."""
        now = self.sort is not None and self.sort.column == column
        return self._address(replace(self, page=1, sort=Sort(column, descending=now and not self.sort.descending)))  # type: ignore[union-attr]

    def on_page(self, page: int) -> str:
        """The address of another page."""
        return self._address(replace(self, page=page))

    def with_filter(self, name: str, value: str) -> str:
        """The address with one filter set, or left out where the value is empty."""
        kept = tuple((n, v) for n, v in self.filters if n != name)
        return self._address(replace(self, page=1, filters=(*kept, (name, value)) if value else kept))

    def direction(self, column: str) -> str:
        """For `aria-sort`."""
        if self.sort is None or self.sort.column != column:
            return "none"
        return "descending" if self.sort.descending else "ascending"

    def pages(self, total: int) -> int:
        """How many pages so many rows take."""
        return max(1, -(-total // PAGE_SIZE))

    def _address(self, state: TableState) -> str:
        query = self._query(state)
        place = f"#{self.fragment}" if self.fragment else ""
        return f"{self.path}?{query}{place}" if query else f"{self.path}{place}"

    @staticmethod
    def _query(state: TableState) -> str:
        pairs = list(state.filters)
        if state.sort is not None and state.sort != state.defaults:
            pairs.append(("sort", f"{'-' if state.sort.descending else ''}{state.sort.column}"))
        if state.page > 1:
            pairs.append(("page", str(state.page)))
        return urlencode(pairs)
