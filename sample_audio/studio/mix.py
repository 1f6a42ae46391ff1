"""Lay the turns of a call on a time line: two channels of audio and the true time of everything in them."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from .line import through_line
from .music import hold_music, key_tones, ring_back
from .placed import PlacedCall, PlacedSound, PlacedTurn
from .script import Call, Seconds, Sound, Speech
from .turns import SpokenTurn, speak_turn
from .voices import RATE, Audio, Voices

_LEAD: Seconds = 0.5


@dataclass(frozen=True)
class Recording:
    """A finished call: stereo float audio [2, samples] at 8 kHz with the agent first, and what is in it."""

    audio: Audio
    placed: PlacedCall


def record(call: Call, voices: Voices, seed: int) -> Recording:
    """Speak and place every event of a call; the same seed gives the same samples."""
    random = np.random.default_rng([seed, zlib.crc32(call.id.encode())])
    pieces: list[tuple[str, Seconds, Audio]] = []
    turns: list[PlacedTurn] = []
    sounds: list[PlacedSound] = []
    clock = _LEAD
    after_sound = True
    for event in call.events:
        if isinstance(event, Sound):
            audio = _sound(event, random)
            pieces.append((event.channel, clock, audio))
            sounds.append(PlacedSound(event.kind, clock, clock + event.seconds))
            clock += event.seconds
            after_sound = True
            continue
        spoken = _spoken(event, call, voices, random)
        start = _start(event, turns, clock, after_sound, random)
        end = start + spoken.audio.size / RATE
        pieces.append((event.party, start, spoken.audio))
        turns.append(PlacedTurn(event, start, end, spoken.at))
        clock = max(clock, end)
        after_sound = False
    stopped = any(isinstance(event, Speech) and event.stop is not None for event in call.events)
    length = clock if stopped else clock + call.tail
    stereo = _lay(pieces, length)
    audio = through_line(stereo[0], stereo[1], call.line, random)
    turns.sort(key=lambda turn: turn.start)
    return Recording(audio, PlacedCall(call, tuple(turns), tuple(sounds), float(audio.shape[1] / RATE)))


def _spoken(event: Speech, call: Call, voices: Voices, random: np.random.Generator) -> SpokenTurn:
    speaker = call.agent.speaker if event.party == "agent" else call.customer
    return speak_turn(event, speaker, voices, random)


def _start(
    event: Speech, turns: list[PlacedTurn], clock: Seconds, after_sound: bool, random: np.random.Generator
) -> Seconds:
    if event.inside is not None:
        # A back-channel is heard while the last longer turn still goes on.
        host = next(turn for turn in reversed(turns) if turn.speech.party != event.party)
        return host.start + event.inside * (host.end - host.start)
    if event.overlap:
        return max(clock - event.overlap, 0.0)
    if event.wait is not None:
        return clock + event.wait
    return clock + (0.15 if after_sound else float(random.uniform(0.2, 0.75)))


def _sound(event: Sound, random: np.random.Generator) -> Audio:
    if event.kind == "hold_music":
        return hold_music(event.detail, event.seconds, random)
    if event.kind == "ring":
        return ring_back(event.seconds)
    if event.kind == "dtmf":
        return key_tones(event.detail)
    return np.zeros(round(event.seconds * RATE), dtype=np.float32)


def _lay(pieces: list[tuple[str, Seconds, Audio]], length: Seconds) -> Audio:
    """Add each piece to its channel (`agent`, `customer` or `both`) at its second."""
    stereo = np.zeros((2, round(length * RATE)), dtype=np.float32)
    for channel, start, audio in pieces:
        begin = round(start * RATE)
        for row, name in enumerate(("agent", "customer")):
            if channel in (name, "both"):
                room = stereo[row, begin : begin + audio.size]
                room += audio[: room.size]
    return stereo
