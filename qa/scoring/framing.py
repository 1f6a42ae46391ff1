"""Words right before a phrase that turn it round: it is denied, or somebody else is told to have said it. Pure.

«我没有说您不讲理» and «师傅怎么能跟您说不归他管» accuse nobody who says them. The words are read as they were heard, so
a person decides; only what stands right before the phrase counts, in the same sentence.
"""

from __future__ import annotations

import re
from typing import Final

REACH: Final = 14
"""Words before a phrase that these may stand in."""
_NEGATIONS: Final = ("不", "没", "别", "不能", "没有", "没能", "不会", "不可能", "无法", "不用", "不要")
_NO_NEGATIONS: Final = ("是不", "有没有", "能不能", "会不会", "啊不", "阿不", "呃不", "哦不")
"""A question, and with what a speaker mends what he said."""
_OTHERS: Final = "他|她|师傅|同事|人员|客服|坐席|话务员|人家|别人|有人|谁|对方|领导|经理|物业|营业厅|抄表员"
_SAYS: Final = "说|讲|骂|告诉|回复|答复|回|写"
_THEN: Final = "(?:了|过|的|成)?[您你是，：“‘]{0,3}$"
"""Between a verb of saying and what was said."""
_NOT_SAID: Final = re.compile(
    "|".join(
        (
            rf"(?:{_OTHERS})[^我。？！]{{0,10}}?(?:{_SAYS}){_THEN}",
            # «您刚才说…», but not «我跟您说…», «您就说…» or «你说…».
            rf"(?<![跟对给和诉向为帮])[您你][^我就请再先听别。？！]{{1,10}}?(?:{_SAYS}){_THEN}",
            rf"原话{_THEN}",
            rf"(?:{_OTHERS})[^我。？！]{{0,6}}?(?:让|叫|喊)[您你]?$",
            rf"(?:没|不是|不能|不许|不该|不得|不准|不可以|不会|别)[^。？！]{{0,6}}?(?:{_SAYS})[您你是，：“‘]{{0,3}}$",
        )
    )
)


def is_negated(before: str) -> bool:
    """Whether the words right before a phrase make it its opposite."""
    return before.endswith(_NEGATIONS) and not before.endswith(_NO_NEGATIONS)


def is_reported(before: str) -> bool:
    """Whether somebody else is told to have said a phrase behind these words, or nobody."""
    return _NOT_SAID.search(before) is not None
