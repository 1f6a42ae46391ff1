"""Words right beside a phrase that turn it round: it is denied, or somebody else is told to have said it. Pure.

«我没有说您不讲理» and «师傅怎么能跟您说不归他管» accuse nobody who says them, while «我跟您说，这个不归我管» and
«师傅说的我不清楚» are the speaker's own. The words are read as they were heard, so a person decides.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final

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
)
_NO_NEGATIONS: Final = (
    *("是不", "有没有", "能不能", "会不会"),  # a question
    *("啊不", "阿不", "呃不", "哦不"),  # a speaker mends what he said
    *("要不", "特别", "分别", "区别", "听见没", "听到没", "听懂没", "明白没", "知道没"),
)
_OTHERS: Final = (
    "(?<![去找跟和问其给])(?:他|她|师傅|同事|人员|客服|坐席|话务员|人家|别人|有人|对方|领导|经理|物业|营业厅|抄表员"
    "|公司|酒店|医院|医生|商家|卖家|店家|平台|骗子|那个人|前台|[一-鿿]{2}员|那边|后台|银行|总部|先生|女士|邻居|老公|老婆|客户|用户|顾客)"
)
_BETWEEN: Final = "(?:[跟对和给向]我|[^我，。？！])"
"""Between who speaks and his verb: in one clause, and it is not the agent who speaks."""
_SAYS: Final = "(?<!怎么)(?<!咋)(?:说|讲|骂|告诉|回我说|回您说)"
_THEN: Final = "(?:了|过|的是|成)?(?:[您你我]|他|她|这个|我们|你们|是)?[，：“‘]?$"
"""Between a verb of saying and what was said. «他说的» without 是 is a matter, not a quotation."""
_BEFORE_NOW: Final = "(?:刚才|刚刚|反映|上次|之前|昨天|是|来电)"
_NOT_SAID: Final = re.compile(
    "|".join(
        (
            rf"{_OTHERS}{_BETWEEN}{{0,10}}?{_SAYS}{_THEN}",
            rf"[您你][^我就，。？！]{{0,4}}?{_BEFORE_NOW}{_BETWEEN}{{0,6}}?{_SAYS}{_THEN}",
            r"[您你](?:说|反映)(?:我们|他们?|她|师傅|客服|同事|公司|物业)$",
            r"[您你](?:刚才|刚刚)?(?:是说|的意思是)，?[^，。？！]{0,12}$",
            r"[您你]是说[^我。？！]{0,8}[说讲](?:(?!我[就跟和给]|我告诉)[^。？！]){0,10}$",
            r"(?:^|[，。？！您你他她])还(?:[跟对和][您你我])?[说讲][您你他她]?$",
            r"(?:不需要|不用|不必|无需|不会要求?|不会[让叫]|没有?[让叫]|没有?要求|不要求)(?:[您你]|客户|用户|大家)?[再去]?$",
            r"(?:(?<!要)不要|(?<!能)不能|不可以|(?<![特分区])别|请勿|切勿|不许|不得|不准|不必|不用)[您你]?(?:再|去|直接|随便)?[把将]$",
            r"[，。？！]是[说讲骂][您你：“‘]{0,2}$",
            r"[您你]是?[想要]?问(?:的是|一下)?$",
            r"(?:别|甭)管$",
            r"原话(?:就)?是?[，：“‘]?$",
            rf"{_OTHERS}[^我，。？！]{{0,6}}?(?:让|叫|喊)[您你]?$",
            r"我[们可也又真并绝对从来压根本]{0,3}(?:没有?|不会|不可能|怎么会|怎么可能|哪会)[^我，。？！]{0,4}?[说讲骂]过?[要会让]?[您你是：“‘]{0,2}$",
            r"我[们可也又真并]{0,2}不是[要在想故意有]{0,2}[说讲骂][您你]?[：“‘]?$",
            r"(?:不|不会|不能|绝不|没有?|怎么会|怎么能)(?:让|叫|令)(?:[您你]|客户|用户|大家)(?:感到|觉得)?$",
            r"(?<!是)(?<!要)(?<!还)不是(?:我们?|咱们?|说)?$",
            r"(?:不能|不许|不得|不准|不可以|不应该|不该|不会|不可能|绝不|禁止)(?:[对跟向和](?:客户|用户|您|人家|别人|人))?[^我，。？！]{0,2}[说讲骂][：“‘]?$",
            r"谁(?:[跟对和][您你])?(?:说|讲|告诉[您你])(?:了|过|的是|的)?(?:我们?)?$",
            rf"{_OTHERS}[^我，。？！]{{0,4}}?问[您你]?$",
            r"(?:怎么|怎|哪)(?:可能|会)(?:是|说)?(?:我们)?$",
            r"(?<![您你他她])是不是(?:说)?$",
            r"(?:如果|要是|假如|就算|即使|即便|哪怕|万一|虽然|虽说|尽管)(?:说|是|这个|真的?|确实|本来)?$",
            r"[您你](?:是|别)?(?:担心|怕|觉得|认为|以为|怀疑|要求|希望)(?:是|说|我们)?$",
            r"(?:不存在|没有什么|没有所谓)(?:说)?$",
            r"(?:不能|没法|无法|没办法|没有办法|不敢|不好|不可能|能不能|能否|难以)[^，。？！]{0,2}?(?:保证|承诺|答应|确定|肯定|断定|打包票|说)(?:说|您)?[^，。？！]{0,2}$",
            r"(?:不能|不可以|不应该|不该|千万别|千万不要|(?<!要)不要)[^我，。？！]{0,2}(?:觉得|认为|以为)[^，。？！]{0,4}$",
        )
    )
)
_DISOWNED: Final = re.compile(
    "|".join(
        (
            r"^[^，。？！我]{0,3}?[，、]?(?:[那这]?[都些个种]?|全都?|肯定|统统)是?(?:骗子|骗人|骗您|骗局|诈骗|假的|谣言)",
            r"^[^，。？！我]{0,3}?[，、]?[您你]?(?:[那这]?[都些个种]?|全都?|千万|一定)?(?:别|不要|不能|不可)轻?易?相?信(?![他她它我])",
            r"^[^，。？！我]{0,10}?(?:不能|不可以|不方便|不会)(?:随便|随意)?[跟向对给]?(?:[您你]|客户|外人|别人)?(?:透露|泄露|外泄)",
            r"^，?(?:这句话|这话|这种说法|的说法|的话|的部分|的情况|的地方)",
            r"^[^，。？！我]{0,8}?呢，?是因为",
            r"^，?(?:我们?)?也(?:会|能|可以|要)?(?:给|帮|替|为)[您你]",
            r"^[^，。？！我]{0,3}?(?:这种|这样的|这些|这)话，?(?:我们|咱们|客服|谁|是|都)*(?:不能|不该|不应该|不可以|不允许|不会|没人)[^我，。？！]{0,4}?[说讲]",
        )
    )
)
"""What makes of the words before it a warning, a secret that is kept, or words that nobody may say."""
_GOES_ON: Final = {"知道": ("的",), "什么": ("时候", "时间", "地方", "样的", "事"), "没": ("关系", "问题", "事")}
"""What these ends of a phrase are the beginning of: 我怎么知道的, 您急什么时候用."""
_FOR_YOU: Final = re.compile(r"(?:(?<![叫让说])[帮给替陪]|需要|(?<![稍请])等)$")
"""What a 您 or 你 behind it depends on: 帮您找开发商 is no 您找开发商 …"""
_ASKED: Final = ("了吗", "了没")
_OTHER_SUBJECT: Final = re.compile(
    r"(?:他|她|他们|师傅|同事|人员|邻居|快递员|司机|经理|先生|女士|老公|老婆)(?:也|都|还)?$"
)
_HIS: Final = ("不是跟", "不是和", "不知道", "不清楚", "不晓得")
"""… and 师傅不是跟您说了吗 speaks of him."""
_NO_DENIAL: Final = re.compile(
    r"(.)[不没]\1|不好意思|没关系|没问题|没事|不客气|不过|不但|不仅|不管|不论|不同|差不多|要不|特别|分别|区别|级别|别的|别人|未来|无线|无论"
    r"|对不起|不知道|感谢不尽|别墅"
)
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
    return _DENIAL.subn("", _NO_DENIAL.sub("", sentence))


def is_negated(before: str, said: str) -> bool:
    """Whether the words right before what was said make it its opposite; a false start (我不，我不知道) doesn't."""
    before = before.removesuffix(next((said[:size] for size in (3, 2, 1) if before.endswith(said[:size])), ""))
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


def is_framed(before: str, said: str, after: str) -> bool:
    """Whether somebody else is told to have said so, or nobody, or it is asked, supposed, disowned or of another.

    Args:
        before: what stands before it in one breath.
        said: the words of the phrase as they were written down.
        after: what follows in the same sentence.
    """
    return (
        _NOT_SAID.search(before) is not None
        or is_asked(before, said)
        or _DISOWNED.search(after) is not None
        or any(said.endswith(end) and after.startswith(further) for end, further in _GOES_ON.items())
        or (said[:1] in _YOU and (_FOR_YOU.search(before) is not None or after.startswith(_ASKED)))
        or (said.startswith(_HIS) and _OTHER_SUBJECT.search(before) is not None)
    )
