"""A call's doubtful places, listened to again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from qa.asr.second import Aligner, Ear, Place
from qa.audio.signal import Audio
from qa.rubric.model import Rubric
from qa.scoring import confidence
from qa.scoring.doubt import Doubt, doubts
from qa.scoring.heard import Call
from qa.scoring.second import probability
from qa.scoring.sought import sought_by
from qa.transcript import HeardAgain

NOTHING: Final = 0.1
"""What is less probable than this, and nothing by its words either, is not kept."""


def heard_again(call: Call, rubric: Rubric, audio: Audio, aligner: Aligner) -> tuple[HeardAgain, ...]:
    """What the sound says of every place where a phrase of the rubric may have been said; in order of time."""
    return tuple(_answers(call, rubric, audio, aligner))


def _answers(call: Call, rubric: Rubric, audio: Audio, aligner: Aligner) -> Iterator[HeardAgain]:
    channels = {utterance.party: utterance.channel for utterance in call.transcript.utterances}
    ears = {party: Ear(aligner, audio.samples[channel]) for party, channel in channels.items()}
    for doubt in doubts(call, sought_by(rubric)):
        fit = ears[doubt.party].fit(place_of(doubt))
        if fit is None:
            continue
        sure = round(probability(doubt, fit), 4)
        if sure >= NOTHING or confidence.probability(doubt.cost, doubt.length, doubt.words, doubt.distinct) > 0:
            yield HeardAgain(doubt.phrase, doubt.party, doubt.start, doubt.end, sure)


def place_of(doubt: Doubt) -> Place:
    """Where to listen, and to what."""
    return Place(doubt.clip_start, doubt.clip_end, doubt.before, doubt.heard, doubt.tested, doubt.after)
