"""One call laid out for the judge: each party's syllables in one row, every one knowing its turn, words and time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Many
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise, repeat
from typing import Final, NamedTuple

from qa.measures.shape import Measures
from qa.phonetics.alignment import Match, Speech, find, find_all
from qa.phonetics.pattern import Sequence
from qa.phonetics.syllables import Syllable, read, syllable
from qa.phonetics.vocabulary import AT_A_BREAK, BETWEEN_TURNS
from qa.recording import CallMetadata, Seconds
from qa.roles.back_channel import is_back_channel
from qa.scoring.confidence import ALLOWED, DOUBTFUL, probability
from qa.scoring.evaluation import Finding
from qa.scoring.likeness import Alike, alike
from qa.scoring.sought import Sought
from qa.transcript import HeardAgain, Party, Transcript, Turn

MUMBLED = 0.4
"""Mean word probability under which nobody can say that a phrase was *not* said."""
PAUSE: Seconds = 1.0
"""Between words, from which on a phrase seldom continues."""
_SENTENCE_END: Final = frozenset("。？！?!")
_NEGATIONS: Final = ("不", "没", "别", "不能", "没有", "没能", "不会", "不可能", "无法", "不用", "不要")
_NO_NEGATIONS: Final = ("是不", "啊不", "阿不", "呃不", "哦不")
"""是不(是), and with what a speaker mends what he said."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that was said: the finding, and which words of which of the party's turns it is."""

    finding: Finding
    turn: int
    first: int
    last: int
    """Word indices in the turn, `last` included."""

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


class Voice:
    """Everything one party said."""

    def __init__(self, party: Party, spoken: tuple[Spoken, ...], again: tuple[HeardAgain, ...] = ()) -> None:
        self.party = party
        self.turns = tuple(one.turn for one in spoken)
        self.spoken = spoken
        self.again = again
        """What a second listening made of places of these turns."""
        self._found: dict[int, list[Match]] = {}
        """Where phrases are that were looked for together, by the identity of their pattern."""

    @cached_property
    def laid_out(self) -> tuple[Speech, list[tuple[int, int]]]:
        """The syllables of all turns, and for each the index of its turn and of its word there."""
        said: list[int] = []
        places: list[tuple[int, int]] = []
        for number, spoken in enumerate(self.spoken):
            row = spoken.row
            said += row.said
            said.append(BETWEEN_TURNS)
            places += zip(repeat(number), row.words)
            places.append((number, max(0, len(spoken.turn.words) - 1)))
        return Speech(said), places

    @cached_property
    def clarity(self) -> float:
        """Mean probability of the words, 0 where nothing was said."""
        sure = [word.probability for turn in self.turns for word in turn.words]
        return sum(sure) / len(sure) if sure else 0.0

    @cached_property
    def ordinals(self) -> tuple[int, ...]:
        """For each turn how many turns that say something came before it; a mere 嗯 does not count."""
        return (0, *accumulate(int(not is_back_channel(one.text)) for one in self.spoken))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """What was said, sentence by sentence, in order."""
        found = []
        for number, spoken in enumerate(self.spoken):
            words, first = spoken.turn.words, 0
            ends = [index for index, breaks in enumerate(spoken.breaks) if breaks]
            for last in (*ends, len(words) - 1) if words else ():
                said = words[first : last + 1]
                clarity = sum([word.probability for word in said]) / len(said)
                found.append(Sentence(number, first, last, "".join([word.text for word in said]), clarity))
                first = last + 1
        return tuple(found)

    def finding(self, phrase: str, sentence: Sentence, probability: float) -> Finding:
        """A finding that is a whole sentence."""
        words = self.turns[sentence.turn].words[sentence.first : sentence.last + 1]
        return Finding(phrase, sentence.text, self.party, words[0].start, words[-1].end, round(probability, 4))

    def find(self, phrase: str, pattern: Sequence) -> list[Hit]:
        """Every place where the phrase was said, in order of time: by the words, or by a second listening."""
        matches = self._found.get(id(pattern))
        if matches is None:
            matches = find(pattern, self.laid_out[0], ALLOWED)
        if not matches and not self.again:
            return []
        again = [one for one in self.again if one.phrase == phrase]
        hits = [self._hit(phrase, match, again) for match in matches]
        if again:
            hits += self._of_the_sound(again, hits)
            hits.sort(key=lambda hit: (hit.turn, hit.first))
        return hits

    def look_for(self, phrases: Sought) -> None:
        """Look for many phrases together, which is faster; `find` then knows them."""
        speech, _ = self.laid_out
        matches = find_all(phrases.book, speech, ALLOWED)
        self._found.update((id(pattern), m) for pattern, m in zip(phrases.patterns, matches, strict=True))

    def _hit(self, phrase: str, match: Match, again: list[HeardAgain]) -> Hit:
        _, places = self.laid_out
        (number, first), (_, last) = places[match.start], places[match.end - 1]
        words = self.turns[number].words[first : last + 1]
        settled = [one.probability for one in again if one.start < words[-1].end and words[0].start < one.end]
        if settled:
            return self._hit_at(phrase, number, first, last, max(settled))
        sure = probability(match.cost, match.length, sum([word.probability for word in words]) / len(words))
        if match.length <= 2 and not set("".join(word.text for word in words)) & set(phrase):
            sure = min(sure, DOUBTFUL)
        return self._hit_at(phrase, number, first, last, sure)

    def _of_the_sound(self, again: list[HeardAgain], hits: list[Hit]) -> Iterator[Hit]:
        """Places that the words alone would not have shown."""
        known = [(hit.finding.start, hit.finding.end) for hit in hits]
        for one in again:
            if any(start < one.end and one.start < end for start, end in known):
                continue
            for number, turn in enumerate(self.turns):
                inside = [i for i, w in enumerate(turn.words) if one.start <= w.start and w.end <= one.end]
                if inside and turn.party is one.party:
                    yield self._hit_at(one.phrase, number, inside[0], inside[-1], one.probability)

    def _hit_at(self, phrase: str, number: int, first: int, last: int, sure: float) -> Hit:
        turn = self.turns[number]
        words = turn.words[first : last + 1]
        before = "".join([word.text for word in turn.words[:first]])
        if before.endswith(_NEGATIONS) and not before.endswith(_NO_NEGATIONS):
            sure = min(sure, DOUBTFUL)
        text = "".join([word.text for word in words])
        finding = Finding(phrase, text, self.party, words[0].start, words[-1].end, round(sure, 4))
        return Hit(finding, number, first, last)


class Row(NamedTuple):
    """Syllables of a turn in columns; a break stands where a sentence ends or the speaker pauses."""

    said: Many[int]
    """Number of each pronunciation (`qa.phonetics.vocabulary.PRONUNCIATIONS`)."""
    words: Many[int]
    """Index of its word."""


class Spoken:
    """A turn read aloud, once for every voice that it belongs to."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn
        self.text = turn.text

    @cached_property
    def breaks(self) -> list[bool]:
        """For each word but the last whether a sentence ends with it or the speaker pauses behind it."""
        return [
            _ends_sentence(word.text) or following.start - word.end >= PAUSE
            for word, following in pairwise(self.turn.words)
        ]

    @cached_property
    def row(self) -> Row:
        """Its syllables. The turn is read as a whole, so that readings follow the context across words."""
        said, starts, _ = read(self.text)
        texts = [word.text for word in self.turn.words]
        if len(texts) == len(self.text) and "" not in texts:  # words of one character: each is its own index
            words: Many[int] = starts
        else:
            word_at = [index for index, text in enumerate(texts) for _ in text]
            words = [word_at[start] for start in starts]
        return _with_breaks(said, words, self.breaks) if any(self.breaks) else Row(said, words)

    @cached_property
    def syllables(self) -> list[tuple[Syllable, int]]:
        """The same as objects, each with the index of its word."""
        found: list[tuple[Syllable, int]] = []
        _, starts, ends = read(self.text)
        at = 0
        for said, word in zip(*self.row, strict=True):
            spoken = said != AT_A_BREAK
            found.append((syllable(said, starts[at], ends[at] if spoken else starts[at]), word))
            at += spoken
        return found


def _with_breaks(said: Many[int], words: Many[int], breaks: Many[bool]) -> Row:
    clauses = [0, *accumulate(breaks)]
    numbers, owners = list(said), list(words)
    begun = [at for at, (one, following) in enumerate(pairwise((0, *words))) if clauses[following] > clauses[one]]
    for at in reversed(begun):
        numbers.insert(at, AT_A_BREAK)
        owners.insert(at, words[at])
    return Row(numbers, owners)


@lru_cache(maxsize=10_000)
def _ends_sentence(word: str) -> bool:
    return word.rstrip()[-1:] in _SENTENCE_END


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
        spoken = tuple(map(Spoken, self.transcript.turns))
        again = self.transcript.again
        voices: dict[Party | None, Voice] = {None: Voice(Party.UNKNOWN, spoken, again)}
        for party in Party:
            own = tuple(one for one in again if one.party is party)
            voices[party] = Voice(party, tuple(one for one in spoken if one.turn.party is party), own)
        return voices
