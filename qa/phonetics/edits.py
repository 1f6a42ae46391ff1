"""What it costs that a syllable was not heard, that one was heard too much, or that it was written as no digit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from qa.phonetics.closeness import NEGATION_COST, NEGATIONS

OMITTED: Final = 1.0
"""A syllable of the phrase that was not heard."""
INSERTED: Final = 0.7
"""A syllable that the phrase does not have."""
LIGHT: Final = frozenset(["de", "le", "ma", "ba", "a", "ne", "la", "ya", "o", "e"])
"""Particles: half heard by recognisers, and added freely by speakers."""
LIGHT_COST: Final = 0.3
QUESTIONS: Final = frozenset(("ma", "ba"))
"""吗 and 吧 turn a statement round: 解决了 is not 解决了吗."""
QUESTION_COST: Final = 0.6
_SMALL = """
jiu dou ye hai zai xian ge shi zhe na gei men ni nin wo bang hui neng yao ke yi zhen tai hen cai zong lao xia
"""
SMALL: Final = frozenset(_SMALL.split())
"""Words of one syllable that belong to the grammar: speakers put them in anywhere and mean the same (打分, 打个分;
我不清楚, 我可不清楚). Pronouns are among them: who speaks, and to whom, is clear in a call."""
SMALL_COST: Final = 0.3
_SMALL_WORDS = """
wo.men ni.men zan.men ta.men zhe.bian na.bian zhe.li zi.ji nv.shi xian.sheng ke.yi de.hua yi.xia yi.ge shen.me ran.hou
zhen.de que.shi shi.zai gen.ben qi.shi fan.zheng dao.di yi.jing xian.zai zan.shi mu.qian
"""
"""The same of two syllables: 我们 … 这边 自己 女士 可以 的话 一下 … 真的 确实 实在 根本 … 已经 现在 (我这边先挂了)."""
_HESITATIONS = "na.ge nei.ge zhe.ge zhei.ge jiu.shi"
"""那个, 这个, 就是."""
FILLER_COST: Final = 0.1
STUMBLE_COST: Final = 0.05
"""Of each syllable of the first saying of what is said twice: less than that of a word taken for another."""
PAIRS: Final = {
    (first, second): cost
    for words, cost in ((_SMALL_WORDS, SMALL_COST / 2), (_HESITATIONS, FILLER_COST))
    for first, second in (word.split(".") for word in words.split())
}
"""Words of two syllables, and what each of the two costs as an extra one."""
BREAK_COST: Final = 0.3
BARRIER: Final = "|"
"""A reading that stands between turns: no alignment runs across it."""
BREAK: Final = ","
"""A reading that stands where a sentence ends or the speaker pauses: a phrase seldom runs across it."""


def omission_cost(reading: str) -> float:
    """What it costs that a syllable of the phrase was not heard."""
    if reading in NEGATIONS:
        return NEGATION_COST
    if reading in QUESTIONS:
        return QUESTION_COST
    return LIGHT_COST if reading in LIGHT else OMITTED


def insertion_cost(reading: str, other: str) -> float:
    """What it costs that a syllable was heard that the phrase does not have."""
    if reading in NEGATIONS or other in NEGATIONS:
        return NEGATION_COST
    if reading == BREAK:
        return BREAK_COST
    if reading in LIGHT or len(reading) == 1 or reading in ("en", "ng", "n"):
        return FILLER_COST
    return SMALL_COST if reading in SMALL else INSERTED


def insertion_costs(readings: Sequence[tuple[str, str]]) -> list[float]:
    """`insertion_cost` of syllables in a row, where two may be one small word; of each its reading and another one."""
    costs = [insertion_cost(*both) for both in readings]
    for at, (first, second) in enumerate(pairwise(reading for reading, _ in readings)):
        if (first, second) in PAIRS:
            costs[at : at + 2] = [min(cost, PAIRS[first, second]) for cost in costs[at : at + 2]]
    return costs


DIGITS: Final = dict(
    zip(("ling", "yi", "yao", "er", "liang", "san", "si", "wu", "liu", "qi", "ba", "jiu"), "011223456789", strict=True)
)
"""What digits sound like."""
NO_DIGIT_COST: Final = 0.15
"""A digit that was written as another word of its sound: 公号灵就散 for 工号零九三 …"""
DIGITS_IN_A_ROW: Final = 3
"""… which is believed where so many sound like digits: 流热线 begins with no 六 …"""
LONE_DIGIT_COST: Final = 0.6
"""… and of fewer seldom: 其天内给您答复."""


def digit_of(reading: str, other: str) -> str:
    """The digit that a syllable sounds like, '' where it sounds like none."""
    return DIGITS.get(reading) or DIGITS.get(other, "")
