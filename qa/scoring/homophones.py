"""Where plain Chinese was written down that merely sounds like a phrase: 您是不是自提 for 你识不识字. Pure.

The judge compares syllables since a recogniser writes homophones: 我拿小德 for 我哪晓得. But those seldom make sense.
Where what was written is far more usual than the phrase in its place would be, it is what was said.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from difflib import SequenceMatcher
from statistics import fmean
from typing import Final

from qa.asr.word_features import dictionary
from qa.phonetics.pattern import parse_text
from qa.phonetics.syllables import syllables
from qa.phonetics.wording import wording
from qa.scoring.evaluation import Finding
from qa.scoring.first_word import before_in_word
from qa.transcript import Turn, Word

FAR_MORE_USUAL: Final = 4.0
"""Nats, by the frequencies of words, as far as the recogniser is sure of the words that differ. Of the accusations of
the development calls that are right and that the sound was not asked of none reaches 3.5, over a clear or a bad
line."""
_AROUND: Final = 6
"""Characters on either side that may belong to the same word."""
_NEVER_SEEN: Final = 0.5
"""Of a word that the dictionary lacks, as often as it was seen."""


def are_other_words(finding: Finding, turns: tuple[Turn, ...]) -> bool:
    """Whether the words of a place are other ones than the phrase's, which makes less sense there."""
    for turn in turns:
        if turn.party is finding.party and turn.start <= finding.start < turn.end:
            place = [n for n, w in enumerate(turn.words) if finding.start <= w.start and w.end <= finding.end]
            skipped = len(before_in_word(finding, turn))
            return bool(place) and _more_sense(turn.words, place, skipped, finding.phrase) >= FAR_MORE_USUAL
    return False


def _more_sense(words: Sequence[Word], numbers: Sequence[int], skipped: int, phrase: str) -> float:
    """How much more usual the words of a place are than the phrase there, in nats; 0 where they are the phrase.

    So many characters of its first word are `skipped`.
    """
    first, last = numbers[0], numbers[-1]
    written = [(char, word.probability) for word in words[first : last + 1] for char in word.text]
    place = written[skipped:]
    before = "".join([word.text for word in words[:first]] + [char for char, _ in written[:skipped]])[-_AROUND:]
    heard = "".join(char for char, _ in place)
    after = "".join(word.text for word in words[last + 1 :])[:_AROUND]
    if any(sign.isalnum() and sign.isascii() for sign in heard):
        return 0.0  # 5,334 is written for 五千三百三十四, and says the same
    own = wording(parse_text(phrase), heard, syllables(heard))
    sure = [p for char, p in place if char.isalnum()]
    changes = SequenceMatcher(None, _letters(heard), _letters(own), autojunk=False).get_opcodes()
    odd = [p for change, start, end, *_ in changes if change == "replace" for p in sure[start:end]]
    return (_usual(before, heard, after) - _usual(before, own, after)) * fmean(odd) if odd else 0.0


def _usual(*parts: str) -> float:
    """Log-probability of the words of a text, each by itself."""
    words = dictionary()
    return sum(
        math.log((words.FREQ.get(word) or _NEVER_SEEN) / words.total)
        for word in words.cut(_letters("".join(parts)), HMM=False)
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
