"""One call laid out for the judge: each party's syllables in one row, every one knowing its turn, words and time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from qa.measures.shape import Measures
from qa.phonetics.alignment import BARRIER, Match, Speech, find
from qa.phonetics.pattern import Sequence
from qa.phonetics.syllables import Syllable, syllables
from qa.recording import CallMetadata, Seconds
from qa.scoring.confidence import BUDGET, probability
from qa.scoring.evaluation import Finding
from qa.transcript import Party, Transcript, Turn, Word

MUMBLED = 0.4
"""Mean word probability under which nobody can say that a phrase was *not* said."""


@dataclass(frozen=True, slots=True)
class _Place:
    turn: int
    """Index among the party's turns."""
    word: int
    """Index among the turn's words."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that was said: the finding, and in which of the party's turns."""

    finding: Finding
    turn: int


class Voice:
    """Everything one party said."""

    def __init__(self, party: Party, turns: tuple[Turn, ...]) -> None:
        self.party = party
        self.turns = turns

    @cached_property
    def _laid_out(self) -> tuple[Speech, list[_Place]]:
        heard: list[Syllable] = []
        places: list[_Place] = []
        for number, turn in enumerate(self.turns):
            ends = list(_ends(turn.words))
            for syllable in syllables(turn.text):
                word = next(i for i, end in enumerate(ends) if syllable.start < end)
                heard.append(syllable)
                places.append(_Place(number, word))
            heard.append(Syllable(BARRIER, BARRIER, 0, 0))
            places.append(_Place(number, len(turn.words)))
        return Speech(heard), places

    @cached_property
    def clarity(self) -> float:
        """Mean probability of the words, 0 where nothing was said."""
        words = [word for turn in self.turns for word in turn.words]
        return sum(word.probability for word in words) / len(words) if words else 0.0

    def find(self, phrase: str, pattern: Sequence) -> Iterator[Hit]:
        """Every place where the phrase was said, in order of time."""
        speech, places = self._laid_out
        for match in find(pattern, speech, BUDGET):
            yield self._hit(phrase, match, places)

    def _hit(self, phrase: str, match: Match, places: list[_Place]) -> Hit:
        first, last = places[match.start], places[match.end - 1]
        words = self.turns[first.turn].words[first.word : last.word + 1]
        sure = sum(word.probability for word in words) / len(words)
        finding = Finding(
            phrase=phrase,
            text="".join(word.text for word in words),
            party=self.party,
            start=words[0].start,
            end=words[-1].end,
            probability=round(probability(match.cost, match.length, sure), 4),
        )
        return Hit(finding, first.turn)


def _ends(words: tuple[Word, ...]) -> Iterator[int]:
    """Where each word ends in the turn's text."""
    end = 0
    for word in words:
        end += len(word.text)
        yield end


@dataclass(frozen=True)
class Call:
    """What the judge knows of one call."""

    transcript: Transcript
    measures: Measures
    metadata: CallMetadata

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
        turns = self.transcript.turns
        voices: dict[Party | None, Voice] = {None: Voice(Party.UNKNOWN, turns)}
        for party in Party:
            voices[party] = Voice(party, tuple(turn for turn in turns if turn.party is party))
        return voices
