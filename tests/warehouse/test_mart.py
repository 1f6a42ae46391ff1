from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Thread

import duckdb
import pytest

from qa.errors import DiskFull
from qa.recording import Flag
from qa.warehouse import build, generation, parquet
from qa.warehouse.errors import DamagedMart, DamagedTruth, MartMismatch, NoMart
from qa.warehouse.layout import Shard
from qa.warehouse.mart import current, open_mart
from qa.warehouse.queries import sql
from tests import builders
from tests.warehouse.scenes import DAY, call, judged_again

COUNTS = ("calls", "measures", "evaluations", "criteria", "findings")


def counts(marts: Path) -> tuple[int, ...]:
    with open_mart(marts) as mart:
        row = mart.rows("build_found")[0]
    return tuple(row[name] for name in COUNTS)


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    root = tmp_path / "truth"
    parquet.write_shard(root, DAY, "s1", [call(1), call(2, score=40.0), call(3, flags=[Flag.UNKNOWN_AGENT])])
    parquet.write_shard(root, DAY + timedelta(days=1), "s2", [call(4, score=None), builders.call_result(unjudged=True)])
    return root


def test_nothing_built_yet(tmp_path: Path) -> None:
    with pytest.raises(NoMart) as caught:
        open_mart(tmp_path / "mart")
    assert str(caught.value).endswith("there is nothing to read yet. Run qa nightly first.")
    assert "qa nightly" in caught.value.advice.zh


def test_empty_truth_makes_an_empty_mart(tmp_path: Path) -> None:
    build.build_mart(tmp_path / "truth", tmp_path / "mart")
    assert counts(tmp_path / "mart") == (0, 0, 0, 0, 0)
    with open_mart(tmp_path / "mart") as mart:
        assert mart.rows("agents") == mart.rows("months") == []


def test_the_mart_holds_what_the_truth_holds(truth: Path, tmp_path: Path) -> None:
    path = build.build_mart(truth, tmp_path / "mart")
    # Call C0001 of the builder stands in the second shard without a scorecard: the first shard's row is taken.
    assert counts(tmp_path / "mart") == (4, 4, 4, 8, 5)
    assert current(tmp_path / "mart") == path
    with open_mart(tmp_path / "mart") as mart:
        calls = {row["call_id"]: row for row in mart.rows("calls", recordings=[call(2).recording.recording_id])}
        assert calls["C0002"]["percent"] == 40.0
        assert calls["C0002"]["month"] == "2026-10"
        assert "customer_number" not in calls["C0002"]
        assert "extra" not in calls["C0002"]
        assert [row["criterion"] for row in mart.rows("criteria", recordings=[call(2).recording.recording_id])] == [
            "greeting",
            "dont_know",
        ]
        found = mart.rows("findings", recordings=[call(2).recording.recording_id])
        assert [(row["call_id"], row["agent"], row["text"]) for row in found] == [
            ("C0002", "1001", "我不知道"),
            ("C0002", "1001", "您好很高兴为您服务"),
        ]
        assert mart.rows("months") == [{"month": "2026-10", "calls": 4, "evaluations": 4, "scored": 3}]


def test_a_month_is_that_of_the_local_clock(tmp_path: Path) -> None:
    start = datetime(2026, 11, 1, 0, 30, tzinfo=builders.SHANGHAI)
    parquet.write_shard(tmp_path, DAY, "s1", [builders.call_result(call=builders.recording(start=start))])
    build.build_mart(tmp_path, tmp_path / "mart")
    with open_mart(tmp_path / "mart") as mart:
        assert [row["month"] for row in mart.rows("months")] == ["2026-11"]


def test_evaluations_of_one_recording_are_all_kept_and_the_latest_is_current(tmp_path: Path) -> None:
    truth, marts = tmp_path / "truth", tmp_path / "mart"
    parquet.write_shard(truth, DAY, "s1", [call(1), call(2)])
    for scored, rubric_hash, score in ((date(2026, 11, 2), "0" * 64, 50.0), (date(2026, 11, 1), "f" * 64, 30.0)):
        evaluation = judged_again(call(1), rubric_hash=rubric_hash, score=score).evaluation
        assert evaluation
        parquet.add_scoring(truth, Shard(DAY, "s1"), scored, [evaluation])
    build.build_mart(truth, marts)
    assert counts(marts)[:3] == (2, 2, 4)
    with open_mart(marts) as mart:
        rows = mart.rows("calls", recordings=[call(1).recording.recording_id])
    assert [row["score"] for row in rows] == [50.0]
    read = parquet.read_call(truth, call(1).recording.recording_id).evaluation
    assert read
    assert read.score == 50.0


def test_the_same_judgement_twice_is_one_evaluation(tmp_path: Path) -> None:
    truth, marts = tmp_path / "truth", tmp_path / "mart"
    parquet.write_shard(truth, DAY, "s1", [call(1, score=40.0)])
    parquet.write_shard(truth, DAY, "s2", [call(1, score=40.0), call(2)])
    evaluation = call(1, score=40.0).evaluation
    assert evaluation
    parquet.add_scoring(truth, Shard(DAY, "s2"), date(2026, 11, 1), [evaluation])
    build.build_mart(truth, marts)
    assert counts(marts) == (2, 2, 2, 4, 3)


def test_only_committed_shards_count(truth: Path, tmp_path: Path) -> None:
    Shard(DAY, "s1").path(truth, "recordings").unlink()
    build.build_mart(truth, tmp_path / "mart")
    assert counts(tmp_path / "mart") == (2, 2, 1, 2, 1)


def test_a_score_that_is_no_number_is_no_score(tmp_path: Path) -> None:
    parquet.write_shard(tmp_path, DAY, "s1", [call(1, score=float("nan")), call(2, score=-5.0)])
    build.build_mart(tmp_path, tmp_path / "mart")
    with open_mart(tmp_path / "mart") as mart:
        assert [row["scored"] for row in mart.rows("months")] == [1]


def test_folders_with_glob_characters(tmp_path: Path) -> None:
    root = tmp_path / "a[1]* x=y"
    parquet.write_shard(root / "truth", DAY, "s1", [call(1)])
    build.build_mart(root / "truth", root / "mart")
    assert counts(root / "mart")[0] == 1


def test_three_generations_are_kept_and_an_open_reader_keeps_its_own(tmp_path: Path) -> None:
    truth, marts = tmp_path / "truth", tmp_path / "mart"
    parquet.write_shard(truth, DAY, "s0", [call(0)])
    build.build_mart(truth, marts)
    with open_mart(marts) as old:
        for i in range(1, 4):
            parquet.write_shard(truth, DAY, f"s{i}", [call(i)])
            build.build_mart(truth, marts)
        assert not old.path.exists()
        assert old.rows("build_found")[0]["calls"] == 1
        assert old.rows("agents")[0]["calls"] == 1
    assert counts(marts)[0] == 4
    left = sorted(path.name for path in marts.iterdir())
    assert len([name for name in left if name.startswith("mart-")]) == 3
    assert [name for name in left if not name.startswith("mart-")] == [".lock", "CURRENT"]


def test_the_reader_has_no_way_out(truth: Path, tmp_path: Path) -> None:
    build.build_mart(truth, tmp_path / "mart")
    with open_mart(tmp_path / "mart") as mart:
        for statement in (
            f"SELECT * FROM read_parquet('{truth}/recordings/*/*.parquet')",
            "SET enable_external_access = true",
            "INSTALL httpfs",
            f"COPY calls TO '{tmp_path}/out.csv'",
            "CREATE TABLE x (a INT)",
            f"ATTACH '{tmp_path}/other.duckdb'",
        ):
            with pytest.raises(duckdb.Error):
                mart._connection.execute(statement)
        with pytest.raises(ValueError, match="no query named"):
            mart.rows("../build_found")
        with pytest.raises(DamagedMart):
            mart.rows("months", surplus=1)


def test_a_mismatch_keeps_the_mart_before(truth: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = build.build_mart(truth, tmp_path / "mart")
    parquet.write_shard(truth, DAY, "s9", [call(9)])
    broken = "DELETE FROM measures WHERE call_id = 'C0009';"
    monkeypatch.setattr(generation, "sql", lambda name: sql(name) + (broken if name == "build_tables" else ""))
    with pytest.raises(MartMismatch) as caught:
        build.build_mart(truth, tmp_path / "mart")
    assert caught.value.message.en.startswith(
        "the new mart differs from the truth (measures: 5 rows expected, 4 found)"
    )
    assert current(tmp_path / "mart") == before
    assert counts(tmp_path / "mart")[0] == 4
    assert sorted(p.name for p in (tmp_path / "mart").iterdir()) == sorted([".lock", "CURRENT", before.name])


def test_damaged_truth_keeps_the_mart_before(truth: Path, tmp_path: Path) -> None:
    before = build.build_mart(truth, tmp_path / "mart")
    Shard(DAY, "s1").path(truth, "evaluations").write_bytes(b"PAR1 nonsense")
    with pytest.raises(DamagedTruth):
        build.build_mart(truth, tmp_path / "mart")
    Shard(DAY, "s1").path(truth, "measures").unlink()
    with pytest.raises(DamagedTruth):
        build.build_mart(truth, tmp_path / "mart")
    assert current(tmp_path / "mart") == before


def test_a_full_disk_is_said(truth: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> dict[str, int]:
        raise duckdb.IOException("IO Error: Could not write: No space left on device")

    monkeypatch.setattr(generation, "_filled", full)
    with pytest.raises(DiskFull):
        build.build_mart(truth, tmp_path / "mart")


def test_a_file_that_is_no_mart(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("mart-x.duckdb\n", encoding="utf-8")
    (tmp_path / "mart-x.duckdb").write_bytes(b"nonsense" * 1000)
    with pytest.raises(DamagedMart) as caught:
        open_mart(tmp_path)
    assert caught.value.advice.en == "Run qa nightly: it builds a new one from the truth."


def test_a_killed_build_changes_nothing_and_the_next_one_cleans_up(truth: Path, tmp_path: Path) -> None:
    marts = tmp_path / "mart"
    before = build.build_mart(truth, marts)
    spawn = multiprocessing.get_context("spawn")
    for wait in (0.0, 0.05, 0.15):
        child = spawn.Process(target=_build_for_ever, args=(truth, marts))
        child.start()
        while not list(marts.glob(".building-*")):
            time.sleep(0.005)
        time.sleep(wait)
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
        assert counts(marts) == (4, 4, 4, 8, 5)
    assert before.parent == marts
    build.build_mart(truth, marts)
    assert not list(marts.glob(".building-*"))
    assert not list(marts.glob(".*.tmp"))


def _build_for_ever(truth: Path, marts: Path) -> None:
    while True:
        build.build_mart(truth, marts)


def test_any_client_reads_truth_and_mart_while_builds_run(truth: Path, tmp_path: Path) -> None:
    marts = tmp_path / "mart"
    build.build_mart(truth, marts)
    client = subprocess.Popen(
        [sys.executable, "-c", _CLIENT, str(truth), str(marts)],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
    )
    assert client.stdout
    assert client.stdout.readline() == "ready\n"
    for _ in range(2):
        build.build_mart(truth, marts)
    answer, _ = client.communicate("stop\n", timeout=60)
    assert client.returncode == 0
    assert int(answer) > 0


# A program that knows nothing of us: DuckDB, the folder of the truth and the file CURRENT.
_CLIENT = """
import pathlib, sys, threading, duckdb
truth, marts = sys.argv[1], pathlib.Path(sys.argv[2])
stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
held = duckdb.connect(str(marts / (marts / "CURRENT").read_text().strip()), read_only=True)
rounds = 0
while True:
    path = marts / (marts / "CURRENT").read_text().strip()
    with duckdb.connect(str(path), read_only=True) as mart:
        assert mart.execute("SELECT count(*) FROM calls").fetchone() == (4,)
    assert held.execute("SELECT count(*) FROM calls").fetchone() == (4,)
    sql = f"SELECT count(DISTINCT recording_id) FROM '{truth}/recordings/*/*.parquet'"
    assert duckdb.connect().execute(sql).fetchone() == (4,)
    rounds += 1
    if rounds == 1:
        print("ready", flush=True)
    if stop.is_set():
        break
print(rounds)
"""


def test_threads_share_a_mart(truth: Path, tmp_path: Path) -> None:
    build.build_mart(truth, tmp_path / "mart")
    answers: list[int] = []
    with open_mart(tmp_path / "mart") as mart:
        threads = [Thread(target=lambda: answers.append(mart.rows("agents")[0]["calls"])) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == [4] * 8
