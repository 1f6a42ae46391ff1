"""Utterances → turns. Pure.

A turn goes on until another speaker says more than a back-channel. A back-channel (嗯, 好的) becomes a short turn of
its own inside the longer one, so the two overlap in time, and a phrase that runs across it lies whole in one turn:
「请您 [嗯] 稍等一下」 is one agent turn with the words 请您稍等一下 and one customer turn 嗯. Who is talked over and
speaks on has not given up the turn either: 「您好，工号 [喂我问一下] 一零零六」 is one turn of the agent.

Turns are in order of their starts. A speaker's own pause over `LONGEST_PAUSE` ends the turn as well: what is
said before a hold is not one sentence with what is said after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from qa.recording import Seconds
from qa.roles.back_channel import is_back_channel
from qa.transcript import Party, Turn, Utterance

LONGEST_PAUSE: Seconds = 3.0
"""Within one turn. The same bound from which `measures` speaks of a silence."""
LEAD_IN: Seconds = 1.0
"""「嗯，[pause] 我想查一下」: a back-channel this close before one's own words belongs to them."""
TALKED_OVER: Seconds = 0.3
"""That both speak at least before the other talks over somebody: what is shorter may be one word timed badly …"""
SPEAKS_ON: Seconds = 1.0
"""… and after no longer pause the one who was talked over still has the turn."""

# Unknown parties on two channels are two speakers all the same.
Speaker: TypeAlias = tuple[Party, int]


def merge_turns(utterances: Iterable[Utterance]) -> tuple[Turn, ...]:
    """The turns of a call. Every word of the utterances is in exactly one turn, with its own times.

    Args:
        utterances: in any order, parties assigned.
    """
    groups: list[list[Utterance]] = []
    floor: list[Utterance] | None = None
    asides: dict[Speaker, list[Utterance]] = {}
    held: dict[Speaker, list[Utterance]] = {}
    for utterance in sorted(utterances, key=lambda u: (u.start, u.end, u.channel)):
        speaker = _speaker(utterance)
        if floor and _speaker(floor[0]) == speaker and _goes_on(floor, utterance, LONGEST_PAUSE):
            floor.append(utterance)
            continue
        own = held.get(speaker)
        if floor and own and _speaks_on(own, utterance, floor[-1]):
            floor = own
            floor.append(utterance)
            asides.pop(speaker, None)
            continue
        aside = asides.get(speaker)
        if is_back_channel(utterance.text):
            if aside and _goes_on(aside, utterance, LEAD_IN):
                aside.append(utterance)
            else:
                asides[speaker] = [utterance]
                groups.append(asides[speaker])
            continue
        if aside and _goes_on(aside, utterance, LEAD_IN):
            floor = aside
            floor.append(utterance)
        else:
            floor = [utterance]
            groups.append(floor)
        held[speaker] = floor
        asides.pop(speaker, None)
    return tuple(_turn(group) for group in groups)


def _speaker(utterance: Utterance) -> Speaker:
    return utterance.party, utterance.channel


def _goes_on(group: Sequence[Utterance], utterance: Utterance, longest: Seconds) -> bool:
    return utterance.start - max(u.end for u in group) <= longest


def _speaks_on(own: Sequence[Utterance], utterance: Utterance, other: Utterance) -> bool:
    """Whether somebody goes on with his turn, over whom the other began to talk."""
    end = max(u.end for u in own)
    return other.start <= end - TALKED_OVER and utterance.start - end <= SPEAKS_ON


def _turn(group: Sequence[Utterance]) -> Turn:
    words = tuple(word for utterance in group for word in utterance.words)
    return Turn(group[0].party, group[0].start, max(u.end for u in group), words)
