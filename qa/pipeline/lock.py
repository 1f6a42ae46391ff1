"""One night at a time on one data folder: a second one would sweep away what the first is writing."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from qa.errors import Text, TinghengError
from qa.settings import Settings


class NightUnderWay(TinghengError):
    """Another process works on the same data folder."""

    code = "P003"
    what = Text("另一个夜间任务正在使用该数据目录。", "another night is working on this data folder.")
    remedy = Text("请等它结束后再运行。", "Wait until it ends, then run the command again.")


@contextmanager
def night_lock(settings: Settings) -> Iterator[None]:
    """Hold the data folder for one night; a killed process lets go of it by itself.

    Raises:
        NightUnderWay: another process holds it.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    with (settings.data / "night.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NightUnderWay(str(settings.data)) from error
        yield
