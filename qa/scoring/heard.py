"""One call laid out for the judge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from qa.measures.shape import Measures
from qa.recording import CallMetadata, Seconds
from qa.scoring.aloud import Aloud
from qa.scoring.likeness import Alike, alike
from qa.scoring.voice import Voice
from qa.transcript import Party, Transcript


@dataclass(frozen=True)
class Call:
    """What the judge knows of one call."""

    transcript: Transcript
    measures: Measures
    metadata: CallMetadata
    alike: Alike = alike
    """How `similar` compares sentences."""

    @property
    def seconds(self) -> Seconds:
        """Length of the recording."""
        return self.transcript.seconds

    @property
    def speech(self) -> bool:
        """Whether anybody said anything."""
        return bool(self.transcript.turns)

    @property
    def parties_known(self) -> bool:
        """Whether it is known who is the agent."""
        return any(turn.party is not Party.UNKNOWN for turn in self.transcript.turns)

    @cached_property
    def voices(self) -> Mapping[Party | None, Voice]:
        """What each party said; under None, everything that was said."""
        aloud, again = Aloud(self.transcript.turns), self.transcript.again
        turns = tuple(range(len(aloud.turns)))
        voices: dict[Party | None, Voice] = {None: Voice(Party.UNKNOWN, aloud, turns, again)}
        for party in Party:
            own = tuple([number for number in turns if aloud.turns[number].party is party])
            voices[party] = Voice(party, aloud, own, tuple([one for one in again if one.party is party]))
        return voices
