"""A simulated centre on the disk: marked, apart from real calls, the same each time."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qa.cli import app
from qa.simulate.centre import Centre
from qa.simulate.errors import FolderInUse
from qa.simulate.store import simulate
from qa.warehouse.layout import committed
from qa.warehouse.mart import open_mart
from qa.warehouse.parquet import done, read_call


def made(folder: Path, seed: int = 0, months: int = 2) -> Path:
    centre = Centre(agents=12, calls=10, unequal=0.5)
    simulate(folder, centre, first_month="2026-12", months=months, focus=3, seed=seed)
    return folder


def content(folder: Path) -> str:
    files = sorted((folder / "truth").rglob("*.parquet"))
    return hashlib.sha256(b"".join(str(f.relative_to(folder)).encode() + f.read_bytes() for f in files)).hexdigest()


def test_the_same_seed_makes_the_same_files(tmp_path: Path) -> None:
    once, again, other = made(tmp_path / "a"), made(tmp_path / "b"), made(tmp_path / "c", seed=1)
    assert content(once) == content(again) != content(other)


def test_months_follow_each_other_over_the_year(tmp_path: Path) -> None:
    folder = made(tmp_path / "a")
    days = {shard.day for shard in committed(folder / "truth")}
    assert {f"{day:%Y-%m}" for day in days} == {"2026-12", "2027-01"}
    truth = json.loads((folder / "simulated.json").read_text())
    assert [month["month"] for month in truth["months"]] == ["2026-12", "2027-01"]
    assert truth["simulated"] is True


def test_every_call_says_that_it_is_simulated(tmp_path: Path) -> None:
    folder = made(tmp_path / "a", months=1)
    with open_mart(folder / "mart") as mart:
        calls = mart.rows("month_agents", month="2026-12")
        lines = mart.rows("month_criteria", month="2026-12")
    assert all(row["agent"].startswith("sim-") and "模拟" in row["team"] + row["site"] for row in calls)
    assert all("模拟" in row["name"] and row["rubric"] == "simulated" for row in lines)
    call = read_call(folder / "truth", min(done(folder / "truth")))
    assert [flag.value for flag in call.recording.flags] == ["simulated"]
    assert call.evaluation is not None
    assert call.evaluation.score == sum(line.points for line in call.evaluation.criteria)


def test_simulated_calls_never_come_among_others(tmp_path: Path) -> None:
    (tmp_path / "truth").mkdir()
    with pytest.raises(FolderInUse, match=r"not empty"):
        made(tmp_path)


def test_a_simulated_month_can_be_closed_with_the_settings_beside_it(tmp_path: Path) -> None:
    run = CliRunner()
    few = ["--agents", "15", "--calls", "12", "--months", "1", "--month", "2026-08"]
    assert run.invoke(app, ["simulate", str(tmp_path / "s"), *few]).exit_code == 0
    closed = run.invoke(app, ["month", "close", "2026-08", "--config", str(tmp_path / "s" / "qa.toml")])
    assert (closed.exit_code, "sim-00" in closed.output) == (0, True)
