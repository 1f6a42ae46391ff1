"""What the words say about who speaks, and words handed out to the voices. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from qa.phonetics.alignment import Speech, find
from qa.phonetics.pattern import Sequence as Pattern
from qa.phonetics.pattern import parse
from qa.phonetics.syllables import read
from qa.phonetics.vocabulary import AT_A_BREAK
from qa.recording import Seconds
from qa.roles.agent import BUDGET
from qa.roles.diarization.atoms import Atom
from qa.roles.phrases import AGENT, CUSTOMER, PROMPT
from qa.transcript import Utterance, Word

Floats: TypeAlias = npt.NDArray[np.float64]

COURTESY = 0.4
"""For the agent, each 您: customers say it less, and it is often written 你."""
_PAUSE: Seconds = 0.6
"""Between words: no phrase runs across."""


class Sign(NamedTuple):
    """Words that speak for the agent (positive log-odds) or for the customer."""

    start: Seconds
    end: Seconds
    log_odds: float


class Said(NamedTuple):
    """What the words of each atom speak for, log-odds, [atoms]."""

    agent: Floats
    """For the agent; below 0 for the customer."""
    prompt: Floats
    """For a recorded prompt, against both."""


def text_evidence(utterances: Sequence[Utterance], atoms: Sequence[Atom]) -> Said:
    """What was said, laid out over the atoms."""
    starts = np.array([atom.start for atom in atoms])
    ends = np.array([atom.end for atom in atoms])
    sides, prompts = np.zeros(len(atoms)), np.zeros(len(atoms))
    for utterance in utterances:
        for found, signs in zip((sides, prompts), _signs(utterance.words), strict=True):
            for sign in signs:
                shared = np.minimum(ends, sign.end) - np.maximum(starts, sign.start)
                found[:] += sign.log_odds * np.maximum(shared, 0) / max(0.1, sign.end - sign.start)
    return Said(sides, prompts)


def _signs(words: Sequence[Word]) -> tuple[list[Sign], list[Sign]]:
    """The phrases of one side, and those of prompts (`qa.roles.phrases`), in a row of words."""
    speech, places = _laid_out(words)
    sides, prompts = (
        [
            Sign(words[places[match.start]].start, words[places[match.end - 1]].end, log_odds)
            for pattern, log_odds in patterns
            for match in find(pattern, speech, BUDGET)
        ]
        for patterns in _patterns()
    )
    sides += [Sign(w.start, w.end, COURTESY * w.text.count("您")) for w in words if "您" in w.text]
    return sides, prompts


def nearest_atoms(words: Sequence[Word], atoms: Sequence[Atom]) -> npt.NDArray[np.int64]:
    """The atom in which each word's middle lies, or the nearest, [words]."""
    middles = np.array([(word.start + word.end) / 2 for word in words])[:, None]
    starts = np.array([atom.start for atom in atoms])[None]
    ends = np.array([atom.end for atom in atoms])[None]
    return np.asarray(np.maximum(np.maximum(starts - middles, middles - ends), 0).argmin(axis=1))


def _laid_out(words: Sequence[Word]) -> tuple[Speech, list[int]]:
    """The syllables of the words, and for each the index of its word; a break stands where the speaker pauses."""
    heard: list[int] = []
    places: list[int] = []
    ends = list(accumulate(len(word.text) for word in words))
    at = 0
    said, starts, _ = read("".join(word.text for word in words))
    for syllable, start in zip(said, starts, strict=True):
        before = at
        while start >= ends[at]:
            at += 1
        if at > before and words[at].start - words[before].end >= _PAUSE:
            heard.append(AT_A_BREAK)
            places.append(at)
        heard.append(syllable)
        places.append(at)
    return Speech(heard), places


@cache
def _patterns() -> tuple[tuple[tuple[Pattern, float], ...], ...]:
    sides = {**AGENT, **{phrase: -weight for phrase, weight in CUSTOMER.items()}}
    return tuple(tuple((parse(phrase), weight) for phrase, weight in table.items()) for table in (sides, PROMPT))
