"""How agents ask customers to wait and thank them for it: one list for rubrics and for what is measured of holds. Data.

Patterns of the phrase language (`qa.phonetics.pattern`) by what they say. Hardly anything else sounds like one of them,
wherever in a call it is said: they earn points without anybody having written them into a rubric
(`qa.rubric.usual_wordings`). What says so only beside a silence stands with the holds (`qa.measures.hold_words`).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ASKING_TO_WAIT: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "请客户稍等": (
            "(请|请您|麻烦|麻烦您|烦请|烦请您|劳驾|劳烦您)[先]稍[微]等[我][一下|一会|片刻|几分钟]",
            "(请您|请|您|麻烦您)稍候片刻",
            "您[先]稍[微]等[我](一下|片刻)",
            "(请|请您|您|麻烦您|烦请您|劳烦您)[先]等我一(下|会|小会)",
            "(麻烦您|烦请您|劳烦您)等[个](一下|一会|一两分钟|几分钟)",
            "(请|请您|您|麻烦您)在线[上][稍](等|等待|等候)[我][一下|一会|片刻]",
            "给我(一分钟|两分钟|几分钟)时间",
            "您[先]等(一会|一下|一小会)",
            "(请|麻烦您|您)给我(一|两|几)分钟",
            "您[先|再|稍微]等我(半分钟|一分钟|两分钟|几分钟|一会|一小会|一哈)",
            "您稍微等(半分钟|一分钟|两分钟|几分钟)",
        ),
        "请客户别挂机": (
            "(请|请您|您|麻烦您|您先|请您先|您千万)(不要|别)(挂机|挂了|挂掉)",
            "电话[您|请您][先|可]别挂",
            "(请|请您|您|麻烦您)[先]别(离开|放下电话|放电话)",
            "电话[您]{any:0-1}(先别|别|不要)(放|挂断)",
            "您(拿着|举着)电话(别|不要)(放|挂|走开)",
        ),
        "耽误客户时间": ("(耽误|占用|打扰|借用|耽搁)您(一|两|三|几|一两|两三|一点|点)[点](分钟|时间|工夫)",),
    }
)
"""The customer is asked for a moment, or to stay on the line."""
THANKS_FOR_WAITING: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "感谢客户等待": (
            "(谢谢|多谢|感谢)您[的|这么][耐心|耐心的|耐心地](等待|等候)",
            "(谢谢|多谢|感谢)您等(我这么久|这么久|了这么久|了半天)",
            "(谢谢|多谢|感谢)您[这么]有耐心",
            "辛苦您等了这么久",
            "(谢谢|多谢|感谢)[耐心|耐心的|耐心地](等待|等候)",
            "(谢谢|多谢|感谢)您(没|没有)挂[断]",
            "(谢谢|多谢|感谢)您[一直]{any:0-4}等我",
        ),
        "为久等致歉": (
            "(让|叫|害|劳)您久等[了]",
            "(让|叫|害|劳)您等久了",
            "(抱歉|不好意思|对不起|对不住)(让您|叫您)久等",
            "(让|叫|害|劳)您等(这么久|了这么久|这么长时间|了这么长时间)",
            "(让|叫|害|劳)您等[了]这么半天",
            "(让|叫|害|劳)您等急了",
            "耽误您(这么久|这么长时间|半天)",
            "(抱歉|不好意思|对不起|对不住)[让您|叫您](久等|等久|等半天|等了半天|等这么久|等了这么久)了",
            "久等了",
        ),
    }
)
"""The agent is thankful for it, or sorry."""
