"""`repeats: {last: 3}`: a sentence that was said a few turns before is said again."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from qa.phonetics.layout import Ints
from qa.phonetics.pairs import sounds_in_common
from qa.phonetics.vocabulary import AT_A_BREAK, BETWEEN_TURNS
from qa.recording import Seconds
from qa.rubric.operators.repeats import Repeats
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.conditions.where import by_whom, lacking_evidence, somewhere
from qa.scoring.heard import Call
from qa.scoring.hit import Hit, Sentence
from qa.scoring.likeness import with_words
from qa.scoring.voice import Voice
from qa.transcript import Party

_WORD = 32
"""Bits of a word's number in its turn."""
_OTHER = {Party.AGENT: Party.CUSTOMER, Party.CUSTOMER: Party.AGENT}


@operator(Repeats)
def repeats(condition: Repeats, call: Call, judge: Judge) -> Verdict:
    """Each sentence that is like an earlier one of the asked voice; as probable as its words."""
    if (lacking := lacking_evidence(condition, call)) is not None:
        return lacking
    other = _OTHER.get(condition.by) if condition.by else None
    if condition.repeats.of == "other" and other is None:
        return Verdict.unknown("无法确定哪一方是坐席")
    own, nobody = call.voices[condition.by], call.voices[Party.UNKNOWN]
    before = call.voices[other] if condition.repeats.of == "other" else own

    def find(voice: Voice) -> Iterator[Hit]:
        # Nobody's words may be those of either: they repeat, and are repeated.
        pairs = [(own, before)] if voice is own else [(nobody, before), (nobody, nobody), (own, nobody)]
        return chain.from_iterable(_hits(condition, now, then) for now, then in pairs)

    return by_whom(condition, find, lambda places: somewhere(condition, places, call, judge), call)


def _hits(condition: Repeats, voice: Voice, before: Voice) -> Iterator[Hit]:
    asked = condition.repeats
    said = [sentence for sentence in voice.sentences if sentence.length >= asked.shortest]
    earlier = [sentence for sentence in before.sentences if sentence.length >= asked.shortest]
    where = _within_reach(said, voice, earlier, before, asked.last)
    sound = np.where(where, _in_common(said, voice, earlier, before), 0.0)
    likeness = with_words(sound, [s.text for s in said], [s.text for s in earlier], asked.at_least)
    repeated = (likeness >= asked.at_least) & where
    for sentence, row in zip(said, repeated, strict=True):
        if row.any():
            finding = voice.finding("重复", sentence, sentence.clarity)
            yield Hit(finding, sentence.turn, sentence.first, sentence.last)


def _in_common(
    said: Sequence[Sentence], voice: Voice, earlier: Sequence[Sentence], before: Voice
) -> NDArray[np.float64]:
    """How much of their sound sentences of two voices have in common, 0 to 1, [said, earlier]."""
    now, sentences = _syllables(said, voice)
    then, sentences_before = (now, sentences) if before is voice else _syllables(earlier, before)
    texts = np.concatenate((sentences, sentences_before + len(said)))
    return sounds_in_common(np.concatenate((now, then)), texts, len(said), len(earlier))


def _syllables(sentences: Sequence[Sentence], voice: Voice) -> tuple[Ints, Ints]:
    """The pronunciations of sentences, one sentence after the other, and the index of the sentence of each."""
    said, turns, words, _, _ = voice.rows
    at = turns << _WORD | words
    begins = np.searchsorted(at, [s.turn << _WORD | s.first for s in sentences])
    sizes = np.searchsorted(at, [s.turn << _WORD | s.last for s in sentences], side="right") - begins
    owners = np.repeat(np.arange(len(sentences)), sizes)
    rows = np.arange(len(owners)) + (begins - np.cumsum(sizes) + sizes)[owners]
    spoken = (said[rows] != AT_A_BREAK) & (said[rows] != BETWEEN_TURNS)
    return said[rows[spoken]], owners[spoken]


def _within_reach(
    said: Sequence[Sentence], voice: Voice, earlier: Sequence[Sentence], before: Voice, turns: int
) -> NDArray[np.bool_]:
    """Which of the earlier sentences began before each, in the last turns that say something; [said, earlier]."""
    opened: dict[int, Seconds] = {}
    for sentence in before.sentences:
        opened[sentence.turn] = min(_start(sentence, before), opened.get(sentence.turn, math.inf))
    now = np.array([_start(sentence, voice) for sentence in said])[:, None]
    begun = now > np.array([_start(sentence, before) for sentence in earlier])
    begun_turns = now > np.array(list(opened.values()))
    recent = np.cumsum(begun_turns[:, ::-1], axis=1)[:, ::-1] <= turns
    columns = {turn: column for column, turn in enumerate(opened)}
    return begun & recent[:, [columns[sentence.turn] for sentence in earlier]]


def _start(sentence: Sentence, voice: Voice) -> Seconds:
    return voice.turns[sentence.turn].words[sentence.first].start
