"""Utterances of channels → a transcript of parties. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, TypeAlias

from qa.recording import Direction, Seconds
from qa.roles.agent import agent_channel
from qa.roles.diarization.mono import Parted
from qa.roles.turns import merge_turns
from qa.transcript import AgentChannel, Party, Transcript, Utterance

Side: TypeAlias = Literal["left", "right", "auto"]
"""Where qa.toml says the agent is."""

_TOLD = {"left": AgentChannel(0, 1.0), "right": AgentChannel(1, 1.0)}
CONTRADICTS = 0.999
"""What is heard must be as sure as this to be believed against the settings: this call was recorded the other way
round. Most whole calls reach it."""


def assign(
    utterances: Sequence[Utterance],
    *,
    recording_id: str,
    seconds: Seconds,
    side: Side,
    direction: Direction,
    minimum_confidence: float,
) -> Transcript:
    """The transcript of a call on two channels, with the party of each utterance where it is known well enough.

    Args:
        utterances: of all channels, party unknown.
        recording_id: of the recording.
        seconds: its length.
        side: where the agent is, or `auto` to ask the evidence. Overwhelming evidence is believed against it
            (`exchanged`).
        direction: who rang whom.
        minimum_confidence: below it every party stays unknown; the better guess is still kept in `agent`.
    """
    heard, told = agent_channel(utterances, direction), _TOLD.get(side)
    contradicted = told is not None and heard.channel != told.channel and heard.confidence >= CONTRADICTS
    agent = heard if told is None or contradicted else told
    known = agent.channel is not None and agent.confidence >= minimum_confidence
    placed = [replace(u, party=_party(u, agent) if known else Party.UNKNOWN) for u in utterances]
    return _transcript(placed, recording_id, seconds, agent)


def exchanged(agent: AgentChannel, side: Side) -> bool:
    """Whether the agent was found on the other channel than the settings say."""
    told = _TOLD.get(side)
    return told is not None and agent.channel is not None and agent.channel != told.channel


def assign_parted(parted: Parted, *, recording_id: str, seconds: Seconds, minimum_confidence: float) -> Transcript:
    """The transcript of a call on one channel, with the party of each utterance where it is known well enough.

    Args:
        parted: the utterances by voice.
        recording_id: of the recording.
        seconds: its length.
        minimum_confidence: below it a party stays unknown.
    """
    placed = [
        replace(u, party=_voice(agent, customer, minimum_confidence))
        for u, agent, customer in zip(parted.utterances, parted.agent, parted.customer, strict=True)
    ]
    return _transcript(placed, recording_id, seconds, AgentChannel(None, parted.confidence))


def _transcript(placed: list[Utterance], recording_id: str, seconds: Seconds, agent: AgentChannel) -> Transcript:
    placed.sort(key=lambda u: (u.start, u.end, u.channel))
    return Transcript(recording_id, seconds, agent, tuple(placed), merge_turns(placed))


def _voice(agent: float, customer: float, minimum: float) -> Party:
    return Party.AGENT if agent >= minimum else Party.CUSTOMER if customer >= minimum else Party.UNKNOWN


def _party(utterance: Utterance, agent: AgentChannel) -> Party:
    return Party.AGENT if utterance.channel == agent.channel else Party.CUSTOMER
