"""Inboxes for tests: synthetic two-channel calls, their manifest and a qa.toml beside them."""

from __future__ import annotations

import csv
import wave
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
RATE = 8000
RUBRICS = Path(__file__).with_name("rubrics")
"""One small rubric: a night that is killed eleven times does not read the large ones each time."""


def write_wav(path: Path, *, seconds: float = 8.0, seed: int = 0) -> Path:
    """Two channels of different noise bursts, 8 kHz, 16 bit."""
    noise = np.random.default_rng(seed).normal(0, 0.05, (int(seconds * RATE), 2))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((noise * 32767).astype("<i2").tobytes())
    return path


def row(file: str, **others: str) -> dict[str, str]:
    """A manifest row for `file`; the call id follows from its name."""
    about = {"call_id": Path(file).stem, "agent": "1001", "start": "2026-10-12T09:30:00+08:00", "queue": "话费"}
    return {"file": file, **about, "direction": "inbound", **others}


def write_manifest(inbox: Path, rows: Iterable[Mapping[str, str]], *, encoding: str = "utf-8") -> Path:
    """manifest.csv in `inbox`."""
    rows = list(rows)
    path = inbox / "manifest.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return path


def write_config(folder: Path, *, shard_size: int = 3, workers: int = 1, more: str = "") -> Path:
    """qa.toml for an inbox at `folder/inbox`."""
    path = folder / "qa.toml"
    path.write_text(
        f'data = "data"\nmodels = "{ROOT / "models"}"\n'
        '[inbox]\nfolder = "inbox"\nmanifest = "manifest.csv"\nsettle_seconds = 0\nagent_channel = "left"\n'
        f"[night]\nshard_size = {shard_size}\nworkers = {workers}\n"
        f'[scoring]\nrubrics = "{RUBRICS}"\n{more}',
        encoding="utf-8",
    )
    return path


def centre(folder: Path, *, calls: int = 12, days: int = 3, workers: int = 1) -> Path:
    """An inbox of synthetic calls over several days; returns its qa.toml."""
    inbox = folder / "inbox"
    inbox.mkdir(parents=True)
    rows = []
    for i in range(calls):
        write_wav(inbox / f"call-{i:02}.wav", seed=i)
        start = f"2026-10-{1 + i % days:02}T09:{i:02}:00+08:00"
        rows.append(row(f"call-{i:02}.wav", agent=str(1001 + i % 4), start=start))
    write_manifest(inbox, rows)
    return write_config(folder, workers=workers)
