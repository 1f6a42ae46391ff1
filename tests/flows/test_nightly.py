"""The nightly flow's wiring, on a pipeline that only keeps account."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.errors import DiskFull
from qa.pipeline.unfinished import NightUnfinished
from tests.flows.conftest import Account, child_died


def run(config: Path, progress: list[tuple[int, int]] | None = None) -> None:
    from flows.nightly import nightly, progress_to

    steps = [] if progress is None else progress
    with progress_to(lambda done, total: steps.append((done, total))):
        nightly(str(config))


def test_every_shard_runs_once_and_the_night_is_finished_with_all(config: Path, account: Account) -> None:
    progress: list[tuple[int, int]] = []
    run(config, progress)
    assert account.attempts == dict.fromkeys("abcd", 1)
    assert account.outcomes == [["a", "b", "c", "d"]]
    assert progress == [(0, 20), (5, 20), (10, 20), (15, 20), (20, 20)]


def test_a_shard_that_fails_for_good_is_reported_and_taken_up_by_the_next_night(config: Path, account: Account) -> None:
    account.failure = lambda name, _attempt: RuntimeError("您好，请问有什么可以帮您") if name == "b" else None
    with pytest.raises(NightUnfinished) as unfinished:
        run(config)
    assert account.attempts == {"a": 1, "b": 3, "c": 1, "d": 1}
    assert account.outcomes == [["a", "c", "d"]]
    assert unfinished.value.record.scored == 15
    assert str(unfinished.value) == (
        "[F002] b: could not be finished (1 in all): RuntimeError. "
        "All others are done and in the mart. Mend the cause and run the same command again: only these are redone."
    )
    account.failure = lambda _name, _attempt: None
    run(config)
    assert account.attempts == {"a": 1, "b": 4, "c": 1, "d": 1}
    assert account.outcomes[1:] == [["b"]]


def test_what_a_person_must_mend_is_not_tried_again(config: Path, account: Account) -> None:
    account.failure = lambda name, _attempt: DiskFull("/data") if name == "c" else None
    with pytest.raises(NightUnfinished, match=r"\[S001\] /data: the disk is full"):
        run(config)
    assert account.attempts == {"a": 1, "b": 1, "c": 1, "d": 1}


def test_a_child_that_died_once_costs_nothing(config: Path, account: Account) -> None:
    account.failure = lambda name, attempt: child_died() if name == "a" and attempt == 1 else None
    run(config)
    assert account.attempts == {"a": 2, "b": 1, "c": 1, "d": 1}
    assert account.outcomes == [["a", "b", "c", "d"]]
