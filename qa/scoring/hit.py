"""What is found in a party's words: phrases that were said, and sentences."""

from __future__ import annotations

from dataclasses import dataclass

from qa.scoring.evaluation import Finding


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that was said: the finding, and which words of which of the party's turns it is."""

    finding: Finding
    turn: int
    first: int
    last: int
    """Word indices in the turn, `last` included."""
    rearranged: bool = False
    """Whether its words stand in another order, or further apart, than the phrase has them."""

    def shares_words(self, other: Hit) -> bool:
        """Whether both rest on some of the same words of one voice."""
        return self.turn == other.turn and self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words of a turn up to a full stop or a pause."""

    turn: int
    first: int
    last: int
    """Word indices in the turn, `last` included."""
    text: str
    clarity: float
    """Mean probability of the words."""

    @property
    def length(self) -> int:
        """Characters that are said."""
        return sum(map(str.isalnum, self.text))
