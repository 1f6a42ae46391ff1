"""Who said what, when, and how sure the recogniser is of each word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qa.recording import Seconds


class Party(StrEnum):
    """Whose voice it is. The judge uses no turn of an unknown party."""

    AGENT = "agent"
    CUSTOMER = "customer"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Word:
    """A word (often one or two characters) as recognised, in simplified characters."""

    text: str
    start: Seconds
    end: Seconds
    probability: float
    """That the word was said, 0 to 1: calibrated (`qa.asr.confidence`), else the recogniser's own."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One stretch of recognised speech on one channel; its party is unknown until roles are assigned."""

    channel: int
    start: Seconds
    end: Seconds
    words: tuple[Word, ...]
    party: Party = Party.UNKNOWN

    @property
    def text(self) -> str:
        """The words written together."""
        return "".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Turn:
    """Consecutive utterances of one party, until another party says more than a back-channel."""

    party: Party
    start: Seconds
    end: Seconds
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words written together."""
        return "".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class AgentChannel:
    """Which channel the agent is on, and how sure. `channel` is None when nobody could tell."""

    channel: int | None
    confidence: float


@dataclass(frozen=True, slots=True)
class HeardAgain:
    """A place where a phrase of the rubric may have been said, and what a second listening makes of it."""

    phrase: str
    """As the rubric writes it."""
    party: Party
    start: Seconds
    end: Seconds
    """From the first to the last word of the place."""
    probability: float
    """That the phrase was said there, from the words and from the sound."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole call. The utterances are what is stored; the turns are made from them (`qa.roles.turns`)."""

    recording_id: str
    seconds: Seconds
    agent: AgentChannel
    utterances: tuple[Utterance, ...]
    turns: tuple[Turn, ...]
    again: tuple[HeardAgain, ...] = ()
    """Stored too: the sound is not asked again when the same call is judged again."""
