"""One centre for all tests of the viewer; each test signs in afresh."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from qa.people import passwords
from tests.web.centre import Centre, make_centre


@pytest.fixture(scope="session")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    # Real argon2id would take seconds; what it does is tested with the accounts.
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(passwords, "_hasher", lambda: quick)
        folder: Path = tmp_path_factory.mktemp("centre")
        made = make_centre(folder)
        yield made
        made.people.close()
