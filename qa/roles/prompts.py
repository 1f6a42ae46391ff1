"""What a recorded prompt says, which is neither party: it must earn nobody points. Pure.

Set by hand: prompts are worded alike everywhere, and no conversations with prompts were at hand to learn from.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from qa.phonetics.alignment import Speech, allowed, find
from qa.phonetics.pattern import Sequence as Pattern
from qa.phonetics.pattern import parse
from qa.phonetics.syllables import read

PROMPT: Mapping[str, float] = MappingProxyType(
    {
        "请按{any:0-1}(一|二|三|四|五|六|七|八|九|零)": 2.0,
        "(人工服务|普通话|粤语|英语){any:0-2}请按": 2.0,
        "请按(星号|井号)": 2.0,
        "(通话|来电|电话){any:0-3}(将被|会被|可能){any:0-2}录音": 2.0,
        "(排队|前面还有){any:0-6}(位|人)": 1.8,
        "坐席(全忙|忙|正忙)": 1.8,
        "正在为您(接通|转接)人工": 1.4,
        "请对{any:0-6}服务{any:0-3}评价": 1.0,
        "请输入您的": 1.4,
        "您拨打的(用户|电话|号码)": 2.0,
        "嘀{any:0-1}声后{any:0-2}留言": 2.0,
        "转接{any:0-3}(语音信箱|来电提醒)": 2.0,
    }
)
"""Phrases and their log-odds for a prompt."""
CERTAIN = 2.0
"""From this on an utterance is a prompt's whatever else it says."""
BUDGET = allowed(0.2 * max(0, length - 2) for length in range(256))
"""What a phrase of so many syllables may differ by: a short one must be heard exactly. Shape [256]."""


@cache
def patterns() -> tuple[tuple[Pattern, float], ...]:
    """The phrases of prompts, each with its log-odds."""
    return tuple((parse(phrase), log_odds) for phrase, log_odds in PROMPT.items())


def is_prompt(text: str) -> bool:
    """Whether an utterance is surely a recorded prompt's."""
    speech = Speech(read(text).said)
    return any(log_odds >= CERTAIN and find(pattern, speech, BUDGET) for pattern, log_odds in patterns())
