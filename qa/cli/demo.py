"""`qa demo`: the sample calls from recording to report, as a night and a month would do it."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from qa.cli.console import out, progress
from qa.cli.month import show_month
from qa.cli.nightly import show
from qa.cli.serve import PORT
from qa.people import audit, users
from qa.people.passwords import random_password
from qa.people.roles import Role
from qa.people.store import open_people
from qa.pipeline.close import close_month
from qa.settings import Settings, load_settings

SAMPLE = Path(__file__).parents[2] / "sample_audio" / "qa.toml"
MONTH = "2026-10"
"""The month of the sample calls."""
USER = "demo"
"""Who may try the viewer on them; a manager, so that every page is there."""


def demo() -> None:
    """Hear and judge the thirty sample calls, close their month, and write both reports.

    Run it again and nothing is done twice; `make clean` starts afresh.

    Example: qa demo
    """
    from flows.local import run_nightly  # noqa: PLC0415  Prefect takes seconds to import

    settings = load_settings(SAMPLE)
    began = time.monotonic()
    with _peak_memory() as peak:
        with progress("录音 recordings") as advance:
            record = run_nightly(SAMPLE, advance)
        closed = close_month(MONTH, settings)
    out.rule("夜间 night")
    show(record)
    out.rule("月度 month")
    show_month(closed)
    out.rule()
    out.print(f"用时 elapsed {time.monotonic() - began:.0f} s · 内存峰值 peak memory {peak.bytes / 1e9:.2f} GB")
    for name in ("night", f"month-{MONTH}"):
        out.print(f"打开 open: {(settings.data / 'reports' / f'{name}.html').resolve().as_uri()}")
    _invite(settings)


def _invite(settings: Settings) -> None:
    """Make a user for trying the viewer, or give the one of the last demo a new password, and say how to open it."""
    password, now = random_password(), datetime.now(UTC)
    with open_people(settings) as people, people.writing() as db:
        user = users.find_user(db, USER)
        if user is None:
            users.add_user(db, USER, Role.MANAGER, password, now=now)
        else:
            users.set_password(db, user, password)
        audit.note(db, "cli:demo", "user.password" if user else "user.add", USER, now=now)
    config = Path(os.path.relpath(SAMPLE))
    out.print(f"查看器 viewer: {Path(sys.argv[0])} serve --config {config}")
    out.print(f"  打开 open http://127.0.0.1:{PORT}/ · 用户 user {USER}")
    out.print(f"  密码（只显示这一次） password (shown this once) {password}")


@dataclass
class _Peak:
    bytes: int = 0


@contextmanager
def _peak_memory() -> Iterator[_Peak]:
    """The most memory that this process and all its children held together, sampled twice a second."""
    peak, done = _Peak(), threading.Event()

    def sample() -> None:
        me = psutil.Process()
        while not done.wait(0.5):
            peak.bytes = max(peak.bytes, sum(_held(p) for p in (me, *me.children(recursive=True))))

    sampler = threading.Thread(target=sample, daemon=True)
    sampler.start()
    try:
        yield peak
    finally:
        done.set()
        sampler.join()


def _held(process: psutil.Process) -> int:
    """Bytes; a page that several processes share counts once among them (PSS), where the system can tell."""
    with suppress(psutil.Error):
        full = process.memory_full_info()
        return int(getattr(full, "pss", full.rss))
    return 0
