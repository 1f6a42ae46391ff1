"""What the words say about who speaks, and words handed out to the voices. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from qa.phonetics.alignment import BREAK, Speech, find
from qa.phonetics.pattern import Sequence as Pattern
from qa.phonetics.pattern import parse
from qa.phonetics.syllables import Syllable, syllables
from qa.recording import Seconds
from qa.roles.agent import BUDGET
from qa.roles.diarization.atoms import Atom
from qa.roles.phrases import AGENT, CUSTOMER
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


def text_evidence(utterances: Sequence[Utterance], atoms: Sequence[Atom]) -> Floats:
    """What the words say for the agent in each atom, log-odds, [atoms]."""
    found = np.zeros(len(atoms))
    starts = np.array([atom.start for atom in atoms])
    ends = np.array([atom.end for atom in atoms])
    for sign in (sign for utterance in utterances for sign in signs(utterance.words)):
        shared = np.minimum(ends, sign.end) - np.maximum(starts, sign.start)
        found += sign.log_odds * np.maximum(shared, 0) / max(0.1, sign.end - sign.start)
    return found


def signs(words: Sequence[Word]) -> Iterator[Sign]:
    """The phrases of one side (`qa.roles.phrases`) in a row of words."""
    speech, places = _laid_out(words)
    for pattern, log_odds in _patterns():
        for match in find(pattern, speech, BUDGET):
            first, last = words[places[match.start]], words[places[match.end - 1]]
            yield Sign(first.start, last.end, log_odds)
    for word in words:
        if "您" in word.text:
            yield Sign(word.start, word.end, COURTESY * word.text.count("您"))


def nearest_atoms(words: Sequence[Word], atoms: Sequence[Atom]) -> npt.NDArray[np.int64]:
    """The atom in which each word's middle lies, or the nearest, [words]."""
    middles = np.array([(word.start + word.end) / 2 for word in words])[:, None]
    starts = np.array([atom.start for atom in atoms])[None]
    ends = np.array([atom.end for atom in atoms])[None]
    return np.asarray(np.maximum(np.maximum(starts - middles, middles - ends), 0).argmin(axis=1))


def _laid_out(words: Sequence[Word]) -> tuple[Speech, list[int]]:
    """The syllables of the words, and for each the index of its word; a break stands where the speaker pauses."""
    heard: list[Syllable] = []
    places: list[int] = []
    ends = list(accumulate(len(word.text) for word in words))
    at = 0
    for syllable in syllables("".join(word.text for word in words)):
        before = at
        while syllable.start >= ends[at]:
            at += 1
        if at > before and words[at].start - words[before].end >= _PAUSE:
            heard.append(Syllable(BREAK, BREAK, syllable.start, syllable.start))
            places.append(at)
        heard.append(syllable)
        places.append(at)
    return Speech(heard), places


@cache
def _patterns() -> tuple[tuple[Pattern, float], ...]:
    own = [(parse(phrase), weight) for phrase, weight in AGENT.items()]
    return (*own, *((parse(phrase), -weight) for phrase, weight in CUSTOMER.items()))
