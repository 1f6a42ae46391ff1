"""The same judge with exact text in place of sounds: what our matching is worth on the same transcripts. Pure.

A phrase counts where one of its plain variants stands literally, punctuation aside, within one turn of the party.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from qa.phonetics.pattern import Choice, Gap, Sequence, Sound, parse_text
from qa.rubric.model import Rubric
from qa.scoring.evaluation import Evaluation, Finding
from qa.scoring.heard import Call
from qa.scoring.hit import Hit
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.scoring.voice import Voice
from qa.transcript import Party, Turn
from qa.warehouse.result import CallResult

DIGITS = frozenset("0123456789零〇一幺二两三四五六七八九十百千点")


def judged_on_exact_text(result: CallResult, rubric: Rubric, thresholds: Thresholds) -> Evaluation:
    """The scorecard of the call as it was heard, phrases matched on exact text."""
    call = _ExactCall(result.transcript, result.measures, result.recording.metadata)
    return evaluate(rubric, call, Stamp("", ""), thresholds)


class _ExactCall(Call):
    @cached_property
    def voices(self) -> Mapping[Party | None, Voice]:
        return {party: _ExactVoice(voice.party, voice.aloud, voice.numbers) for party, voice in super().voices.items()}


class _ExactVoice(Voice):
    def find(self, phrase: str, pattern: Sequence) -> list[Hit]:
        """Every place where the phrase stands; its syllables are not asked for."""
        del pattern
        return list(self._standing(phrase))

    def _standing(self, phrase: str) -> Iterator[Hit]:
        for number, turn in enumerate(self.turns):
            words = _words_of_characters(turn)
            text = "".join(char for char, _ in words)
            for start, end in occurrences(parse_text(phrase, as_written=True), text):
                first, last = words[start][1], words[end - 1][1]
                said = turn.words[first : last + 1]
                heard = "".join(word.text for word in said)
                finding = Finding(phrase, heard, self.party, said[0].start, said[-1].end, 1.0)
                yield Hit(finding, number, first, last)


def _words_of_characters(turn: Turn) -> list[tuple[str, int]]:
    """The spoken characters of a turn, each with the index of its word."""
    return [(char, index) for index, word in enumerate(turn.words) for char in word.text if char.isalnum()]


def occurrences(pattern: Sequence, text: str) -> list[tuple[int, int]]:
    """Where the pattern stands in `text`, as [start, end), the shortest at each start, without overlaps."""
    found: list[tuple[int, int]] = []
    for start in range(len(text)):
        ends = _ends(pattern, text, {start})
        if ends and (not found or found[-1][1] <= start):
            found.append((start, min(ends)))
    return found


def _ends(pattern: Sequence, text: str, starts: set[int]) -> set[int]:
    for part in pattern:
        match part:
            case Sound(reading=char):
                starts = {at + 1 for at in starts if at < len(text) and text[at] == char}
            case Choice(options=options):
                starts = {end for option in options for end in _ends(option, text, starts)}
            case Gap():
                starts = {end for at in starts for end in _skips(part, text, at)}
    return starts


def _skips(gap: Gap, text: str, at: int) -> Iterator[int]:
    for end in range(at, min(at + gap.most, len(text)) + 1):
        if gap.digits and end > at and text[end - 1] not in DIGITS:
            return
        if end - at >= gap.least:
            yield end
