"""Write down what is true of a recording: turns, sounds, findings, and the outcome of every criterion.

A person marked the phrases in the dialogue; here only arithmetic is added (silences, time to the first word).
No recogniser and no matcher is asked.
"""

from __future__ import annotations

from typing import Any

from .criteria import Criterion
from .placed import PlacedCall, PlacedTurn
from .script import ScriptError, Seconds

_LONG_SILENCE: Seconds = 8.0
_NEAR_SILENCE: Seconds = 12.0
_OVERRUN: Seconds = 2.0
_FEWEST = 4
"""Characters; who says less, or starts when the other has less left to say, interrupts nobody."""


def findings(placed: PlacedCall) -> list[dict[str, Any]]:
    """Each marked phrase with its party and time in seconds; occasions (`?`) are no findings."""
    rows = []
    for turn in placed.turns:
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


def outcomes(placed: PlacedCall, criteria: list[Criterion]) -> dict[str, str]:
    """The outcome of every criterion: what the marks say, unless the dialogue states it; empty without speech."""
    if not placed.turns:
        return {}
    marked = findings(placed)
    known = {criterion.id for criterion in criteria}
    stated = placed.call.outcomes
    if strange := ({row["criterion"] for row in marked} | set(stated)) - known:
        raise ScriptError(f"{placed.call.id}: not in rubric {placed.call.rubric}: {sorted(strange)}")
    return {criterion.id: stated.get(criterion.id) or _outcome(criterion, placed, marked) for criterion in criteria}


def _outcome(criterion: Criterion, placed: PlacedCall, marked: list[dict[str, Any]]) -> str:
    mine = [row for row in marked if row["criterion"] == criterion.id and row["party"] == "agent"]
    if criterion.occasion == "marked" and not _has_occasion(criterion.id, placed):
        return "not_applicable"
    if criterion.measured:
        return _measured(criterion, placed)
    if criterion.kind == "forbid":
        return "violated" if any(row["effect"] == "breaks" for row in mine) else "clear"
    fulfils = [row for row in mine if row["effect"] == "fulfils"]
    if criterion.occasion == "silence":
        return _beside_silences(criterion.id, long_silences(placed.turns), fulfils)
    return "met" if fulfils else "missed"


def _measured(criterion: Criterion, placed: PlacedCall) -> str:
    """What the true turns tell without any mark."""
    if criterion.measured == "interrupts":
        return "violated" if _longest_interruption(placed.turns) > criterion.limit else "clear"
    if criterion.measured == "last_speech_to_end":
        return "met" if placed.seconds - max(turn.end for turn in placed.turns) <= criterion.limit else "missed"
    first = next((turn.start for turn in placed.turns if turn.speech.party == "agent"), None)
    return "met" if first is not None and first <= criterion.limit else "missed"


def _longest_interruption(turns: tuple[PlacedTurn, ...]) -> Seconds:
    """Seconds for which the agent speaks on over a customer who has more than 2 s left to say."""
    longest = 0.0
    for turn in turns:
        if turn.speech.party != "agent" or sum(sign.isalnum() for sign in turn.speech.text) < _FEWEST:
            continue
        for other in turns:
            cut = other.speech.party == "customer" and other.start < turn.start < other.end - _OVERRUN
            longest = max(longest, min(turn.end, other.end) - turn.start if cut else 0.0)
    return longest


def _has_occasion(criterion: str, placed: PlacedCall) -> bool:
    return any(
        mark.criterion == criterion and mark.effect == "gives_occasion"
        for turn in placed.turns
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


def label(placed: PlacedCall, file: str, criteria: list[Criterion]) -> dict[str, Any]:
    """The entry of one call in labels.json; times in seconds from the start of the file."""
    channel = {"agent_left": 0, "agent_right": 1}.get(placed.call.layout)
    return {
        "call_id": placed.call.id,
        "file": file,
        "rubric": placed.call.rubric,
        "agent_channel": channel,
        "seconds": round(placed.seconds, 3),
        "turns": [
            {
                "party": turn.speech.party,
                "start": round(turn.start, 2),
                "end": round(turn.end, 2),
                "text": turn.speech.text[: turn.speech.stop],
            }
            for turn in placed.turns
        ],
        "non_speech": [
            {"kind": sound.kind, "start": round(sound.start, 2), "end": round(sound.end, 2)} for sound in placed.sounds
        ],
        "findings": findings(placed),
        "outcomes": outcomes(placed, criteria),
    }
