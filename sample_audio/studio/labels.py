"""Write down what is true of a recording: turns, sounds, findings, and the outcome of every criterion.

A person marked the phrases in the dialogue; here only arithmetic is added (silences, time to the first word).
No recogniser and no matcher is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from .mix import PlacedTurn, Recording
from .script import ScriptError, Seconds

_LONG_SILENCE: Seconds = 8.0
_NEAR_SILENCE: Seconds = 12.0
_QUICK_ANSWER: Seconds = 5.0


@dataclass(frozen=True)
class Criterion:
    """A criterion of a rubric: required or forbidden, and what makes it apply (`silence`, `said` or nothing)."""

    id: str
    kind: str
    when: str


def read_criteria(rubric: Path) -> list[Criterion]:
    """The criteria of a rubric file in its order."""
    found = []
    for section in YAML(typ="safe").load(rubric)["sections"]:
        for raw in section["criteria"]:
            kind = "require" if "require" in raw else "forbid"
            found.append(Criterion(raw["id"], kind, next(iter(raw.get("when", {"": 0})))))
    return found


def findings(recording: Recording) -> list[dict[str, Any]]:
    """Each marked phrase with its party and time in seconds; occasions (`?`) are no findings."""
    rows = []
    for turn in recording.turns:
        for mark in turn.speech.marks:
            if mark.effect == "gives_occasion" or mark.end >= len(turn.at):
                continue
            rows.append(
                {
                    "criterion": mark.criterion,
                    "effect": mark.effect,
                    "phrase": turn.speech.text[mark.start : mark.end],
                    "party": turn.speech.party,
                    "start": round(turn.start + turn.at[mark.start], 2),
                    "end": round(turn.start + turn.at[mark.end], 2),
                }
            )
    return rows


def long_silences(turns: tuple[PlacedTurn, ...]) -> list[tuple[Seconds, Seconds]]:
    """Stretches between turns of more than 8 s in which nobody speaks (music may play), as (start, end)."""
    silences, end = [], turns[0].end if turns else 0.0
    for turn in turns[1:]:
        if turn.start - end > _LONG_SILENCE:
            silences.append((end, turn.start))
        end = max(end, turn.end)
    return silences


def outcomes(recording: Recording, criteria: list[Criterion]) -> dict[str, str]:
    """The outcome of every criterion: what the marks say, unless the dialogue states it; empty without speech."""
    if not recording.turns:
        return {}
    marked = findings(recording)
    known = {criterion.id for criterion in criteria}
    stated = recording.call.outcomes
    if strange := ({row["criterion"] for row in marked} | set(stated)) - known:
        raise ScriptError(f"{recording.call.id}: not in rubric {recording.call.rubric}: {sorted(strange)}")
    return {criterion.id: stated.get(criterion.id) or _outcome(criterion, recording, marked) for criterion in criteria}


def _outcome(criterion: Criterion, recording: Recording, marked: list[dict[str, Any]]) -> str:
    mine = [row for row in marked if row["criterion"] == criterion.id and row["party"] == "agent"]
    if criterion.kind == "forbid":
        return "violated" if any(row["effect"] == "breaks" for row in mine) else "clear"
    fulfils = [row for row in mine if row["effect"] == "fulfils"]
    if criterion.id == "answered_quickly":
        first = next((turn.start for turn in recording.turns if turn.speech.party == "agent"), None)
        return "met" if first is not None and first <= _QUICK_ANSWER else "missed"
    if criterion.when == "silence":
        return _beside_silences(criterion.id, long_silences(recording.turns), fulfils)
    if criterion.when == "said" and not _has_occasion(criterion.id, recording):
        return "not_applicable"
    return "met" if fulfils else "missed"


def _has_occasion(criterion: str, recording: Recording) -> bool:
    return any(
        mark.criterion == criterion and mark.effect == "gives_occasion"
        for turn in recording.turns
        for mark in turn.speech.marks
    )


def _beside_silences(criterion: str, silences: list[tuple[Seconds, Seconds]], fulfils: list[dict[str, Any]]) -> str:
    """Every long silence wants its phrase within 12 s: before it (announced) or after it (thanked)."""
    if not silences:
        return "not_applicable"
    for start, end in silences:
        if criterion == "hold_announced":
            near = [row for row in fulfils if start - _NEAR_SILENCE <= row["end"] <= start + 0.1]
        else:
            near = [row for row in fulfils if end - 0.1 <= row["start"] <= end + _NEAR_SILENCE]
        if not near:
            return "missed"
    return "met"


def label(recording: Recording, file: str, criteria: list[Criterion]) -> dict[str, Any]:
    """The entry of one call in labels.json; times in seconds from the start of the file."""
    channel = {"agent_left": 0, "agent_right": 1}.get(recording.call.layout)
    return {
        "call_id": recording.call.id,
        "file": file,
        "rubric": recording.call.rubric,
        "agent_channel": channel,
        "seconds": round(recording.seconds, 3),
        "turns": [
            {
                "party": turn.speech.party,
                "start": round(turn.start, 2),
                "end": round(turn.end, 2),
                "text": turn.speech.text[: turn.speech.stop],
            }
            for turn in recording.turns
        ],
        "non_speech": [
            {"kind": sound.kind, "start": round(sound.start, 2), "end": round(sound.end, 2)}
            for sound in recording.sounds
        ],
        "findings": findings(recording),
        "outcomes": outcomes(recording, criteria),
    }
