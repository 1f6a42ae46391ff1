"""A simulated centre on the disk: a data folder of its own with settings, calls, mart and the truth."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import numpy as np

from qa.simulate.centre import Agents, Centre, hire
from qa.simulate.errors import FolderInUse
from qa.simulate.history import TrueMonth, history
from qa.simulate.tables import agent_name, split_days, tables
from qa.storage import write_atomically
from qa.warehouse.build import build_mart
from qa.warehouse.parquet import write_tables

TRUTH_FILE = "simulated.json"
_SETTINGS = """# Made by `qa simulate`: no call in this folder is real.
data = "."
models = "models"
[inbox]
folder = "inbox"
[scoring]
rubrics = "rubrics"
"""


def simulate(
    folder: Path,
    centre: Centre,
    *,
    first_month: str,
    months: int,
    focus: int = 10,
    wait_list: float = 0.5,
    seed: int = 0,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Path:
    """Fill the new folder `folder` with `months` months from `first_month` (YYYY-MM); the path of its settings file.

    The same arguments make the same calls.

    Raises:
        FolderInUse: the folder is not empty.
        DiskFull: no room.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FolderInUse(str(folder))
    for inside in ("inbox", "models", "rubrics"):
        (folder / inside).mkdir(parents=True, exist_ok=True)
    agents = hire(centre, np.random.default_rng([seed, 0]))
    known = []
    year, month = map(int, first_month.split("-"))
    told = enumerate(history(centre, agents, months, focus=focus, wait_list=wait_list, seed=seed))
    for number, true_month in told:
        at = year * 12 + month - 1 + number
        days = [date(at // 12, at % 12 + 1, day + 1) for day in range(monthrange(at // 12, at % 12 + 1)[1])]
        for day in split_days(true_month.calls, days, np.random.default_rng([seed, 1, number])):
            write_tables(folder / "truth", day.day, "simulated", tables(day, agents))
        known.append({"month": f"{days[0]:%Y-%m}", "agents": _told(true_month, agents)})
        progress(number + 1, months)
    truth = {"simulated": True, "seed": seed, "focus": focus, "wait_list": wait_list, "centre": asdict(centre)}
    write_atomically(folder / TRUTH_FILE, json.dumps(truth | {"months": known}, ensure_ascii=False, indent=1).encode())
    build_mart(folder / "truth", folder / "mart")
    write_atomically(folder / "qa.toml", _SETTINGS.encode())
    return folder / "qa.toml"


def _told(month: TrueMonth, agents: Agents) -> list[dict[str, object]]:
    rows = zip(month.true_score, month.coached, month.waiting, agents.site, strict=True)
    return [
        {
            "agent": agent_name(number),
            "true_score": round(float(score), 3),
            "site": f"模拟站点{int(site) + 1}",
            "coached": bool(coached),
            "waiting": bool(waiting),
        }
        for number, (score, coached, waiting, site) in enumerate(rows)
    ]
