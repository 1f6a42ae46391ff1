"""How the tests share the cores: a folder's tests stay together, because they share what takes long to set up."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# As many processes as cores run tests: threads of NumPy itself would wait for each other, up to twenty times as long.
# NumPy reads this when it is first imported, which is after this.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Speed is measured in benchmarks: how long an example takes says more about the machine than about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

_LONG = ("web", "asr", "flows", "faults", "pipeline", "cli", "authoring", "rubric", "month", "bench", "simulate")
"""Folders that take longest, the longest first: what is left for the end is short, and no core waits for the other."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def folder(item: pytest.Item) -> str:
        return item.path.relative_to(item.config.rootpath / "tests").parts[0]

    for item in items:
        item.add_marker(pytest.mark.xdist_group(folder(item)))
    items.sort(key=lambda item: _LONG.index(folder(item)) if folder(item) in _LONG else len(_LONG))
