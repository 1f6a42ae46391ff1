"""A call as its labels remember it, so that a rubric may grow without any call being recorded anew.

Turns, their times and the times of known phrases are taken from labels.json; between them the syllables share the time.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Any

import numpy as np

from .placed import PlacedCall, PlacedTurn
from .script import Call, ScriptError, Seconds, Speech

_WEIGHT = {"，": 0.3, "、": 0.3, "：": 0.3, "；": 0.3, "。": 1.3, "？": 1.3, "！": 1.3, "…": 1.3}
"""Signs in syllables: a comma that the voice passes over, and the pause between two sentences."""


def remembered(call: Call, labels: dict[str, Any]) -> PlacedCall:
    """The call of a dialogue with the times of its entry in labels.json.

    Raises:
        ScriptError: the dialogue says something else than what was recorded.
    """
    spoken = [event for event in call.events if isinstance(event, Speech)]
    turns = []
    for heard in labels["turns"]:
        speech = next((s for s in spoken if s.party == heard["party"] and s.text[: s.stop] == heard["text"]), None)
        if speech is None:
            raise ScriptError(f"{call.id}: recorded, but not in the dialogue: {heard['text']}")
        spoken.remove(speech)
        known = [row for row in labels["findings"] if heard["start"] <= row["start"] < heard["end"] + 0.02]
        known = [row for row in known if row["party"] == heard["party"] and row["phrase"] in heard["text"]]
        at = _times(heard["text"], heard["end"] - heard["start"], [_anchor(row, heard) for row in known])
        turns.append(PlacedTurn(speech, heard["start"], heard["end"], at))
    if spoken:
        raise ScriptError(f"{call.id}: never recorded: {spoken[0].text}")
    return PlacedCall(call, tuple(turns), (), labels["seconds"])


def _anchor(row: dict[str, Any], heard: dict[str, Any]) -> tuple[int, int, Seconds, Seconds]:
    """First and end character of a known phrase in its turn, and when it starts and ends there."""
    begin = heard["text"].index(row["phrase"])
    start = heard["start"]
    return begin, begin + len(row["phrase"]), row["start"] - start, row["end"] - start


def _times(text: str, length: Seconds, known: list[tuple[int, int, Seconds, Seconds]]) -> tuple[Seconds, ...]:
    """Second of each character boundary."""
    said = [0.0, *accumulate(_WEIGHT.get(sign, 1.0) for sign in text.rstrip("".join(_WEIGHT)))]
    said += [said[-1]] * (len(text) + 1 - len(said))
    knots = {0: 0.0, len(text): length}
    for begin, end, start, stop in known:
        knots |= {begin: start, end: stop}
    places = sorted(knots)
    at = np.interp(said, [said[place] for place in places], [knots[place] for place in places])
    for place in places:
        at[place] = knots[place]
    return tuple(float(second) for second in at)
