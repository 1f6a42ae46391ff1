"""A night killed at any moment is finished by the next one: nothing lost, nothing scored twice, no half file read."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from qa.settings import load_settings
from qa.warehouse.mart import open_mart
from qa.warehouse.parquet import done, read_calls
from qa.warehouse.result import CallResult
from tests.faults.inbox import ROOT, centre

CALLS = 24
KILLS = 4


def start(config: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.faults.quick_night", str(config)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def finish(config: Path) -> None:
    process = start(config)
    _, complaints = process.communicate(timeout=120)
    assert process.returncode == 0, complaints.decode()


def await_work(process: subprocess.Popen[bytes], config: Path) -> None:
    """Until a shard is committed that was not when it began, or the night is over."""
    truth = load_settings(config).truth
    before = len(done(truth))
    while process.poll() is None and len(done(truth)) == before:
        time.sleep(0.02)


def truth_of(config: Path) -> list[CallResult]:
    """Everything in the warehouse, by recording. Shards may be cut otherwise after a kill; the rows may not differ."""
    truth = load_settings(config).truth
    stored = [i for file in (truth / "recordings").rglob("*.parquet") for i in ids_in(file)]
    assert len(stored) == len(set(stored)), "scored twice"
    return sorted(read_calls(truth, stored), key=lambda result: result.recording.recording_id)


def ids_in(file: Path) -> list[str]:
    return [str(i) for i in pq.read_table(file, columns=["recording_id"]).column("recording_id").to_pylist()]


@pytest.mark.night
@pytest.mark.timeout(400)
def test_a_night_killed_at_random_moments_ends_like_an_undisturbed_one(tmp_path: Path) -> None:
    undisturbed, disturbed = (centre(tmp_path / name, calls=CALLS, workers=2) for name in ("a", "b"))
    finish(undisturbed)
    moments = random.Random(10060)
    half_way = 0
    for kill in range(KILLS):
        process = start(disturbed)
        # Every other one meets the night at work, however slow the machine is; the others come at any time.
        if kill % 2 == 0:
            await_work(process, disturbed)
        time.sleep(moments.uniform(0.0, 0.5) if kill % 2 == 0 else moments.uniform(0.0, 4.0))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        half_way += 0 < len(done(load_settings(disturbed).truth)) < CALLS
    finish(disturbed)
    assert half_way >= 2, "the kills did not meet a night at work"
    assert len(truth_of(undisturbed)) == CALLS
    assert truth_of(disturbed) == truth_of(undisturbed)
    assert not list((tmp_path / "b" / "data").rglob("*.tmp"))
    settings = load_settings(disturbed)
    with open_mart(settings.data / "mart") as mart:
        assert sum(int(agent["calls"]) for agent in mart.rows("agents")) == CALLS


@pytest.mark.night
def test_a_finished_night_has_nothing_left_to_do(tmp_path: Path) -> None:
    config = centre(tmp_path, calls=3)
    finish(config)
    before = {p: p.read_bytes() for p in (tmp_path / "data" / "truth").rglob("*.parquet")}
    finish(config)
    assert {p: p.read_bytes() for p in (tmp_path / "data" / "truth").rglob("*.parquet")} == before
