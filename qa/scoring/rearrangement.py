"""How sure it is that a phrase was meant where its words stand in another order, or further apart than it has them.

A logistic regression, fitted with scikit-learn (`models/second-listen/rearranged.py`). Such a place is less sure than
an alignment, however many of the words are there: 师傅当时先拔掉插头 asks nobody to do so.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from operator import mul
from typing import Final, NamedTuple

from qa.phonetics.alignment import Match
from qa.phonetics.distinctiveness import distinctiveness
from qa.phonetics.layout import Ints
from qa.phonetics.phrase_words import PhraseWords, phrase_words
from qa.phonetics.rearranged import LEAST, Arrangement
from qa.scoring.confidence import DOUBTFUL
from qa.scoring.rearranged_model import COEFFICIENTS, INTERCEPT
from qa.scoring.sought import Sought

SURE: Final = 0.9
"""From here on what was asked counts as said; what is less sure, or forbidden, is for a person to hear …"""
LIKELY: Final = 0.7
"""… and below this it is nothing."""
FEATURES: Final = (
    "extra",  # cost of what stands between the words
    "inverted",  # in another order
    "twice_inverted",
    "missing",  # share of the phrase's small words that are not there
    "unmannerly",  # words that make a request of it which are not there
    "named",  # 我 or 您 is there, whom the phrase does not name
    "inverted_over_gap",  # in another order where the phrase leaves something open
    "shortness",  # 1 / syllables
    "four_words",  # or more
    "gap",  # tens of syllables that the phrase leaves open
    "distinct",  # tens of bits, up to six: ordinary speech does not come near it by chance
    "forbidden",  # what is asked of everybody is said far more often
)
_DISTINCT: Final = 60.0
_MANY: Final = 4
"""Words."""

_ASKS: Final = re.compile("[吗呢什么哪几谁怎]|多少|好不好|是不是|有没有|对不对")
"""What asks something itself may have a 吗 behind it."""
_ASKED: Final = re.compile(
    "^[了过好完到]{0,2}(?:没|没有)(?:$|[，。？！])|(?<![好行成以对])吗|没有(?:$|[，。？！])|还是|是吧|是不是"
)
"""您把总阀关掉了吗 asks whether it was done."""
_UNDONE: Final = re.compile("^.{0,2}(?:不|没|错)|^(?:以后|之后|的时候|之前|的话|过了|期|就)")
"""退款我给您办理不了 denies it, 总阀您关掉以后 speaks of another time."""
_UNDOING: Final = re.compile("取消|拒绝|驳回|撤销|失败|不了|没批|但是|超过")
_DOERS: Final = re.compile("商家|卖家|师傅|物业|他|她|同事|对方|银行|别人|谁|部门|客户")
_THANKS: Final = re.compile("(?:感谢|谢谢|多谢)[您你]?的?$")
_GOES_ON: Final = re.compile(r"^\w")
"""请您耐心等待感谢您的理解 thanks for something else than for waiting."""
_NEXT: Final = 6
"""Characters behind a phrase that may take it back."""
_IN_THIS_ORDER: Final = re.compile("先.*(?:再|后|然后)")
"""先断电再重启: who turns that round says the opposite."""


class Meant(NamedTuple):
    """Where the words of a phrase stand, and how probable it is that the phrase was meant."""

    match: Match
    probability: float


def rearranged(
    phrases: Sought, said: Ints, reach: Ints, known: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, Meant]]:
    """Where these phrases were perhaps meant, each with its number.

    Args:
        phrases: what to look for.
        said: pronunciations by their numbers.
        reach: the syllables where each counts (`qa.scoring.voice.Voice.reach`).
        known: numbers of phrases, and syllables in whose sentences they were said word by word.
    """
    for number, places in phrases.rearrangeable.find(said, known).items():
        words, distinct = phrase_words(phrases.phrases[number]), distinctiveness(phrases.phrases[number])
        first, last = reach[number].tolist()
        for one in places:
            sure = probability(one, words, distinct, number in phrases.forbidden)
            if sure and first <= one.start and one.end <= last:
                yield number, Meant(Match(one.start, one.end, one.extra, one.heard), sure)


def speaks_against(phrase: str, said: str, behind: str) -> bool:
    """Whether words among or behind those of a phrase make something else of them than it says.

    Args:
        phrase: as its author has it.
        said: from its first to its last word, as it was written down.
        behind: what follows in one breath.
    """
    put_in = _DOERS.findall(said) + _UNDOING.findall(said + behind[:_NEXT])
    return (
        not _is_written(phrase_words(phrase), said)
        or any(word not in phrase for word in put_in)
        or _UNDONE.search(behind) is not None
        or (_THANKS.search(said) is not None and _GOES_ON.search(behind) is not None)
        or (_ASKS.search(phrase) is None and _ASKED.search(_sentence(behind)) is not None)
        or _IN_THIS_ORDER.search(phrase) is not None
    )


def _is_written(phrase: PhraseWords, said: str) -> bool:
    """Whether the words that make it are there as they are written: 会反馈 sounds like 回访; 您 is as good as 你."""
    said = said.replace("您", "你")
    return all(any(way.replace("您", "你") in said for way in word) for word in phrase.written)


def _sentence(behind: str) -> str:
    """The rest of a sentence, where a recogniser wrote its end."""
    return re.split("(?<=[。？！])", behind, maxsplit=1)[0]


def features(found: Arrangement, phrase: PhraseWords, distinct: float, forbidden: bool) -> tuple[float, ...]:
    """The columns of `FEATURES`; `distinct` is `qa.phonetics.distinctiveness` of the phrase."""
    return (
        found.extra,
        float(found.inverted > 0),
        float(found.inverted > 1),
        found.missing / found.heard,
        float(found.unmannerly),
        float(found.named),
        float(found.inverted > 0 and phrase.gap > 0),
        1 / found.heard,
        float(len(phrase.needed) >= _MANY),
        phrase.gap / 10,
        min(distinct, _DISTINCT) / 10,
        float(forbidden),
    )


def is_possible(found: Arrangement) -> bool:
    """Whether it can be the phrase at all: long enough, nothing denied among its words, nobody in another's place."""
    return found.heard >= LEAST and not found.negations and not found.turned


def probability(found: Arrangement, phrase: PhraseWords, distinct: float, forbidden: bool) -> float:
    """That the phrase was meant: 0, what a person should hear (`DOUBTFUL`), or from `SURE` on."""
    if not is_possible(found):
        return 0.0
    fitted = 1 / (1 + math.exp(-INTERCEPT - sum(map(mul, COEFFICIENTS, features(found, phrase, distinct, forbidden)))))
    if fitted >= SURE and not forbidden:
        return fitted
    return DOUBTFUL if fitted >= LIKELY else 0.0
