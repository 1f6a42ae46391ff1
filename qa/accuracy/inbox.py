"""An inbox for a trial: recordings with only a transcript, or recordings that first go over a simulated line."""

from __future__ import annotations

import csv
import shutil
import wave
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from qa.accuracy.transcribed import TranscribedFile
from qa.audio.decode import DecodeWorker
from qa.audio.line import TelephoneLine
from qa.audio.samples import SAMPLE_RATE, Samples
from qa.errors import UnusableRecording
from qa.settings import LimitSettings

_NOBODY = {"agent": "-", "start": "2026-01-01T00:00:00+08:00"}


def write_manifest_of(files: Iterable[TranscribedFile], manifest: Path) -> None:
    """A manifest in which each file is a call of its own, with its path as call id."""
    write_manifest(manifest, [{"call_id": each.file, "file": each.file} for each in files])


def write_manifest(manifest: Path, calls: Iterable[Mapping[str, str]]) -> None:
    """A manifest of calls by nobody, on no day that matters."""
    _write(manifest, [_NOBODY | dict(call) for call in calls])


def send_over(
    line: TelephoneLine, manifest: Path, source: Path, inbox: Path, limits: LimitSettings, *, seed: int = 0
) -> Mapping[str, str]:
    """Put what arrives of a manifest's files into `inbox`, with a manifest of its own.

    Each channel goes over the line for itself, with noise that depends on `seed` and the file's path alone. A file
    that cannot be decoded is put there as it is: a night has something to say about it.

    Returns:
        For each file of the old manifest its path in `inbox`.
    """
    with manifest.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    names: dict[str, str] = {}
    with DecodeWorker() as decoder:
        for row in rows:
            file = row["file"]
            target = inbox / f"{file}.wav"
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                samples = decoder.decode(source / file, limits, file=file).samples
            except UnusableRecording:
                target = target.with_suffix("")
                shutil.copyfile(source / file, target)
            else:
                own = seed + zlib.crc32(file.encode())
                write_wave(target, np.stack([line.carry(c, own + number) for number, c in enumerate(samples)]))
            names[file] = row["file"] = str(target.relative_to(inbox))
    _write(inbox / "manifest.csv", rows)
    return names


def arrived(line: TelephoneLine | None, folder: Path, inbox: Path, limits: LimitSettings) -> Path:
    """Where the recordings of a folder are as they come over a line: `inbox`, filled once; without a line `folder`."""
    if line is None:
        return folder
    if not (inbox / "manifest.csv").exists():  # written last
        send_over(line, folder / "manifest.csv", folder, inbox, limits)
    return inbox


def _write(manifest: Path, rows: Sequence[Mapping[str, str]]) -> None:
    with manifest.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]) if rows else ["file"])
        writer.writeheader()
        writer.writerows(rows)


def write_wave(path: Path, samples: Samples) -> None:
    """16-bit PCM at `SAMPLE_RATE`."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[0])
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(np.round(samples.T * 32767).astype("<i2").tobytes())
