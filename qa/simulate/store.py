"""A simulated centre on the disk: a data folder of its own with settings, calls, mart and the truth."""

from __future__ import annotations

import json
import secrets
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from pathlib import Path

import numpy as np

from qa.people.roles import Role
from qa.people.store import People, sqlite_address
from qa.people.users import add_user, list_users
from qa.simulate.centre import Agents, Centre, hire
from qa.simulate.errors import FolderInUse
from qa.simulate.history import TrueMonth, history
from qa.simulate.listeners import listen
from qa.simulate.tables import Day, agent_name, split_days, tables
from qa.storage import write_atomically
from qa.warehouse.build import build_mart
from qa.warehouse.parquet import write_tables

TRUTH_FILE = "simulated.json"
ANALYST = "sim-analyst"
"""The user by whom simulated reviews are given."""
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
    heard: float = 0.0,
    seed: int = 0,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Path:
    """Fill the new folder `folder` with `months` months from `first_month` (YYYY-MM); the path of its settings file.

    Of the calls a share of `heard`, drawn by lot, is scored blind by people who are always right. The same arguments
    make the same calls.

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
        parts = split_days(true_month.calls, days, np.random.default_rng([seed, 1, number]))
        for day in parts:
            write_tables(folder / "truth", day.day, "simulated", tables(day, agents))
        if heard:
            _listened(folder, parts, heard, np.random.default_rng([seed, 2, number]))
        known.append({"month": f"{days[0]:%Y-%m}", "agents": _told(true_month, agents)})
        progress(number + 1, months)
    said = {"focus": focus, "wait_list": wait_list, "heard": heard}
    truth = {"simulated": True, "seed": seed, **said, "centre": asdict(centre)}
    write_atomically(folder / TRUTH_FILE, json.dumps(truth | {"months": known}, ensure_ascii=False, indent=1).encode())
    build_mart(folder / "truth", folder / "mart")
    write_atomically(folder / "qa.toml", _SETTINGS.encode())
    return folder / "qa.toml"


def _listened(folder: Path, days: Sequence[Day], share: float, random: np.random.Generator) -> None:
    with People(sqlite_address(folder)) as people, people.writing() as db:
        known = {user.name: user for user in list_users(db)}
        now = datetime.combine(days[0].day, time(), UTC)
        # Nobody signs in as them: the password is not kept.
        user = known.get(ANALYST) or add_user(db, ANALYST, Role.ANALYST, secrets.token_urlsafe(24), now=now)
        listen(db, days, share, user_id=user.id, random=random)


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
