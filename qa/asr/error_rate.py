"""Character error rate after the same normalisation on both sides. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from qa.asr.numerals import canonical_numbers, canonical_pieces
from qa.asr.script import simplified

# Han characters (with extension A and compatibility forms), digits, Latin letters and the percent sign are spoken.
_UNSPOKEN = re.compile(r"[^㐀-䶿一-鿿豈-﫿0-9a-z%]")
# A cost is edits × _EDIT + substitutions: ties go to the alignment with fewer substitutions.
_EDIT = 1 << 20
_BOTH, _DELETED, _INSERTED = range(3)

Pair: TypeAlias = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class CharacterErrors:
    """What turns a reference into a hypothesis, in characters; errors of several texts add up with `+`."""

    characters: int = 0
    """Length of the reference after normalisation."""
    substitutions: int = 0
    deletions: int = 0
    insertions: int = 0

    def __add__(self, other: CharacterErrors) -> CharacterErrors:
        return CharacterErrors(
            self.characters + other.characters,
            self.substitutions + other.substitutions,
            self.deletions + other.deletions,
            self.insertions + other.insertions,
        )

    @property
    def errors(self) -> int:
        """All of them."""
        return self.substitutions + self.deletions + self.insertions

    @property
    def rate(self) -> float | None:
        """Errors per reference character; may exceed 1; None when nothing was said."""
        return self.errors / self.characters if self.characters else None


def normalise(text: str) -> str:
    """What is compared: simplified characters, numbers in ASCII digits, no punctuation or space; fillers stay."""
    return _UNSPOKEN.sub("", canonical_numbers(simplified(text)).lower())


def normalised_with_origin(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """`normalise(text)`, and for each of its characters the stretch of `text` [start, end) that it was made from."""
    origin: list[tuple[int, int]] = []
    characters: list[str] = []
    for piece in canonical_pieces(simplified(text)):
        spoken = _UNSPOKEN.sub("", piece.text.lower())
        characters.append(spoken)
        origin.extend([(piece.start, piece.end)] * len(spoken))
    return "".join(characters), tuple(origin)


def character_errors(reference: str, hypothesis: str) -> CharacterErrors:
    """The fewest edits from `reference` to `hypothesis`, both normalised (Levenshtein, all edits cost 1)."""
    said, heard = normalise(reference), normalise(hypothesis)
    return count_errors(said, heard, align(said, heard))


def count_errors(said: str, heard: str, pairs: Sequence[Pair]) -> CharacterErrors:
    """The errors of an alignment."""
    return CharacterErrors(
        characters=len(said),
        substitutions=sum(i is not None and j is not None and said[i] != heard[j] for i, j in pairs),
        deletions=sum(j is None for _, j in pairs),
        insertions=sum(i is None for i, _ in pairs),
    )


def align(said: str, heard: str) -> tuple[Pair, ...]:
    """The alignment with the fewest edits and, among those, the fewest substitutions.

    Returns:
        Pairs (index in `said`, index in `heard`) in order; None on one side is a deletion or an insertion.
    """
    reference, found = (np.frombuffer(text.encode("utf-32-le"), np.uint32) for text in (said, heard))
    across = np.arange(len(found) + 1, dtype=np.int64) * _EDIT
    row = across.copy()
    moves = np.empty((len(reference), len(found)), np.uint8)
    for i, character in enumerate(reference):
        both = row[:-1] + np.where(found == character, 0, _EDIT + 1)
        above, row = row, np.empty_like(row)
        row[0] = above[0] + _EDIT
        row[1:] = np.minimum(both, above[1:] + _EDIT)
        row = np.minimum.accumulate(row - across) + across
        moves[i] = np.where(row[1:] == both, _BOTH, np.where(row[1:] == above[1:] + _EDIT, _DELETED, _INSERTED))
    return tuple(reversed(list(_backwards(moves))))


def _backwards(moves: npt.NDArray[np.uint8]) -> Iterator[Pair]:
    i, j = moves.shape
    while i or j:
        move = _INSERTED if not i else _DELETED if not j else int(moves[i - 1, j - 1])
        i, j = i - (move != _INSERTED), j - (move != _DELETED)
        yield (None if move == _INSERTED else i), (None if move == _DELETED else j)
