"""Words right beside a phrase that turn it round: it is denied, or somebody else is told to have said it. Pure.

«我没有说您不讲理» and «师傅怎么能跟您说不归他管» accuse nobody who says them, while «我跟您说，这个不归我管» and
«师傅说的我不清楚» are the speaker's own. The words are read as they were heard, so a person decides.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final

from qa.scoring.framing_words import ASKED, DISOWNED, FOR_YOU, GOES_ON, HIS, NOT_DONE, NOT_SAID, OTHER_SUBJECT

REACH: Final = 24
"""Characters before a phrase, or behind it, that these words may stand in."""
_NOT_THIS: Final = re.compile(r"(?<![还是要可没有])不是[来要想]?$")
_OWN_SENTENCE: Final = tuple("我您你他她这那请麻")
"""不是我要投诉 may be 不是，我要投诉."""
_NEGATIONS: Final = (
    "不",
    "没",
    "别",
    "不能",
    "没有",
    "没能",
    "不会",
    "不可能",
    "无法",
    "不用",
    "不要",
    "没法",
    "没办法",
    "不敢",
    "不想",
    "不愿意",
    "没想",
    "没打算",
    "不打算",
    "没有要",
    "没要",
    "不是要",
    "没说要",
    "没有说要",
    "不需要",
    "不可以",
)
_NO_NEGATIONS: Final = (
    *("是不", "有没", "有没有", "能不能", "会不会"),  # a question
    *("啊不", "阿不", "呃不", "哦不"),  # a speaker mends what he said
    *("要不", "特别", "分别", "区别", "听见没", "听到没", "听懂没", "明白没", "知道没"),
)
_NO_DENIAL: Final = re.compile(
    r"(.)[不没]\1|不好意思|没关系|没问题|没事|不客气|不过|不但|不仅|不管|不论|不同|差不多|要不|特别|分别|区别|级别|别的|别人|未来|无线|无论"
    r"|对不起|不知道|感谢不尽|别墅"
)
_TO_YOU: Final = re.compile("[跟向对和给替帮为](?:您|你|客户|大家)$")
"""不能跟您, between a negation and what it denies."""
_SAME: Final = 0.8
"""Share of characters that two sentences have in common, in one order, from which they speak of the same."""
_DENIAL: Final = re.compile("[不没别未无]")
_YOU: Final = ("您", "你")
_PLAIN: Final = frozenset("不没别")


def deny_each_other(one: str, other: str) -> bool:
    """Whether one of two sentences denies what the other says, in the same words: 可以办理, 不可以办理."""
    (one, denials), (other, others) = map(_without_denials, (one, other))
    return denials % 2 != others % 2 and SequenceMatcher(None, one, other).ratio() >= _SAME


def _without_denials(sentence: str) -> tuple[str, int]:
    """What is left, and how many were taken out."""
    return _DENIAL.subn("", without_idioms(sentence))


def without_idioms(sentence: str) -> str:
    """The same without words that look like a negation and are none: 有没有, 没问题, 不好意思."""
    return _NO_DENIAL.sub("", sentence)


def is_negated(before: str, said: str) -> bool:
    """Whether the words right before what was said make it its opposite; a false start (我不，我不知道) doesn't."""
    before = before.removesuffix(next((said[:size] for size in (3, 2, 1) if before.endswith(said[:size])), ""))
    before = _TO_YOU.sub("", before)
    if _NOT_THIS.search(before):
        return not said.startswith(_OWN_SENTENCE)
    return before.endswith(_NEGATIONS) and not before.endswith(_NO_NEGATIONS)


def is_asked(before: str, said: str) -> bool:
    """Whether what was said is the second half of a question (归不归我管); a false start (我不知，不知道) is not."""
    if len(said) < 2 or said[0] not in _PLAIN:
        return False
    return before.endswith(said[1]) and not before.endswith(said[:2])


def is_denied(written: str, said: str) -> bool:
    """Whether a negation was written down where a phrase, worded as near as may be, has none.

    我没接到通知 is never 我已接到通知, however well its sound fits: of 51 such places in labelled calls one was the
    phrase (不卡 for 补卡).
    """
    one, other = ("".join(filter(str.isalnum, text)) for text in (written, said))
    changes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return any(
        change != "equal" and _PLAIN & set(one[a:b]) and not _PLAIN & set(other[c:d]) for change, a, b, c, d in changes
    )


def is_done_by_others(before: str) -> bool:
    """Whether the words before it, in one breath, say that somebody else did it or nobody: 他说过三天内给您答复."""
    return NOT_DONE.search(before) is not None


def is_framed(before: str, said: str, after: str) -> bool:
    """Whether somebody else is told to have said so, or nobody, or it is asked, supposed, disowned or of another.

    Args:
        before: what stands before it in one breath.
        said: the words of the phrase as they were written down.
        after: what follows in the same sentence.
    """
    return (
        NOT_SAID.search(before) is not None
        or is_asked(before, said)
        or DISOWNED.search(after) is not None
        or any(said.endswith(end) and after.startswith(further) for end, further in GOES_ON.items())
        or (said[:1] in _YOU and (FOR_YOU.search(before) is not None or after.startswith(ASKED)))
        or (said.startswith(HIS) and OTHER_SUBJECT.search(before) is not None)
    )
