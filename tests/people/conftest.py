"""A fresh database of people for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from qa.people import passwords
from qa.people.store import People, sqlite_address


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: quick)


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    with People(sqlite_address(tmp_path)) as opened:
        yield opened


@pytest.fixture
def db(people: People) -> Iterator[sa.Connection]:
    with people.writing() as connection:
        yield connection
