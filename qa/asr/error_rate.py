"""Character error rate after the same normalisation on both sides. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.asr.numerals import canonical_numbers
from qa.asr.script import simplified

# Han characters (with extension A and compatibility forms), digits, Latin letters and the percent sign are spoken.
_UNSPOKEN = re.compile(r"[^㐀-䶿一-鿿豈-﫿0-9a-z%]")


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


def character_errors(reference: str, hypothesis: str) -> CharacterErrors:
    """The fewest edits from `reference` to `hypothesis`, both normalised (Levenshtein, all edits cost 1)."""
    said, heard = normalise(reference), normalise(hypothesis)
    # One row of the table at a time; a cell is (edits, substitutions, deletions, insertions), so ties go to the
    # alignment with fewer substitutions.
    row = [(i, 0, 0, i) for i in range(len(heard) + 1)]
    for i, expected in enumerate(said, 1):
        above, row = row, [(i, 0, i, 0)]
        for j, found in enumerate(heard, 1):
            if expected == found:
                row.append(above[j - 1])
                continue
            (c, s, d, n), (cu, su, du, nu), (cl, sl, dl, nl) = above[j - 1], above[j], row[j - 1]
            row.append(min((c + 1, s + 1, d, n), (cu + 1, su, du + 1, nu), (cl + 1, sl, dl, nl + 1)))
    _, substitutions, deletions, insertions = row[-1]
    return CharacterErrors(len(said), substitutions, deletions, insertions)
