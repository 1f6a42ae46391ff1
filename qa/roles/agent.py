"""Which channel the agent is on: evidence that adds up as log-odds, and how sure it makes one. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qa.phonetics.alignment import Speech, allowed, find
from qa.phonetics.pattern import parse
from qa.phonetics.syllables import read
from qa.phonetics.vocabulary import BETWEEN_TURNS
from qa.recording import Direction
from qa.roles.back_channel import is_back_channel
from qa.roles.phrases import AGENT, CUSTOMER
from qa.transcript import AgentChannel, Utterance

BUDGET = allowed(0.2 * max(0, length - 2) for length in range(256))
"""What a phrase of so many syllables may differ by: a short one must be heard exactly. Shape [256]."""
FIRST = {Direction.INBOUND: 0.8, Direction.OUTBOUND: -0.6}
"""For the side that speaks first: the agent answers an incoming call, the customer says 喂 to an outgoing one."""
HELLO = -1.0
"""喂 as the first word: 您好 is how agents are taught to answer."""
COURTESY = 0.5
"""Per 您 more than the other side, up to `COURTESY_MOST`: it is often recognised as 你, so it weighs little."""
COURTESY_MOST = 1.5
TALKER = 0.4
"""For the side that says clearly more (half as much again)."""
DEPENDENCE = 0.7
"""Pieces of evidence from one call are not independent; their sum is taken down by this."""
MOST = 5.0
"""Nobody is surer than .993 without being told by qa.toml."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to take a channel for the agent's (positive) or the customer's (negative)."""

    channel: int
    reason: str
    log_odds: float


def agent_channel(utterances: Sequence[Utterance], direction: Direction) -> AgentChannel:
    """The channel that is more likely the agent's, and the probability of that.

    Args:
        utterances: of the two channels 0 and 1.
        direction: who rang whom.

    Returns:
        Confidence .5 and channel None when nothing speaks for either.
    """
    found = evidence(utterances, direction)
    difference = sum(e.log_odds if e.channel == 0 else -e.log_odds for e in found) * DEPENDENCE
    if difference == 0:
        return AgentChannel(None, 0.5)
    return AgentChannel(0 if difference > 0 else 1, 1 / (1 + math.exp(-min(abs(difference), MOST))))


def evidence(utterances: Sequence[Utterance], direction: Direction) -> tuple[Evidence, ...]:
    """Everything that speaks for or against each channel, each phrase once."""
    found: list[Evidence] = []
    said = {channel: [u for u in utterances if u.channel == channel] for channel in (0, 1)}
    for channel, own in said.items():
        speech = _speech(own)
        found += _phrases(channel, speech, AGENT, 1)
        found += _phrases(channel, speech, CUSTOMER, -1)
    return (*found, *_courtesy(said), *manner(utterances, direction))


def manner(utterances: Sequence[Utterance], direction: Direction) -> tuple[Evidence, ...]:
    """What speaks for a channel whatever its phrases are: who speaks first, who answers with 喂, who talks more."""
    return (*_first_words(utterances, direction), *_talker(utterances))


def _phrases(channel: int, speech: Speech, table: Mapping[str, float], sign: int) -> list[Evidence]:
    return [
        Evidence(channel, phrase, sign * weight)
        for phrase, weight in table.items()
        if find(parse(phrase), speech, BUDGET)
    ]


def _first_words(utterances: Sequence[Utterance], direction: Direction) -> list[Evidence]:
    found = []
    first = min(utterances, key=lambda u: u.start, default=None)
    if first is not None:
        found.append(Evidence(first.channel, "speaks first", FIRST[direction]))
    for channel in sorted({u.channel for u in utterances}):
        own = min((u for u in utterances if u.channel == channel), key=lambda u: u.start)
        if own.text.lstrip().startswith("喂"):
            found.append(Evidence(channel, "喂", HELLO))
    return found


def _courtesy(said: Mapping[int, Sequence[Utterance]]) -> list[Evidence]:
    nin = {channel: sum(u.text.count("您") for u in own) for channel, own in said.items()}
    more = nin[0] - nin[1]
    return [Evidence(0 if more > 0 else 1, "您", min(COURTESY * abs(more), COURTESY_MOST))] if more else []


def _talker(utterances: Sequence[Utterance]) -> list[Evidence]:
    said: dict[int, int] = {}
    for utterance in utterances:
        if not is_back_channel(utterance.text):
            said[utterance.channel] = said.get(utterance.channel, 0) + len(utterance.text)
    most, *others = sorted(said, key=lambda channel: -said[channel]) or (None,)
    if most is None or not others or said[most] <= 1.5 * said[others[0]]:
        return []
    return [Evidence(most, "talks more", TALKER)]


def _speech(utterances: Iterable[Utterance]) -> Speech:
    said: list[int] = []
    for utterance in utterances:
        said += read(utterance.text).said
        said.append(BETWEEN_TURNS)
    return Speech(said)
