"""One Prefect server for all tests of flows, and a pipeline that only keeps account."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from flows.local import drain
from flows.server import PrivateServer
from qa.settings import Settings
from tests.flows.fake_night import FakeOutcome, FakePlan, FakeShard, night_record


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateServer]:
    """Prefect's API for the whole session; Prefect is imported only after its environment is set."""
    home = tmp_path_factory.mktemp("prefect")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PREFECT_HOME", str(home))
        patch.setenv("DO_NOT_TRACK", "1")
        with PrivateServer(home) as running:
            from prefect.settings import PREFECT_API_URL, temporary_settings

            running.wait()
            with temporary_settings({PREFECT_API_URL: running.api_url}):
                yield running
                drain()


@pytest.fixture
def config(tmp_path: Path, server: PrivateServer) -> Path:
    """A qa.toml whose Prefect database is there already: making one takes seconds."""
    home = tmp_path / "data" / "prefect"
    home.mkdir(parents=True)
    with (
        closing(sqlite3.connect(server.home / "prefect.db")) as made,
        closing(sqlite3.connect(home / "prefect.db")) as new,
    ):
        made.backup(new)
    path = tmp_path / "qa.toml"
    path.write_text("")
    return path


class Account:
    """A pipeline without work: what was asked of it, and what it is told to fail at."""

    def __init__(self, shards: Sequence[str]) -> None:
        self.shards = list(shards)
        self.attempts: Counter[str] = Counter()
        self.finished: set[str] = set()
        self.outcomes: list[list[str]] = []
        self.failure: Callable[[str, int], Exception | None] = lambda _name, _attempt: None
        self._lock = threading.Lock()

    def plan_night(self, _settings: Settings) -> FakePlan:
        return FakePlan("2026-11-21", tuple(FakeShard(name) for name in self.shards if name not in self.finished))

    def run(self, shard: FakeShard) -> FakeOutcome:
        with self._lock:
            self.attempts[shard.name] += 1
            error = self.failure(shard.name, self.attempts[shard.name])
            if error is not None:
                raise error
            self.finished.add(shard.name)
        return FakeOutcome(shard.name)

    def finish_night(self, plan: FakePlan, outcomes: Sequence[FakeOutcome], _settings: Settings) -> object:
        self.outcomes.append([outcome.name for outcome in outcomes])
        return night_record(plan, outcomes)

    def shard_pool(self, _settings: Settings) -> _Pool:
        return _Pool(self)


class _Pool:
    def __init__(self, account: Account) -> None:
        self.run = account.run

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


@pytest.fixture
def account(server: PrivateServer, monkeypatch: pytest.MonkeyPatch) -> Account:
    from flows import nightly

    account = Account(["a", "b", "c", "d"])
    monkeypatch.setattr(nightly, "plan_night", account.plan_night)
    monkeypatch.setattr(nightly, "finish_night", account.finish_night)
    monkeypatch.setattr(nightly, "ShardPool", account.shard_pool)
    monkeypatch.setattr(nightly, "work_through", nightly.work_through.with_options(retry_delay_seconds=0))
    return account


def child_died() -> Exception:
    return BrokenProcessPool("A process in the process pool was terminated abruptly")
