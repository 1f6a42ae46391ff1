"""Whose speech is where: stretches of speech by party, from channels or from one channel's utterances. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.audio.speech import Span
from qa.measures.intervals import intersection, union
from qa.transcript import Party, Transcript, Word

MOST_UNKNOWN = 0.1
"""Share of the characters on one channel that may be nobody's before talk times of the others mislead."""


@dataclass(frozen=True, slots=True)
class Side:
    """One party's speech."""

    party: Party
    channel: int
    speech: tuple[Span, ...]
    words: tuple[Word, ...]

    def words_in(self, start: float, end: float) -> tuple[Word, ...]:
        """The party's words in [start, end), by their middles."""
        return tuple(w for w in self.words if start <= (w.start + w.end) / 2 < end)

    def said(self, start: float, end: float) -> str:
        """The same, written together."""
        return "".join(word.text for word in self.words_in(start, end))


def sides(transcript: Transcript, channels: Sequence[tuple[Span, ...]]) -> tuple[Side, Side] | None:
    """The agent's and the customer's side; None where the parties are not known well enough.

    On two channels each party has its own. On one channel a party speaks where the channel's speech and the party's
    utterances fall together.
    """
    if len(channels) == 2 and transcript.agent.channel is not None:
        if any(u.party is Party.UNKNOWN for u in transcript.utterances):
            return None
        agent = transcript.agent.channel
        return (
            Side(Party.AGENT, agent, channels[agent], _words(transcript, Party.AGENT)),
            Side(Party.CUSTOMER, 1 - agent, channels[1 - agent], _words(transcript, Party.CUSTOMER)),
        )
    if len(channels) == 1 and _mostly_known(transcript):
        return (
            Side(Party.AGENT, 0, _speech(transcript, Party.AGENT, channels[0]), _words(transcript, Party.AGENT)),
            Side(
                Party.CUSTOMER, 0, _speech(transcript, Party.CUSTOMER, channels[0]), _words(transcript, Party.CUSTOMER)
            ),
        )
    return None


def _mostly_known(transcript: Transcript) -> bool:
    size = {party: sum(len(u.text) for u in transcript.utterances if u.party is party) for party in Party}
    return size[Party.AGENT] + size[Party.CUSTOMER] > 0 and size[Party.UNKNOWN] <= MOST_UNKNOWN * sum(size.values())


def _speech(transcript: Transcript, party: Party, channel: Sequence[Span]) -> tuple[Span, ...]:
    return intersection(union(Span(u.start, u.end) for u in transcript.utterances if u.party is party), channel)


def _words(transcript: Transcript, party: Party) -> tuple[Word, ...]:
    return tuple(word for u in transcript.utterances if u.party is party for word in u.words)
