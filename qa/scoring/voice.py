"""What one party said, laid out for the judge: its syllables in one row, every one knowing its turn, words and time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Set
from functools import cached_property
from itertools import accumulate

import numpy as np

from qa.phonetics.alignment import Match, Speech, find, find_all
from qa.phonetics.budget import ALLOWED
from qa.phonetics.layout import Ints
from qa.phonetics.pattern import Sequence
from qa.phonetics.syllables import Syllable
from qa.roles.back_channel import is_back_channel
from qa.rubric.quantity import Scope
from qa.scoring.aloud import Aloud, Rows
from qa.scoring.evaluation import Finding
from qa.scoring.hit import Hit, Sentence
from qa.scoring.phrase_hits import PhraseHits
from qa.scoring.rearrangement import Meant, rearranged
from qa.scoring.sought import Sought
from qa.transcript import HeardAgain, Party

MUMBLED = 0.4
"""Mean word probability under which nobody can say that a phrase was *not* said."""


class Voice:
    """Everything one party said."""

    def __init__(
        self, party: Party, aloud: Aloud, numbers: tuple[int, ...], again: tuple[HeardAgain, ...] = ()
    ) -> None:
        self.party = party
        self.aloud = aloud
        self.numbers = numbers
        """Which of the call's turns are the party's."""
        self.turns = tuple([aloud.turns[number] for number in numbers])
        self.again = again
        """What a second listening made of places of these turns."""
        self._found: dict[int, list[Match]] = {}
        """Where phrases are that were looked for together, by the identity of their pattern …"""
        self._known: Set[int] = frozenset()
        """… and all that were looked for."""
        self._rearranged: dict[int, list[Meant]] = {}
        """Where their words are in another order."""

    @cached_property
    def rows(self) -> Rows:
        """The syllables of all turns in columns, breaks among them."""
        return self.aloud.rows(self.numbers)

    @cached_property
    def speech(self) -> Speech:
        """The same, ready to be searched."""
        return Speech(self.rows.said)

    def place(self, match: Match) -> tuple[int, int, int]:
        """Where something found in `speech` is: the turn, its first word there and its last one."""
        last = match.end - 1
        return int(self.rows.turns[match.start]), int(self.rows.words[match.start]), int(self.rows.words[last])

    def syllables(self, turn: int) -> list[Syllable]:
        """The syllables of a turn as they stand in `rows`."""
        return self.aloud.syllables(self.numbers[turn])

    def reach(self, phrases: Sought) -> Ints:
        """The syllables [from, to) of the turns where each of these phrases counts, shape [phrases, 2]."""
        reach: Ints = np.tile((0, len(self.rows.turns)), (len(phrases.phrases), 1))
        for scope, numbers in phrases.scopes.items():
            turns = self.turns_within(scope)
            reach[list(numbers)] = np.searchsorted(self.rows.turns, (turns.start, turns.stop))
        return reach

    def text(self, turn: int) -> str:
        """What was written down of a turn."""
        return self.aloud.texts[self.numbers[turn]]

    def turns_within(self, scope: Scope) -> range:
        """The turns that lie in the first or last so many that say something; all of them for another scope."""
        if scope.amount.unit != "turns":
            return range(len(self.turns))
        if scope.end == "first":
            return range(bisect_left(self.ordinals, scope.amount.value, hi=len(self.turns)))
        return range(bisect_left(self.ordinals, self.ordinals[-1] - scope.amount.value), len(self.turns))

    @cached_property
    def clarity(self) -> float:
        """Mean probability of the words, 0 where nothing was said."""
        sure = [word.probability for turn in self.turns for word in turn.words]
        return sum(sure) / len(sure) if sure else 0.0

    @cached_property
    def ordinals(self) -> tuple[int, ...]:
        """For each turn how many turns that say something came before it; a mere 嗯 does not count."""
        texts = [self.aloud.texts[number] for number in self.numbers]
        return (0, *accumulate(int(not is_back_channel(text)) for text in texts))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """What was said, sentence by sentence, in order."""
        found = []
        for turn, number in enumerate(self.numbers):
            words, texts, first = self.turns[turn].words, self.aloud.words[number], 0
            for last in self.aloud.sentences[number]:
                sure = [word.probability for word in words[first : last + 1]]
                found.append(Sentence(turn, first, last, "".join(texts[first : last + 1]), sum(sure) / len(sure)))
                first = last + 1
        return tuple(found)

    def finding(self, phrase: str, sentence: Sentence, probability: float) -> Finding:
        """A finding that is a whole sentence."""
        words = self.turns[sentence.turn].words[sentence.first : sentence.last + 1]
        return Finding(phrase, sentence.text, self.party, words[0].start, words[-1].end, round(probability, 4))

    def find_any(self, phrases: Iterable[tuple[str, Sequence]]) -> Iterator[Hit]:
        """Every place where one of several phrases was said, phrase by phrase."""
        for phrase, pattern in phrases:
            # Most were looked for and not said.
            key = id(pattern)
            if self.again or key in self._found or key in self._rearranged or key not in self._known:
                yield from self.find(phrase, pattern)

    def find(self, phrase: str, pattern: Sequence) -> list[Hit]:
        """Every place where the phrase was said, in order of time: by the words, or by a second listening."""
        known = id(pattern) in self._known
        matches = self._found.get(id(pattern), ()) if known else find(pattern, self.speech, ALLOWED)
        return PhraseHits(self, phrase, pattern).of(matches, self._rearranged.get(id(pattern), ()))

    def look_for(self, phrases: Sought) -> None:
        """Look for many phrases together, each only where it counts, which is faster; `find` then knows them."""
        reach = self.reach(phrases)
        found = find_all(phrases.book, self.speech, ALLOWED, reach)
        for number, matches in found.items():
            self._found[id(phrases.patterns[number])] = matches
        word_by_word = [(n, match.start) for n, matches in found.items() for match in matches if not match.cost]
        self._rearranged = {}
        self._rearrange(phrases, reach, word_by_word)
        self._known |= phrases.identities

    def look_for_rearranged(self, several: Iterable[Sought]) -> None:
        """Look for phrases in another order alone, anywhere; `find` then knows these places."""
        self._rearranged = {}
        for phrases in several:
            self._rearrange(phrases, np.tile((0, len(self.rows.turns)), (len(phrases.phrases), 1)), ())

    def _rearrange(self, phrases: Sought, reach: Ints, word_by_word: Iterable[tuple[int, int]]) -> None:
        for number, meant in rearranged(phrases, self.rows.said, reach, word_by_word):
            self._rearranged.setdefault(id(phrases.patterns[number]), []).append(meant)
