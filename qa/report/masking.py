"""Numbers that identify a customer, hidden from whoever reads a report.

Callers say them digit by digit with fillers, pauses and the other party's 嗯 between, so the search runs over a whole
call and looks through what stands between two digits. Masking keeps the length: what was at position 12 still is.
Check digits are not verified, because one mis-heard digit would then publish all the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

MASK = "*"

_DIGITS = {
    **{c: str(i) for i, c in enumerate("0123456789")},
    **{c: str(i) for i, c in enumerate("０１２３４５６７８９")},
    **{c: str(i) for i, c in enumerate("零一二三四五六七八九")},
    **{c: str(i) for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": "2",
    "兩": "2",
    # 幺 (one, on the telephone) and how recognisers write it
    "幺": "1",
    "么": "1",
    "腰": "1",
    "要": "1",
}
_DIGIT = f"[{''.join(_DIGITS)}]"
_FILLER = r"(?:[\s,.，。、…·—\-]|[呃嗯啊额哦噢诶哎]|那个|这个|然后|就是|[对是好]的?){0,8}"
_RUN = re.compile(rf"{_DIGIT}(?:{_FILLER}{_DIGIT})*")
_ID_LETTER = re.compile(rf"{_FILLER}([xXｘＸ叉])")
_MOBILE = re.compile(r"(?=1[3-9]\d{9})")
_MOBILE_IN_NAME = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")

_MOBILE_DIGITS = 11
_ID_BODY = 17
_SHORTEST_CARD = 16
_LONGEST_STAFF_NUMBER = 6


def masked(text: str) -> str:
    """`text` with every digit of a mobile, identity or card number replaced by `*`."""
    return _covered(text, _hidden_positions(text, cut=False))


def masked_quote(text: str) -> str:
    """The same for words cut out of a call, where half a number may stand at either end.

    There, more digits than a staff number has are hidden too.
    """
    return _covered(text, _hidden_positions(text, cut=True))


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


def _hidden_positions(text: str, *, cut: bool) -> set[int]:
    hidden: set[int] = set()
    for run in _RUN.finditer(text):
        at = [i for i in range(*run.span()) if text[i] in _DIGITS]
        digits = "".join(_DIGITS[text[i]] for i in at)
        at_edge = run.start() == 0 or run.end() == len(text)
        if len(digits) >= _SHORTEST_CARD or (cut and at_edge and len(digits) > _LONGEST_STAFF_NUMBER):
            hidden.update(at)
            if letter := _ID_LETTER.match(text, run.end()) if len(digits) >= _ID_BODY else None:
                hidden.add(letter.start(1))
        else:
            for mobile in _MOBILE.finditer(digits):
                hidden.update(at[mobile.start() : mobile.start() + _MOBILE_DIGITS])
    return hidden


def _covered(text: str, positions: set[int]) -> str:
    return "".join(MASK if i in positions else c for i, c in enumerate(text)) if positions else text
