"""`qa agent show` as a team leader reads it before a talk."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from qa.bench.month import doubt_a_criterion
from qa.cli import app
from qa.errors import UsageError
from qa.month.closes import read_close
from qa.month.errors import NoClose
from qa.people import audit
from qa.people.store import open_people
from qa.settings import load_settings


def test_what_stands_behind_an_agents_month(tmp_path: Path) -> None:
    settings = tmp_path / "made" / "qa.toml"
    config = ("--config", str(settings))
    run = CliRunner().invoke
    run(app, ["simulate", str(settings.parent), "--agents", "12", "--months", "3", "--calls", "20"])
    assert isinstance(run(app, ["agent", "show", "sim-0001", *config]).exception, NoClose)
    doubt_a_criterion(load_settings(settings), criterion="sim_01")
    for month in ("2026-08", "2026-09", "2026-10"):
        assert run(app, ["month", "close", month, *config]).exit_code == 0
    closed = read_close(settings.parent / "months", "2026-10")
    weakest = closed.focus[0]
    page = tmp_path / "sheet.html"
    said = run(app, ["agent", "show", weakest.agent, *config, "--page", str(page)]).output
    assert f"校正分 {weakest.adjusted_score:.1f}" in said
    assert weakest.weaknesses[0].name in said
    assert "★" in said
    assert "技能线 Skill line" in said
    assert "模拟指标1（待人判定）" in said
    assert "话费" in said
    assert "最长静音" in said
    html = page.read_text(encoding="utf-8")
    for shown in (weakest.weaknesses[0].name, "技能线", "Call types", "2026-08"):
        assert shown in html
    assert "<script" not in html
    earlier = run(app, ["agent", "show", weakest.agent, "--month", "2026-09", *config]).output
    assert "2026-10" not in earlier
    assert "至少 3 个已关账的月份，现有 2 个" in earlier
    assert isinstance(run(app, ["agent", "show", "nobody", *config]).exception, UsageError)
    with open_people(load_settings(settings)) as people, people.reading() as db:
        first = next(line for line in audit.lines(db) if line.action == "agent.sheet" and "true" in line.details)
    assert (first.object, json.loads(first.details)) == (weakest.agent, {"month": "2026-10", "page": True})
