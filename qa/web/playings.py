"""What was played lately: a browser fetches one playing in many pieces, and the audit trail has it once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

_AGAIN = timedelta(minutes=10)
_KEPT = 10_000


class Playings:
    """Who began to play what, and when."""

    def __init__(self) -> None:
        self._lately: OrderedDict[tuple[int, str], datetime] = OrderedDict()
        self._guard = threading.Lock()

    def begins(self, user: int, what: str, now: datetime) -> bool:
        """Whether this is a new playing."""
        with self._guard:
            last = self._lately.pop((user, what), None)
            new = last is None or now - last >= _AGAIN
            self._lately[user, what] = now if last is None or new else last
            if len(self._lately) > _KEPT:
                self._lately.popitem(last=False)
        return new


playings = Playings()
