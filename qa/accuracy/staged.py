"""Recordings with only a transcript, staged as calls with a rubric and labels of their own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from qa.accuracy.drawn import draw, label_of, rubric_of
from qa.accuracy.inbox import write_manifest, write_wave
from qa.accuracy.labels import TrueTurn
from qa.accuracy.transcribed import TranscribedFile
from qa.audio.decode import DecodeWorker
from qa.audio.samples import SAMPLE_RATE, Samples
from qa.errors import UnusableRecording
from qa.recording import Seconds
from qa.settings import LimitSettings
from qa.transcript import Party

SENTENCES: Final = 12
"""Of a call."""
_PAUSE: Final[Seconds] = 1.2
RUBRICS: Final = "rubrics"
"""The folder of the rubrics in a staged folder."""


def stage_phrases(
    files: Sequence[TranscribedFile], source: Path, folder: Path, limits: LimitSettings, *, seed: int
) -> tuple[str, ...]:
    """Fill `folder` as `qa eval` wants it: calls, manifest.csv, labels.json and `RUBRICS`.

    Each call is stereo: some files one after the other as the agent's turns, and a customer who is silent.

    Returns:
        The files that could not be decoded, which are left out.
    """
    sounds, unusable = _decoded(files, source, limits)
    usable = [each for each in files if each.file in sounds]
    calls = [usable[start : start + SENTENCES] for start in range(0, len(usable), SENTENCES)]
    (folder / "calls").mkdir(parents=True)
    (folder / RUBRICS).mkdir()
    labels, rows = [], []
    drawn = draw([[each.said for each in call] for call in calls], seed)
    for number, (call, criteria) in enumerate(zip(calls, drawn, strict=True), 1):
        name, file = f"drawn_{number}", f"calls/drawn_{number}.wav"
        samples, turns = _one_after_the_other(call, [sounds[each.file] for each in call])
        write_wave(folder / file, samples)
        labels.append(label_of(name, file, samples.shape[1] / SAMPLE_RATE, turns, criteria).model_dump(mode="json"))
        _write_json(folder / RUBRICS / f"{name}.yaml", rubric_of(name, criteria))
        rows.append({"call_id": name, "file": file, "queue": name})
    _write_json(folder / "labels.json", {"calls": labels})
    write_manifest(folder / "manifest.csv", rows)
    return unusable


def _decoded(
    files: Sequence[TranscribedFile], source: Path, limits: LimitSettings
) -> tuple[dict[str, Samples], tuple[str, ...]]:
    sounds: dict[str, Samples] = {}
    unusable = []
    with DecodeWorker() as decoder:
        for each in files:
            try:
                sounds[each.file] = decoder.decode(source / each.file, limits, file=each.file).samples.mean(axis=0)
            except UnusableRecording:
                unusable.append(each.file)
    return sounds, tuple(unusable)


def _one_after_the_other(
    call: Sequence[TranscribedFile], sounds: Sequence[Samples]
) -> tuple[Samples, tuple[TrueTurn, ...]]:
    pause = np.zeros(round(_PAUSE * SAMPLE_RATE), np.float32)
    parts, turns, at = [pause], [], _PAUSE
    for each, sound in zip(call, sounds, strict=True):
        end = at + len(sound) / SAMPLE_RATE
        turns.append(TrueTurn(party=Party.AGENT, start=at, end=end, text=each.said))
        parts += [sound, pause]
        at = end + _PAUSE
    agent = np.concatenate(parts)
    return np.stack([agent, np.zeros_like(agent)]), tuple(turns)


def _write_json(path: Path, content: object) -> None:
    """JSON is YAML as well."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
