"""Speak a whole turn sentence by sentence, and know where in it each character is said."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from .script import Seconds, Speaker, Speech
from .voices import RATE, Audio, Voices

_SENTENCE = re.compile(r"[^。？！…]+[。？！…]*")
_BREAK = re.compile(r"[，、；：]")
_PAUSE_SECONDS = 0.09
_REACH_SECONDS = 0.4
_COMMA_SYLLABLES = 0.3  # mean over the thirty calls, by regression of sentence lengths


@dataclass(frozen=True)
class SpokenTurn:
    """A turn's audio (8 kHz) and, for each character boundary of its text, the second at which it is said."""

    audio: Audio
    at: tuple[Seconds, ...]


def speak_turn(speech: Speech, speaker: Speaker, voices: Voices, random: np.random.Generator) -> SpokenTurn:
    """Speak with slight changes of speed and pause, so that no phrase sounds the same in two calls."""
    pieces: list[Audio] = []
    at = [0.0] * (len(speech.text) + 1)
    clock = 0.0
    for found in _SENTENCE.finditer(speech.text):
        if pieces:
            pause = float(random.uniform(0.12, 0.42))
            pieces.append(np.zeros(round(pause * RATE), dtype=np.float32))
            clock += pieces[-1].size / RATE
        speed = speech.speed * float(random.choice([0.95, 0.98, 1.0, 1.03, 1.06]))
        audio = voices.say(found[0], speaker, speed)
        for offset, second in enumerate(_character_times(found[0], audio)):
            at[found.start() + offset] = clock + second
        pieces.append(audio)
        clock += audio.size / RATE
    audio = np.concatenate(pieces) * np.float32(10 ** ((speaker.level + speech.level) / 20))
    if speech.stop is not None:
        audio = audio[: round(at[speech.stop] * RATE)]
        at = at[: speech.stop + 1]
    return SpokenTurn(audio, tuple(at))


def _character_times(sentence: str, audio: Audio) -> list[Seconds]:
    """Seconds of each character boundary.

    Syllables share the time; a comma that the voice makes a pause of is pinned to that pause.
    """
    weights = [_weight(sign) for sign in sentence]
    length = audio.size / RATE
    guess = np.concatenate([[0.0], np.cumsum(weights)]) * length / (sum(weights) or 1.0)
    knots, seconds, free = [0], [0.0], _pauses(audio)
    for found in _BREAK.finditer(sentence):
        near = [pause for pause in free if abs(sum(pause) / 2 - guess[found.start()]) < _REACH_SECONDS]
        if near:
            knots += [found.start(), found.end()]
            seconds += near[0]
            free = [pause for pause in free if pause[0] >= near[0][1]]
    knots.append(len(sentence))
    seconds.append(length)
    spoken = np.interp(guess, guess[knots], seconds)
    return [float(second) for second in spoken]


def _weight(sign: str) -> float:
    if "一" <= sign <= "鿿":
        return 1.0
    return _COMMA_SYLLABLES if _BREAK.fullmatch(sign) else 0.0


def _pauses(audio: Audio) -> list[tuple[Seconds, Seconds]]:
    """Stretches inside the audio of at least 90 ms that are 34 dB under the loudest 10 ms, as (start, end) seconds."""
    size = RATE // 100
    frames = audio[: audio.size // size * size].reshape(-1, size)
    level = np.sqrt(np.mean(frames**2, axis=1))
    quiet = level < level.max() * 0.02
    found, begin = [], None
    for position, is_quiet in enumerate([*quiet.tolist(), False]):
        if is_quiet and begin is None:
            begin = position
        elif not is_quiet and begin is not None:
            if begin > 0 and position < len(quiet) and (position - begin) / 100 >= _PAUSE_SECONDS:
                found.append((begin / 100, position / 100))
            begin = None
    return found
