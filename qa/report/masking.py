"""Numbers that identify a customer, hidden from whoever reads a report.

Which they are is told by `qa.report.numbers`, over a whole call at once. Masking keeps the length: what was at
position 12 still is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.report.numbers import personal_numbers

MASK = "*"
_MOBILE_IN_NAME = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")


def masked(text: str) -> str:
    """`text` with every digit of a customer's number replaced by `*`."""
    return _covered(text, personal_numbers(text))


def masked_quote(text: str) -> str:
    """The same for words cut out of a call, where half a number may stand at either end.

    There, fewer digits are hidden too.
    """
    return _covered(text, personal_numbers(text, cut=True))


def masked_turns(turns: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The words of a call's turns, masked across words and across turns."""
    whole = masked("\n".join("".join(words) for words in turns))
    at, result = 0, []
    for words in turns:
        line = []
        for word in words:
            line.append(whole[at : at + len(word)])
            at += len(word)
        result.append(tuple(line))
        at += 1  # the line break
    return tuple(result)


def masked_name(file: str) -> str:
    """A file name whose mobile numbers keep three and four digits: enough to find the file, too few to ring."""
    return _MOBILE_IN_NAME.sub(rf"\1{MASK * 4}\2", file)


def _covered(text: str, positions: set[int]) -> str:
    return "".join(MASK if i in positions else c for i, c in enumerate(text)) if positions else text
