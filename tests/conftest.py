"""How the tests share the cores: a folder's tests stay together, because they share what takes long to set up."""

from __future__ import annotations

import pytest
from hypothesis import settings

# Speed is measured in benchmarks: how long an example takes says more about the machine than about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

_LONG = ("web", "flows", "faults", "asr", "cli", "pipeline", "accuracy")
"""Folders that take longest go first, so that no core waits for the other at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def folder(item: pytest.Item) -> str:
        return item.path.relative_to(item.config.rootpath / "tests").parts[0]

    for item in items:
        item.add_marker(pytest.mark.xdist_group(folder(item)))
    items.sort(key=lambda item: _LONG.index(folder(item)) if folder(item) in _LONG else len(_LONG))
