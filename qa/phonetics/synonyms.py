"""Words that mean the same on a hotline: whoever writes one of them in a phrase means the others as well. Data.

Only words that change nothing of what is asked or forbidden: 别说话 forbids 别讲话, and 还有其他需要吗 is fulfilled by
还有别的需要吗. Whether 对不起 is as good as 不好意思 is for the author to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

GROUPS: Final = (
    ("我们", "咱们"),
    ("自己", "自个儿"),
    ("知道", "晓得"),
    ("其他", "别的"),
    ("马上", "立刻", "立即"),
    ("谢谢", "感谢"),
    ("稍等", "稍候"),
    ("挂机", "挂电话", "挂断", "挂线"),
    ("忘记", "忘了"),
    ("帮助", "帮忙"),
    ("好吗", "好不好"),
    ("对吗", "对不对"),
)
"""Any for any other."""
_WAYS: Final = (
    *(("|".join(map(re.escape, group)), group) for group in GROUPS),
    ("(?<!没)还有(?!没有)", ("还有没有",)),
    ("(?<!要)不要(?![钱脸紧命面了])", ("别",)),
    ("(?<![分特区级告性识辨个])别(?![的人处名墅样])", ("不要",)),
    ("(?<![小传据听胡学])说(?![明服法辞不])", ("讲",)),
    ("(?<![演听])讲(?![究座解师理])", ("说",)),
    ("(?<=点)半(?![天个])", ("三十", "三十分")),  # recognisers write 9:30
    ("(?<=点)(?:三十|30)分?(?![秒钟])", ("半",)),
)
"""What is looked for in the text of a phrase, and what may stand in its place."""
_ANY: Final = re.compile("|".join(f"({pattern})" for pattern, _ in _WAYS))


def synonyms(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Words of `text` that may be said otherwise: start, end, what else may be said."""
    for match in _ANY.finditer(text):
        if match.lastindex is None:
            raise AssertionError("every way is a group")
        others = tuple(word for word in _WAYS[match.lastindex - 1][1] if word != match[0])
        yield match.start(), match.end(), others
