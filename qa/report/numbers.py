"""Where a call's words are a number that identifies a customer: telephone, identity, bank card, utility account.

Recognisers drop digits, add some, and write others by a word that sounds like them (幺 as 要, 七 as 期), so neither
length nor check digit can be relied on: seven digits and more are taken for such a number unless they are plainly
something else (a public number, the agent's own, a date, an amount, a reading, an order). Callers say them with
fillers, pauses and the other party's 嗯 between; the search looks through these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

DIGITS = {
    **{c: str(i) for i, c in enumerate("0123456789")},
    **{c: str(i) for i, c in enumerate("０１２３４５６７８９")},
    **{c: str(i) for i, c in enumerate("零一二三四五六七八九")},
    **{c: str(i) for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    **dict(zip("两兩幺洞拐勾", "221079", strict=True)),
}
"""How digits are written; the last four are said on the telephone."""

_FEWEST = 7
"""Digits of a number that is hidden: an account of eight, one unheard. An agent's own number has six at most."""
_WRITTEN = 5
"""How many of them have to be written as digits."""
_WRITTEN_ALONE, _SHARE_ALONE, _STRANGE_ALONE = 3, 0.4, 1 / 3
"""The same where hardly anything else is said: at least so many, such a share, and other characters at most."""
_FEWEST_CUT = 5
"""Digits that are hidden where a quote begins or ends among them."""
_IDENTITY = 13
"""Digits after which an X is the last of an identity number."""
_OWN, _COUNT, _AMOUNT, _ORDER, _FEW = 6, 6, 8, 15, 2
"""Most digits of an agent's own number, of things, of money, of an order; of things after a number."""

_ONE = "要腰么药邀耀妖摇"
_SOUNDS_LIKE_DIGIT = frozenset(
    f"{_ONE}以亿已意易依医而儿尔耳散伞闪善似死司丝次此无物务吴午武勿误流留刘溜柳"
    "期起其企气器齐奇骑吧把爸巴就旧久酒救令另林临灵领"
)
_MONEY = frozenset("元块圆万")
_UNITS = _MONEY | frozenset("年月日号点分秒时十百千角毛度方吨立兆个天岁楼层栋室户人件条位倍折升米寸钟%％℃")
_ENDS = _UNITS | frozenset("：:/到至和或与跟及比加减乘除是为在")
_BETWEEN = re.compile(
    r"[\s,.，。、…·—\-?？]|[呃嗯啊额哦噢诶哎]|[那这]个|然后|就是|[对是好]的?"
    r"|[您你请](?:接着|继续|再)?[说讲报]|继续|后面呢?|还有呢?|没错"
)
_CLAUSE = re.compile(r"[^\n,.，。、…;；?？!！]+")

# Over one letter a character: d digit, w sounds like one, p may stand between two, u ends a number, o anything else.
# One strange character is looked through where digits stand close on both sides.
_RUN = re.compile(r"d(?:(?:p{0,20}|p?w{1,2}p?|(?<=dd)o(?=dd))d)*")
_GROUP = re.compile(r"[dw]+")

_PUBLIC = re.compile(r"1[0-2]\d|100\d\d|12[1-6]\d\d|9[56]\d{3,4}")
"""Emergencies, operators, government lines, service and bank numbers."""
_FREE_OF_CHARGE = re.compile(r"[48]00\d{7}")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_DAY = re.compile(r"(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])")
_OWN_BEFORE = re.compile(r"[工公共功供弓贡攻宫恭][号好浩耗]\W?[是为呢呃嗯]?\W?$")
_OWN_AFTER = re.compile(r"\W?(?:号|[为位][您你]|竭诚|很高兴|话务|客服)")
_ORDER_BEFORE = re.compile(
    r"(?:单号|流水号|受理号|[读示码度]数|[止起]码|表底|金额|余额|[一总]共|合计)\W?[是为的呢]?\W?$"
)
_LETTER = "xXｘＸ叉"

_Groups = list[tuple[int, int]]
"""Start and end of digits that nothing stands between."""


def personal_numbers(text: str, *, cut: bool = False) -> set[int]:
    """The places in `text` of the characters that stand for digits of such numbers.

    `cut`: the text is a piece of a call, so that half a number may stand at either end.
    """
    parts = _parts(text)
    found: set[int] = set()
    for run in _RUN.finditer(parts):
        groups = [g.span() for g in _GROUP.finditer(parts, *run.span())]
        unknown = _unknown(text, groups)
        for first, last in groups:
            if (first, last) not in unknown:
                parts = f"{parts[:first]}{'u' * (last - first)}{parts[last:]}"
        if unknown:
            found.update(_of_run(text, parts, unknown, cut=cut))
    found.update(_said_alone(text, parts, found))
    return found


def _parts(text: str) -> str:
    parts = ["d" if c in DIGITS else "u" if c in _ENDS else "w" if c in _SOUNDS_LIKE_DIGIT else "o" for c in text]
    for between in _BETWEEN.finditer(text):
        parts[slice(*between.span())] = "p" * len(between.group())
    for i, (char, after) in enumerate(pairwise(text)):
        # A mobile number begins with one and three or more.
        if char in _ONE and DIGITS.get(after, "0") >= "3":
            parts[i] = "d"
    return "".join(parts)


def _unknown(text: str, groups: _Groups) -> _Groups:
    """The groups of a run that may be a customer's number: not those at either end that are plainly something else."""
    start, end = groups[0][0], groups[-1][1]
    digits = ["".join(DIGITS.get(c, "?") for c in text[first:last]) for first, last in groups]
    own = {
        number
        for number, (first, last) in zip(digits, groups, strict=True)
        if len(number) <= _OWN
        and ((first == start and _OWN_BEFORE.search(text, 0, first)) or _OWN_AFTER.match(text, last))
    }
    known = [number in own or bool(_PUBLIC.fullmatch(number)) for number in digits]
    unit = text[end : end + 1]
    known[-1] |= unit in _UNITS and len(digits[-1]) <= (_AMOUNT if unit in _MONEY else _COUNT)
    if all(known) or _FREE_OF_CHARGE.fullmatch("".join(digits)) or _DAY.fullmatch(text, start, end):
        return []
    order = len(digits[0]) <= _ORDER and not _MOBILE.fullmatch(digits[0]) and _ORDER_BEFORE.search(text, 0, start)
    few = unit in _UNITS and len(digits[-1]) <= _FEW
    return groups[1 if digits[0] in own or order else 0 : -1 if few else None]


def _of_run(text: str, parts: str, groups: _Groups, *, cut: bool) -> Iterator[int]:
    start, end = groups[0][0], groups[-1][1]
    digits = [i for first, last in groups for i in range(first, last)]
    at_edge = cut and not (parts[:start].strip("p") and parts[end:].strip("p"))
    written = sum(parts[i] == "d" for i in digits)
    if written < _WRITTEN or len(digits) < (_FEWEST_CUT if at_edge else _FEWEST):
        return
    yield from (i for i in range(start, end) if parts[i] != "p")
    letter = len(parts) - len(parts[end:].lstrip("p"))
    if len(digits) >= _IDENTITY and text[letter : letter + 1] in _LETTER:
        yield letter


def _said_alone(text: str, parts: str, found: set[int]) -> Iterator[int]:
    """The places of clauses, one after the other, in which hardly anything is said that does not sound like digits.

    Where a number was found in a clause already, the rest of it are words.
    """
    for chain in _chains(text, parts, found):
        spoken = [i for i in chain if parts[i] != "p"]
        written = sum(parts[i] == "d" for i in spoken)
        if len(spoken) >= _FEWEST and written >= max(_WRITTEN_ALONE, _SHARE_ALONE * len(spoken)):
            yield from spoken


def _chains(text: str, parts: str, found: set[int]) -> Iterator[range]:
    start = end = 0
    for clause in _CLAUSE.finditer(text):
        letters = parts[slice(*clause.span())].replace("p", "")
        if not letters:
            continue
        if (
            "u" in letters
            or "d" not in letters
            or letters.count("o") > _STRANGE_ALONE * len(letters)
            or not found.isdisjoint(range(*clause.span()))
        ):
            yield range(start, end)
            start = clause.end()
        end = clause.end()
    yield range(start, end)
