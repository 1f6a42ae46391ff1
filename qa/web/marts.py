"""The mart in use, lent to requests. A new one is taken up between two requests; who has the old one keeps it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sized
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

from qa.warehouse.errors import DamagedMart, NoMart
from qa.warehouse.mart import Mart, Sort, current

_REMEMBERED = 512
"""Answers that are kept of one mart."""
_LARGEST = 1000
"""Rows of an answer that is kept."""

Rows = list[dict[str, Any]]
Answer = TypeVar("Answer", bound=Sized)


class LentMart:
    """A mart that never changes, so an answer given once is right as long as it is open."""

    def __init__(self, path: Path) -> None:
        """Open the mart at `path`."""
        self._mart = Mart(path)
        self.name = path.name
        self.lent = 0
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._asking: dict[Hashable, threading.Lock] = {}
        self._guard = threading.Lock()

    def rows(self, name: str, sort: Sort | None = None, **params: Any) -> Rows:
        """As `Mart.rows`, remembered. The rows are shared: do not change them."""
        values = tuple(sorted((k, tuple(v) if isinstance(v, list) else v) for k, v in params.items()))
        return self.remembered((name, sort, values), lambda: self._mart.rows(name, sort=sort, **params))

    def remembered(self, key: Hashable, find: Callable[[], Answer]) -> Answer:
        """What `find` gives, found once for as long as the mart is in use; longer answers are found each time."""
        with self._guard:
            if key in self._answers:
                self._answers.move_to_end(key)
                return cast("Answer", self._answers[key])
            asking = self._asking.setdefault(key, threading.Lock())
        # Twenty readers who ask the same at once cost one query.
        with asking:
            with self._guard:
                if key in self._answers:
                    return cast("Answer", self._answers[key])
            answer = find()
            with self._guard:
                self._asking.pop(key, None)
                if len(answer) <= _LARGEST:
                    self._answers[key] = answer
                    if len(self._answers) > _REMEMBERED:
                        self._answers.popitem(last=False)
        return answer

    def one(self, name: str, **params: Any) -> dict[str, Any]:
        """The only row of an answer."""
        return dict(self.rows(name, **params)[0])

    def close(self) -> None:
        """Let go of the file."""
        self._mart.close()


class Marts:
    """Lends the mart that `CURRENT` names."""

    def __init__(self, folder: Path) -> None:
        """`folder` holds the marts; it may be empty until the first night."""
        self._folder = folder
        self._open: LentMart | None = None
        self._guard = threading.Lock()

    @contextmanager
    def lend(self) -> Iterator[LentMart]:
        """The mart in use, for one request.

        Raises:
            NoMart: no night has run yet.
            DamagedMart: it cannot be opened.
        """
        mart = self._take()
        try:
            yield mart
        finally:
            with self._guard:
                mart.lent -= 1
                self._retire(mart)

    def _take(self) -> LentMart:
        with self._guard:
            path = current(self._folder)
            if path is None:
                raise NoMart(str(self._folder))
            if self._open is None or self._open.name != path.name:
                self._swap(path)
            if self._open is None:
                raise NoMart(str(self._folder))
            self._open.lent += 1
            return self._open

    def _swap(self, path: Path) -> None:
        """Open the new mart; should that fail, the old one serves on and the next request tries again."""
        before = self._open
        try:
            self._open = LentMart(path)
        except DamagedMart:
            if before is None:
                raise
            return
        if before is not None:
            self._retire(before)

    def _retire(self, mart: LentMart) -> None:
        if mart is not self._open and mart.lent == 0:
            mart.close()

    def close(self) -> None:
        """Let go of the mart."""
        with self._guard:
            if self._open is not None and self._open.lent == 0:
                self._open.close()
            self._open = None
