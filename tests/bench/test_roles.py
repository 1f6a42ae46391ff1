"""What `qa bench roles` counts, on calls whose words and voices are known because they were built."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from qa.bench.role_figures import RoleFigures, Verdicts
from qa.cli import app
from tests.faults.inbox import ROOT


def test_a_call_that_is_known_comes_out_right_in_every_way(folder: Path) -> None:
    done = CliRunner().invoke(app, ["bench", "roles", str(folder), "--json", "--config", str(ROOT / "qa.toml")])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["as_recorded"] == found["exchanged"] == {"right": 1, "wrong": 0, "unknown": 0}
    assert (found["told_wrong_found"], found["told_right_kept"]) == (1, 1)
    assert (found["copies"], found["copies_known"]) == (1, 1)
    words = found["mono_words"]
    assert words["right"] > 0.9 * sum(words.values())
    assert found["mono_speakers"]["speech"] > 10


def test_the_table_is_for_people(folder: Path) -> None:
    done = CliRunner().invoke(app, ["bench", "roles", str(folder), "--config", str(ROOT / "qa.toml")])
    assert "1 对 right, 0 错 wrong" in done.stdout
    assert "DER" in done.stdout


def test_figures_add_up() -> None:
    one = RoleFigures(calls=1, seconds=60, as_recorded=Verdicts(right=1), copies=1, transcribing=3.0)
    both = one + RoleFigures(calls=1, seconds=30, as_recorded=Verdicts(wrong=1), copies=1, copies_known=1)
    assert (both.calls, both.seconds, both.as_recorded) == (2, 90, Verdicts(1, 1, 0))
    assert (both.copies, both.copies_known, both.transcribing) == (2, 1, 3.0)
