"""How a phrase was worded where something like it was heard: its own characters, and what came between them.

What a second listening holds against the sound: 请您少等 becomes 请您稍等, 请您再稍等 stays 请您再稍等, and the badge
number in 工号{number} is the one that was heard. How far what came between makes it another phrase, the cost of the
alignment tells; the sound is asked for the phrase's own syllables in their places.
"""

from __future__ import annotations

from collections.abc import Sequence as Many
from typing import Final, NamedTuple

from qa.phonetics.closeness import substitution
from qa.phonetics.edits import NO_DIGIT_COST, digit_of, insertion_costs, omission_cost
from qa.phonetics.pattern import Choice, Gap, Sequence, Sound
from qa.phonetics.syllables import Syllable, syllables

_NO_DIGIT: Final = 1.0
_WRITTEN_OTHERWISE: Final = 1e-6
"""Of alternatives that sound alike that one is meant which was written down."""


class _Way(NamedTuple):
    """A way through part of the phrase, and what it says."""

    cost: float
    text: str


_Ways = dict[int, _Way]
"""By number of syllables heard so far."""


class _Place(NamedTuple):
    """Where a phrase may have been said."""

    text: str
    heard: Many[Syllable]
    extras: Many[float]
    """What each syllable costs that the phrase does not have."""


def wording(phrase: Sequence, text: str, heard: Many[Syllable]) -> str:
    """The wording of `phrase` nearest to what was heard.

    Args:
        phrase: read as text (`parse_text`).
        text: that the syllables stand in.
        heard: the syllables of the place, from its first to its last.
    """
    extras = insertion_costs([(one.reading, one.other) for one in heard])
    ways = _through(phrase, {0: _Way(0.0, "")}, _Place(text, heard, extras))
    return ways[len(heard)].text if len(heard) in ways else ""


def _through(phrase: Sequence, ways: _Ways, place: _Place) -> _Ways:
    for part in phrase:
        match part:
            case Sound(reading=char):
                ways = _with_extras(_said(char, ways, place), place)
            case Choice(options=options):
                branches = [_through(option, ways, place) for option in options]
                ends = sorted({end for branch in branches for end in branch})
                ways = {end: min((b[end] for b in branches if end in b), key=_cost) for end in ends}
            case Gap():
                ways = _skipped(part, ways, place)
    return ways


def _said(char: str, ways: _Ways, place: _Place) -> _Ways:
    spoken = syllables(char)
    reading = spoken[0].reading if spoken else char
    text, heard, _ = place
    found: _Ways = {}
    for at, way in ways.items():
        _keep(found, at, _Way(way.cost + omission_cost(reading), way.text + char))
        if at < len(heard):
            near = min(substitution(reading, heard[at].reading), substitution(reading, heard[at].other))
            near += (text[heard[at].start : heard[at].end] != char) * _WRITTEN_OTHERWISE
            _keep(found, at + 1, _Way(way.cost + near, way.text + char))
    return found


def _with_extras(ways: _Ways, place: _Place) -> _Ways:
    for at, (one, extra) in enumerate(zip(place.heard, place.extras, strict=True)):
        if at in ways:
            _keep(ways, at + 1, _Way(ways[at].cost + extra, ways[at].text + place.text[one.start : one.end]))
    return ways


def _skipped(gap: Gap, ways: _Ways, place: _Place) -> _Ways:
    text, heard, _ = place
    found: _Ways = {}
    for at, way in ways.items():
        for step in range(gap.most + 1):
            end = at + step
            if end > len(heard):
                break
            if step >= gap.least:
                skipped = heard[at:end]
                whole = text[skipped[0].start : skipped[-1].end] if skipped else ""
                wrong, kept = _number(skipped, text) if gap.digits else (0.0, whole)
                _keep(found, end, _Way(way.cost + wrong, way.text + kept))
    return found


def _number(skipped: Many[Syllable], text: str) -> tuple[float, str]:
    """What syllables cost as a number, and that number; 公号灵就散 was 工号093."""
    wrong, written, at = 0.0, "", 0
    for syllable in skipped:
        own = text[max(at, syllable.start) : syllable.end]  # 16 is two syllables of the same characters
        digit, at = "" if syllable.number else digit_of(syllable.reading, syllable.other), syllable.end
        written += digit or own
        if not syllable.number:
            wrong += NO_DIGIT_COST if digit else _NO_DIGIT
    return wrong, written


def _keep(ways: _Ways, at: int, way: _Way) -> None:
    if at not in ways or way.cost < ways[at].cost:  # of equals the first: as the author wrote it
        ways[at] = way


def _cost(way: _Way) -> float:
    return way.cost
