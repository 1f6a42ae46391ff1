"""What a child of the night loads: the memory and the start of every worker hang on it."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {
    "scipy.linalg",
    "scipy.stats",
    "sklearn",
    "sqlalchemy",
    "alembic",
    "duckdb",
    "jinja2",
    "rich",
    "typer",
    "fastapi",
    "prefect",
}
"""What only the month, people, reports, the viewer or the command line need."""


def test_a_worker_loads_what_hears_and_judges_and_no_more() -> None:
    loads = "import sys, qa.pipeline.worker, qa.pipeline.shard; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True).stdout.split()
    assert "faster_whisper" in loaded
    assert HEAVY.isdisjoint(loaded)


def test_how_a_child_begins_loads_nothing_of_ours() -> None:
    loads = "import sys, qa.pipeline.worker; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True).stdout.split()
    assert {name for name in loaded if name.split(".")[0] == "qa"} == {"qa", "qa.pipeline", "qa.pipeline.worker"}
