"""Which of the words heard were said, and when. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from qa.asr.error_rate import Pair, align, normalise, normalised_with_origin
from qa.transcript import Word


def words_right(said: str, heard: Sequence[Word]) -> tuple[bool | None, ...]:
    """For each word of `heard`, in order, whether it was said; None where a word has nothing to say (a comma alone).

    Both sides are normalised as for the error rate and aligned as a whole; a word is right when each of its
    characters is. A number is right or wrong as a whole.
    """
    reference = normalise(said)
    text, origin = normalised_with_origin("".join(word.text for word in heard))
    return verdicts(heard, origin, reference, text, align(reference, text))


def verdicts(
    heard: Sequence[Word], origin: Sequence[tuple[int, int]], said: str, text: str, pairs: Sequence[Pair]
) -> tuple[bool | None, ...]:
    """`words_right` of an alignment that is already there."""
    right = {j: i is not None and said[i] == text[j] for i, j in pairs if j is not None}
    found: list[bool | None] = []
    first = 0
    for start, end in pairwise(accumulate((len(word.text) for word in heard), initial=0)):
        while first < len(origin) and origin[first][1] <= start:
            first += 1
        own, j = [], first
        while j < len(origin) and origin[j][0] < end:
            own.append(right[j])
            j += 1
        found.append(all(own) if own else None)
    return tuple(found)
