"""`qa demo`: the sample calls from recording to report, as a night and a month would do it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from qa.cli.console import out, progress
from qa.cli.month import show_month
from qa.cli.nightly import show
from qa.pipeline import close_month
from qa.settings import load_settings

SAMPLE = Path(__file__).parents[2] / "sample_audio" / "qa.toml"
MONTH = "2026-10"
"""The month of the sample calls."""


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
