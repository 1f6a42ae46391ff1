"""How much what is said speaks for the agent: syllables in a row with learned log-odds. Pure.

The weights were fitted on conversations whose parties are known (`models/roles`). They know no phrases: one to three
syllables in a row, as they sound, each count a little for one side. So somebody who is rude, in a hurry or says
things in his own way is still heard by how he asks, explains, owns and complains.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from qa.phonetics.syllables import read
from qa.phonetics.vocabulary import PRONUNCIATIONS
from qa.recording import Direction
from qa.roles import fitted

LONGEST = 3
"""Syllables that are weighed in a row."""
BEGINNING = "^"
"""Stands before the first syllable of an utterance: 喂 means more there."""
DIGITS, NUMBER = "##", "###"
"""Stand for three to five syllables of a number, and for more of them: which ones they are tells nothing."""
FEW = 20
"""Syllables: who has said no more than that has not made himself known."""


class Sign(NamedTuple):
    """Words that speak for the agent (positive log-odds) or for the customer."""

    start: int
    """Index of the first character in the text …"""
    end: int
    """… and of the one after the last."""
    log_odds: float


@dataclass(frozen=True)
class RoleModel:
    """What was learned of how agents and customers speak."""

    sayings: Mapping[str, float]
    """One to three syllables, with a space between, and their log-odds for the agent."""
    scale: float
    """Of the sum of what both sides say, over the square root of how much that is: see `worth`."""
    first: Mapping[Direction, float]
    """Log-odds for the side that speaks first, beside its words."""

    def signs(self, text: str) -> list[Sign]:
        """Everything in an utterance that speaks for a side."""
        return [
            Sign(start, end, self.sayings[saying]) for saying, start, end in sayings(text) if saying in self.sayings
        ]

    def speaks_for_agent(self, text: str) -> float:
        """The log-odds of an utterance by itself."""
        return sum(sign.log_odds for sign in self.signs(text))

    def worth(self, syllables: int) -> float:
        """What the log-odds of the parts of a conversation are worth in their sum.

        They depend on each other the more, the more is said: a side that is mistaken for the other once is so again.
        """
        return self.scale / math.sqrt(syllables + FEW)


def sayings(text: str) -> Iterator[tuple[str, int, int]]:
    """One to `LONGEST` syllables in a row, everywhere in an utterance, and their characters [start, end)."""
    tokens = _tokens(text)
    for first in range(len(tokens)):
        for last in range(first, min(first + LONGEST, len(tokens))):
            said = " ".join(token.said for token in tokens[first : last + 1])
            yield said, tokens[first].start, tokens[last].end


def length(text: str) -> int:
    """Syllables of a text."""
    return len(read(text).said)


class _Token(NamedTuple):
    said: str
    start: int
    end: int


@lru_cache(maxsize=1_000)
def _tokens(text: str) -> tuple[_Token, ...]:
    """Beginning, syllables and numbers of an utterance."""
    said, starts, ends = read(text)
    found = [_Token(BEGINNING, 0, 0)]
    for number, run in groupby(range(len(said)), key=lambda i: PRONUNCIATIONS[said[i]].number):
        places = list(run)
        if number and len(places) >= LONGEST:
            token = DIGITS if len(places) < 2 * LONGEST else NUMBER
            found.append(_Token(token, starts[places[0]], ends[places[-1]]))
        else:
            found += [_Token(PRONUNCIATIONS[said[i]].reading, starts[i], ends[i]) for i in places]
    return tuple(found)


def _read_sayings(table: str) -> Mapping[str, float]:
    rows = (row.rsplit(" ", 1) for row in table.replace("\n", "").split(",") if row)
    return {saying: float(log_odds) for saying, log_odds in rows}


FITTED = RoleModel(
    _read_sayings(fitted.SAYINGS),
    fitted.SCALE,
    {Direction.INBOUND: fitted.FIRST_INBOUND, Direction.OUTBOUND: fitted.FIRST_OUTBOUND},
)
