"""Calls built line by line, so that the true value of every measure is known."""

from __future__ import annotations

from qa.audio.speech import Span
from qa.measures.measure import measure
from qa.measures.shape import Measures
from qa.roles.turns import merge_turns
from qa.transcript import AgentChannel, Party, Transcript
from tests.builders import transcript, utterance

A, C = Party.AGENT, Party.CUSTOMER


def call(
    *lines: tuple[Party, str, float, float], agent: AgentChannel | None = None
) -> tuple[Transcript, list[list[Span]]]:
    """A call in which each line (party, text, start, end) is one stretch of speech; agent on channel 0."""
    found = [utterance(text, party=party, start=start, end=end) for party, text, start, end in lines]
    speech = [[Span(u.start, u.end) for u in found if u.channel == channel] for channel in (0, 1)]
    return transcript(utterances=found, turns=merge_turns(found), agent=agent), speech


def measured(*lines: tuple[Party, str, float, float], seconds: float = 60.0) -> Measures:
    heard, speech = call(*lines)
    return measure(heard, speech, seconds)
