"""The mart in use, lent to requests. A new one is taken up between two requests; who has the old one keeps it.

A new mart is asked first what the old one is asked most and was asked last, while that one still serves: after a night
nobody waits for answers that everybody wants, nor for a file that nobody has read yet.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sized
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, cast

from qa.warehouse.errors import DamagedMart, NoMart
from qa.warehouse.mart import Mart, Sort, current

_REMEMBERED = 512
"""Answers that are kept of one mart."""
_LARGEST = 1000
"""Rows of an answer that is kept."""
_PREPARED = 64
"""Questions that a new mart is asked before it serves: so many that were asked often, and so many of the latest."""

Rows = list[dict[str, Any]]
Answer = TypeVar("Answer", bound=Sized)
Question: TypeAlias = "tuple[Hashable, Callable[[LentMart], Any]]"
"""What an answer is remembered by, and how a mart finds it."""


class LentMart:
    """A mart that never changes, so an answer given once is right as long as it is open."""

    def __init__(self, path: Path) -> None:
        """Open the mart at `path`."""
        self._mart = Mart(path)
        self.name = path.name
        self.lent = 0
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._asking: dict[Hashable, threading.Lock] = {}
        self._asked: Counter[Hashable] = Counter()
        self._questions: dict[Hashable, Callable[[LentMart], Any]] = {}
        self._guard = threading.Lock()

    def rows(self, name: str, sort: Sort | None = None, **params: Any) -> Rows:
        """As `Mart.rows`, remembered. The rows are shared: do not change them."""
        values = tuple(sorted((k, tuple(v) if isinstance(v, list) else v) for k, v in params.items()))
        return self.asked((name, sort, values), lambda mart: mart._mart.rows(name, sort=sort, **params))

    def asked(self, key: Hashable, find: Callable[[LentMart], Answer]) -> Answer:
        """As `remembered`, and a new mart is asked the same before it serves; `find` outlives the request."""
        answer = self.remembered(key, lambda: find(self))
        with self._guard:
            if key in self._answers:
                self._asked[key] += 1
                self._questions[key] = find
        return answer

    def usually_asked(self) -> list[Question]:
        """What was asked more than once, the most frequent first, and then the latest of the others.

        Empty where nothing was asked twice.
        """
        asked, remembered = self._asked, self.remembers()
        often = sorted((q for q in remembered if asked[q] > 1), key=asked.__getitem__, reverse=True)[:_PREPARED]
        others = [q for q in reversed(remembered) if asked[q] == 1][:_PREPARED]
        return [(key, self._questions[key]) for key in often + others] if often else []

    def prepare(self, questions: list[Question]) -> None:
        """Find the answers to what will be asked."""
        for key, find in questions:
            self.asked(key, find)

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
                        forgotten, _ = self._answers.popitem(last=False)
                        self._asked.pop(forgotten, None)
                        self._questions.pop(forgotten, None)
        return answer

    def remembers(self) -> list[Hashable]:
        """The questions whose answers are at hand, the latest last."""
        with self._guard:
            return [key for key in self._answers if key in self._questions]

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
        self._preparing: threading.Thread | None = None
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
            if self._open is None:
                self._open = LentMart(path)
            before = None
            if self._open.name != path.name:
                before = self._follow(path, self._open)
            self._open.lent += 1
            taken = self._open
        if before is not None:
            self._retire(before)
        return taken

    def _follow(self, path: Path, before: LentMart) -> LentMart | None:
        """Take up a new mart, at once where nothing is to be prepared; until it is ready the old one serves on.

        A mart that cannot be opened is not taken up, and the next request tries again. The mart that was replaced.
        """
        questions = before.usually_asked()
        if not questions:
            with suppress(DamagedMart):
                self._open = LentMart(path)
                return before
        elif self._preparing is None or not self._preparing.is_alive():
            self._preparing = threading.Thread(target=self._prepare, args=(path, questions), daemon=True)
            self._preparing.start()
        return None

    def _prepare(self, path: Path, questions: list[Question]) -> None:
        try:
            fresh = LentMart(path)
        except DamagedMart:
            return
        try:
            fresh.prepare(questions)
        except DamagedMart:
            fresh.close()
            return
        with self._guard:
            before, self._open = self._open, fresh
        if before is not None:
            self._retire(before)

    def _retire(self, mart: LentMart) -> None:
        """Let go of a mart that was replaced and that nobody reads any more; nobody waits for that."""
        with self._guard:
            finished = mart is not self._open and mart.lent == 0
        if finished:
            mart.close()

    def close(self) -> None:
        """Let go of the mart."""
        if self._preparing is not None:
            self._preparing.join()
        with self._guard:
            if self._open is not None and self._open.lent == 0:
                self._open.close()
            self._open = None
