"""The places where one phrase was said: by the words, and by what a second listening made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from qa.phonetics.alignment import Match, find
from qa.phonetics.budget import WIDE
from qa.phonetics.distinctiveness import distinctiveness
from qa.phonetics.pattern import Choice, Sequence, Sound, parse_text
from qa.recording import Seconds
from qa.scoring.aloud import PAUSE
from qa.scoring.confidence import CERTAIN, DOUBTFUL, probability
from qa.scoring.evaluation import Finding
from qa.scoring.framing import is_negated
from qa.scoring.gap_denial import is_denied_in_a_gap
from qa.scoring.hit import Hit
from qa.scoring.other_numbers import is_another_number, numbers_of
from qa.scoring.rearrangement import LIKELY, Meant, speaks_against
from qa.transcript import HeardAgain, Party, Turn, Word

if TYPE_CHECKING:
    from qa.scoring.voice import Voice

_NUMBER: Final = "{number}"
_NAME: Final = "{name}"
CLEAR: Final = 0.7
"""Mean probability of words that are taken as they are written: nobody asks the sound of a phrase in another order."""
_WHO: Final = frozenset("什啥谁哪的了着过们吗呢吧")
"""In no name: who asks 楼上姓什么 gives none away, and 好的先生 is no 郝先生 …"""
_NO_SURNAME: Final = frozenset("您你我他她一这那不没嗯哦")
"""… nor at the beginning of one."""
_SIGNS: Final = "，。？！、：；…"


class PhraseHits:
    """The hits of a phrase in a voice."""

    def __init__(self, voice: Voice, phrase: str, pattern: Sequence) -> None:
        self._voice, self._phrase, self._pattern = voice, phrase, pattern
        self._again = [one for one in voice.again if one.phrase == phrase]

    def of(self, matches: Iterable[Match], meant: Iterable[Meant] = ()) -> list[Hit]:
        """Those of the words, each as sure as the sound makes it, and those that only the sound shows; in order.

        Among them those whose words stand in another order.
        """
        hits = [self._by_words(match) for match in matches]
        if self._again:
            hits += self._by_sound(hits)
        hits += map(self._meant, meant)
        hits.sort(key=lambda hit: (hit.turn, hit.first))
        return hits

    def _meant(self, meant: Meant) -> Hit:
        """A hit whose words stand in another order; for a person where anything speaks against it."""
        match, sure = meant
        number, first, last = self._voice.place(match)
        turn, rows, text = self._voice.turns[number], self._voice.rows, self._voice.text(number)
        words = turn.words[first : last + 1]
        unclear = sum(word.probability for word in words) < CLEAR * len(words)
        own = (turn.party, words[0].start, words[-1].end)
        refused = any(one.probability < LIKELY and _overlap(one, *own) for one in self._again)
        begin, end = int(rows.starts[match.start]), int(rows.ends[match.end - 1])
        against = speaks_against(self._phrase, text[begin:end], text[end : _breath(turn, first, last)[1]])
        return replace(self._hit(match, DOUBTFUL if unclear or refused or against else sure), rearranged=True)

    def _by_words(self, match: Match) -> Hit:
        number, first, last = self._voice.place(match)
        turn = self._voice.turns[number]
        words = turn.words[first : last + 1]
        clear = sum([word.probability for word in words]) / len(words)
        sure = probability(match.cost, match.length, clear, distinctiveness(self._phrase))
        few = match.length <= (1 if _NUMBER in self._phrase else 2)  # 公号二零六 is no chance
        if few and not _shares_a_letter(words, self._phrase):
            sure = min(sure, DOUBTFUL)
        if numbers_of(self._phrase) and self._has_another_number(match):
            sure = min(sure, DOUBTFUL)
        own = (turn.party, words[0].start, words[-1].end)
        # Nobody was asked about what the words settle: the answer for a place that touches it is of something else.
        settled = [
            one.probability
            for one in self._again
            if (one.party, one.start, one.end) == own or (sure < CERTAIN and _overlap(one, *own))
        ]
        return self._hit(match, max(settled, default=sure))

    def _has_another_number(self, match: Match) -> bool:
        (number, first, last), rows = self._voice.place(match), self._voice.rows
        text, breath = self._voice.text(number), _breath(self._voice.turns[number], first, last)
        begin, end = int(rows.starts[match.start]), int(rows.ends[match.end - 1])
        return is_another_number(self._phrase, text[breath[0] : begin], text[begin:end], text[end : breath[1]])

    def _by_sound(self, hits: list[Hit]) -> Iterator[Hit]:
        """Places that the words alone would not have shown."""
        voice = self._voice
        known = [(voice.turns[hit.turn].party, hit.finding.start, hit.finding.end) for hit in hits]
        left = [one for one in self._again if not any(_overlap(one, *place) for place in known)]
        near = {self._times(match): match for match in find(self._pattern, voice.speech, WIDE)} if left else {}
        for one in left:
            match = near.get((one.party, one.start, one.end))
            if match is not None:
                yield self._hit(match, one.probability)
                continue
            for number, turn in enumerate(voice.turns):
                inside = [i for i, w in enumerate(turn.words) if one.start <= w.start and w.end <= one.end]
                if inside and turn.party is one.party:
                    ends = [0, *accumulate(len(word.text) for word in turn.words)]
                    span = ends[inside[0]], ends[inside[-1] + 1]
                    yield self._hit_at((number, inside[0], inside[-1]), span, one.probability)

    def _times(self, match: Match) -> tuple[Party, Seconds, Seconds]:
        number, first, last = self._voice.place(match)
        turn = self._voice.turns[number]
        return turn.party, turn.words[first].start, turn.words[last].end

    def _hit(self, match: Match, sure: float) -> Hit:
        place, rows = self._voice.place(match), self._voice.rows
        return self._hit_at(place, (int(rows.starts[match.start]), int(rows.ends[match.end - 1])), sure)

    def _hit_at(self, place: tuple[int, int, int], span: tuple[int, int], sure: float) -> Hit:
        """A hit of the characters of `span` in its turn, whose words are `place`."""
        number, first, last = place
        words, text = self._voice.turns[number].words, self._voice.text(number)
        breath = _breath(self._voice.turns[number], first, last)
        begin, end = _whole_numbers(text, span, breath)
        said = text[begin:end].rstrip(_SIGNS)
        if (
            self._names_nobody(said)
            or is_negated(text[breath[0] : begin], said)
            or is_denied_in_a_gap(self._phrase, said)
        ):
            sure = min(sure, DOUBTFUL)
        times = words[first].start, words[last].end
        return Hit(Finding(self._phrase, said, self._voice.party, *times, round(sure, 4)), number, first, last)

    def _names_nobody(self, said: str) -> bool:
        """Whether what stands where a name is asked for is none."""
        if _NAME not in self._phrase:
            return False
        name = [char for char in said if char not in self._phrase]
        return bool(_WHO & set(name)) or bool(name and name[0] in _NO_SURNAME)


def _overlap(one: HeardAgain, party: Party, start: Seconds, end: Seconds) -> bool:
    return one.party is party and one.start < end and start < one.end


def _breath(turn: Turn, first: int, last: int) -> tuple[int, int]:
    """The characters of a turn around these words up to a pause on either side."""
    words, begin, end = turn.words, first, last
    while begin and words[begin].start - words[begin - 1].end < PAUSE:
        begin -= 1
    while end + 1 < len(words) and words[end + 1].start - words[end].end < PAUSE:
        end += 1
    ends = [0, *accumulate([len(word.text) for word in words])]
    return ends[begin], ends[end + 1]


def _whole_numbers(text: str, span: tuple[int, int], breath: tuple[int, int]) -> tuple[int, int]:
    """The same span without half a number at its ends: the syllables of 24 are one word to the recogniser."""
    begin, end = span
    while begin > breath[0] and text[begin].isdecimal() and text[begin - 1].isdecimal():
        begin -= 1
    while end < breath[1] and text[end].isdecimal() and text[end - 1].isdecimal():
        end += 1
    return begin, end


def _shares_a_letter(words: tuple[Word, ...], phrase: str) -> bool:
    """Whether anything is written as the phrase has it, or a word for the same; numbers are written either way."""
    written = set("".join(word.text for word in words).lower())
    return any(char.isascii() and char.isalnum() for char in written) or not written.isdisjoint(_letters(phrase))


@lru_cache(maxsize=10_000)
def _letters(phrase: str) -> frozenset[str]:
    return frozenset(_each(parse_text(phrase)))


def _each(pattern: Sequence) -> Iterator[str]:
    for part in pattern:
        if isinstance(part, Sound):
            yield part.reading.lower()
        elif isinstance(part, Choice):
            for option in part.options:
                yield from _each(option)
