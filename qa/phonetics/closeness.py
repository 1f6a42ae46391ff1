"""How likely one syllable is heard or written for another: the cost of a substitution, 0 (same) to 1 (unrelated).

The costs are learned from our own recognition errors (`models/confusion`), shrunk to a phonetic prior: the pairs that
Mandarin dialects and telephone bandwidth merge (平翘舌, 前后鼻音, 鼻边音, f/h, aspiration), set by hand.
"""

from __future__ import annotations

from functools import lru_cache

from pypinyin.contrib.tone_convert import to_finals, to_initials

from qa.phonetics import confusions

UNRELATED_PART = 0.55
"""Cost of an initial (or a final) that is unrelated while the other part is the same."""

_INITIALS = """
zh z .1,ch c .1,sh s .1,n l .15,f h .2,r l .2,b p .25,d t .25,g k .25,j q .2,zh ch .25,z c .25,zh j .25,ch q .25,
sh x .25,s x .3,z j .3,c q .3,g h .35,k h .35,m n .35,sh ch .3,s c .3,x q .3,r zh .4,n - .35,l - .4,m - .4,r - .3,
h - .35
"""
_FINALS = """
an ang .1,en eng .08,in ing .06,ian iang .15,uan uang .12,uen ong .2,uen en .2,in en .25,ing eng .2,eng ong .2,
e o .2,uo o .05,uo e .25,uo u .3,i ei .3,ai ei .25,ao ou .25,ao uo .3,ian in .25,ian an .3,uai ai .25,uei ei .15,
ie ve .2,i v .2,ia a .2,iang ang .2,iao ao .2,iou ou .2,iong ong .15,er e .2,a e .3,uan an .25,uang ang .25,ua a .25,
van ian .2,vn in .2,ai an .35,ie ian .3,ei en .35,u ou .25,ia ie .3,i ie .35,i in .3,e en .3,uei uen .3,ou uo .3,
i e .35,v u .3,ong uang .35
"""


_Costs = dict[frozenset[str], float]


def _pairs(table: str) -> _Costs:
    rows = (row.split() for row in table.replace("\n", "").strip(",").split(","))
    return {frozenset((a.replace("-", ""), b.replace("-", ""))): float(cost) for a, b, cost in rows}


NEGATIONS = frozenset(("bu", "mei", "bie"))
NEGATION_COST = 2.0
"""A negation more, less or in another's place turns the meaning round: no phrase is found across one …"""
LIKE_A_NEGATION = 0.9
"""… unless what stands in its place sounds like it (考虑复足 for 考虑不足): recognisers write that over bad lines, and
the sound can be asked. Seldom near enough for the words alone."""
_WHICH_COST = 0.45
"""哪 for 那, which turns a statement into a question. Of 128 哪 in labelled calls that were written as one of the two
121 were written right, of 628 那 626: where 那 is written, the sound has to say otherwise."""
_YOU = frozenset(("ni", "nin"))
_YOU_COST = 0.0
"""你 and 您: recognisers cannot be trusted with the difference, so nobody gains or loses by it."""

PRIOR_INITIALS, PRIOR_FINALS = _pairs(_INITIALS), _pairs(_FINALS)
"""By unordered pair, what is near; all others are unrelated."""
LEARNED_INITIALS, LEARNED_FINALS = _pairs(confusions.INITIALS), _pairs(confusions.FINALS)


def _part(a: str, b: str, costs: _Costs) -> float:
    return 0.0 if a == b else costs.get(frozenset((a, b)), UNRELATED_PART)


@lru_cache(maxsize=200_000)
def substitution(a: str, b: str) -> float:
    """Cost of reading `b` where `a` was said: symmetric, 0 for the same syllable, at most 1 but for negations."""
    return _substitution(a, b, LEARNED_INITIALS, LEARNED_FINALS)


@lru_cache(maxsize=200_000)
def prior_substitution(a: str, b: str) -> float:
    """The same by the phonetic prior alone."""
    return _substitution(a, b, PRIOR_INITIALS, PRIOR_FINALS)


def _substitution(a: str, b: str, initials: _Costs, finals: _Costs) -> float:
    if a == b:
        return 0.0
    if {a, b} == _YOU:
        return _YOU_COST
    if toneless(a) == toneless(b):
        return _WHICH_COST
    (initial_a, final_a), (initial_b, final_b) = initial_and_final(a), initial_and_final(b)
    if a in NEGATIONS or b in NEGATIONS:
        alike = final_a == final_b and frozenset((initial_a, initial_b)) in initials
        return LIKE_A_NEGATION if alike else NEGATION_COST
    if not (final_a and final_b):  # letters and nasal grunts have no final: never close to a word
        return 1.0
    return min(1.0, _part(initial_a, initial_b, initials) + _part(final_a, final_b, finals))


@lru_cache(maxsize=2_000)
def initial_and_final(reading: str) -> tuple[str, str]:
    """`zhuang` → (`zh`, `uang`); a syllable that begins with a vowel sound has the initial ''."""
    plain = toneless(reading)
    return to_initials(plain, strict=True), to_finals(plain, strict=True, v_to_u=False)


def toneless(reading: str) -> str:
    """The reading without its tone: of 哪, which alone has one (`qa.phonetics.readings.WHICH`)."""
    return reading.removesuffix("3")
