"""What the words say about who speaks, laid out over the atoms. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from qa.phonetics.alignment import Speech, find
from qa.phonetics.syllables import read
from qa.phonetics.vocabulary import AT_A_BREAK
from qa.recording import Seconds
from qa.roles.diarization.atoms import Atom
from qa.roles.model import RoleModel
from qa.roles.prompts import BUDGET, patterns
from qa.transcript import Utterance, Word

Floats: TypeAlias = npt.NDArray[np.float64]

_PAUSE: Seconds = 0.6
"""Between words: no phrase runs across."""


class Said(NamedTuple):
    """What the words of each atom speak for, log-odds, [atoms]."""

    agent: Floats
    """For the agent; below 0 for the customer."""
    prompt: Floats
    """For a recorded prompt, against both."""


def text_evidence(utterances: Sequence[Utterance], atoms: Sequence[Atom], model: RoleModel) -> Said:
    """What was said, laid out over the atoms."""
    sides, prompts = np.zeros(len(atoms)), np.zeros(len(atoms))
    for utterance in utterances:
        atom = nearest_atoms(utterance.words, atoms)
        np.add.at(sides, atom, _for_agent(utterance, model))
        np.add.at(prompts, atom, _for_prompt(utterance.words))
    return Said(sides, prompts)


def nearest_atoms(words: Sequence[Word], atoms: Sequence[Atom]) -> npt.NDArray[np.int64]:
    """The atom in which each word's middle lies, or the nearest, [words]."""
    middles = np.array([(word.start + word.end) / 2 for word in words])[:, None]
    starts = np.array([atom.start for atom in atoms])[None]
    ends = np.array([atom.end for atom in atoms])[None]
    return np.asarray(np.maximum(np.maximum(starts - middles, middles - ends), 0).argmin(axis=1))


def _for_agent(utterance: Utterance, model: RoleModel) -> Floats:
    """What speaks for the agent, shared among the words that say it, log-odds, [words]."""
    found = np.zeros(len(utterance.words))
    ends = list(accumulate(len(word.text) for word in utterance.words))
    for sign in model.signs(utterance.text):
        first, last = np.searchsorted(ends, [sign.start, max(sign.start, sign.end - 1)], side="right")
        found[first : last + 1] += sign.log_odds / (last + 1 - first)
    return found


def _for_prompt(words: Sequence[Word]) -> Floats:
    """What speaks for a prompt, shared among the words that say it, log-odds, [words]."""
    found = np.zeros(len(words))
    speech, places = _laid_out(words)
    for pattern, log_odds in patterns():
        for match in find(pattern, speech, BUDGET):
            first, last = places[match.start], places[match.end - 1]
            found[first : last + 1] += log_odds / (last + 1 - first)
    return found


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
