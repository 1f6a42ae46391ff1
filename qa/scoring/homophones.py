"""Where plain Chinese was written down that merely sounds like a phrase: 您是不是自提 for 你识不识字. Pure.

The judge compares syllables since a recogniser writes homophones: 我拿小德 for 我哪晓得. But those seldom make sense.
Where what was written is far more usual than the phrase in its place would be, it is what was said.
"""

from __future__ import annotations

import math
from difflib import SequenceMatcher
from statistics import fmean
from typing import Final

from qa.phonetics.chinese import dictionary
from qa.phonetics.pattern import parse_text
from qa.phonetics.syllables import syllables
from qa.phonetics.wording import wording
from qa.scoring.edges import edges, words_of
from qa.scoring.evaluation import Finding
from qa.transcript import Turn

FAR_MORE_USUAL: Final = 4.0
"""Nats, by the frequencies of words, as far as the recogniser is sure of the words that differ. Of the accusations of
the development calls that are right and that the sound was not asked of none reaches 3.5, over a clear or a bad
line."""
SHORT: Final = 3
"""Syllables of a phrase that is told from other words by one of them alone: 管不了 from 关不了 …"""
HARDLY_LESS_USUAL: Final = -3.0
"""… so that it is enough if those make nearly as much sense."""
_AROUND: Final = 6
"""Characters on either side that may belong to the same word."""
_NEVER_SEEN: Final = 0.5
"""Of a word that the dictionary lacks, as often as it was seen."""


def are_other_words(finding: Finding, turns: tuple[Turn, ...]) -> bool:
    """Whether the words of a place are other ones than the phrase's, which makes less sense there."""
    for turn in turns:
        if turn.party is finding.party and turn.start <= finding.start and finding.end <= turn.end:
            short = len(_letters(finding.text)) <= SHORT
            return _more_sense(finding, turn) >= (HARDLY_LESS_USUAL if short else FAR_MORE_USUAL)
    return False


def _more_sense(finding: Finding, turn: Turn) -> float:
    """How much more usual the words of a place are than the phrase there, in nats; minus infinity where they are it."""
    heard = finding.text
    if any(sign.isalnum() and sign.isascii() for sign in heard):
        return -math.inf  # 5,334 is written for 五千三百三十四, and says the same
    begin, end = edges(finding, turn)
    before = "".join([word.text for word in turn.words if word.start < finding.start]) + begin
    after = end + "".join([word.text for word in turn.words if word.end > finding.end])
    sure = [word.probability for word in words_of(finding, turn) for _ in word.text]
    own = wording(parse_text(finding.phrase), heard, syllables(heard))
    letters = [p for char, p in zip(heard, sure[len(begin) :], strict=False) if char.isalnum()]
    said, asked = (_letters(text).replace("您", "你") for text in (heard, own))
    changes = SequenceMatcher(None, said, asked, autojunk=False).get_opcodes()
    odd = [p for change, start, stop, *_ in changes if change == "replace" for p in letters[start:stop]]
    around = before[-_AROUND:], after[:_AROUND]
    return (_usual(around[0], heard, around[1]) - _usual(around[0], own, around[1])) * fmean(odd) if odd else -math.inf


def _usual(*parts: str) -> float:
    """Log-probability of the words of a text, each by itself."""
    words = dictionary()
    return sum(
        math.log((words.FREQ.get(word) or _NEVER_SEEN) / words.total)
        for word in words.cut(_letters("".join(parts)), HMM=False)
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
