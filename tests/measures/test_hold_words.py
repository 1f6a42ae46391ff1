"""What announces a hold and what thanks for it, what only sounds like it, and what nobody can tell."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from qa.authoring.noise import corrupted
from qa.measures.hold_words import ASKED_TO_WAIT, THANKED
from qa.measures.wordings import Wordings
from qa.phonetics.waiting_words import ASKING_TO_WAIT, THANKS_FOR_WAITING
from qa.rubric.usual_wordings import COURTESIES
from qa.transcript import Word
from tests.builders import word, words

# fmt: off
ANNOUNCED = [
    "请您稍等", "请稍候", "您稍等", "好的稍等", "稍等哈", "稍等我看一下啊", "那您稍等师傅", "张师傅请您稍等",
    "您先等一下", "没事您等一下", "等我一下啊", "您等会儿我看看", "麻烦您等几分钟", "您等我一小会儿", "你等我一下",
    "给我两分钟时间", "占用您一分钟", "耽误您两分钟", "您稍等一下我再打电话问问", "麻烦您在线等一下", "请您在线等候",
    "电话您先别放", "您拿着电话别走开", "您先别挂啊", "您别挂我问一下", "先别挂电话", "请不要挂机", "请您保持在线",
    "正在为您查询",
    "稍微等我下哦", "您等我几秒钟", "容我两分钟", "电话您拿着我马上回来", "您先听着音乐",
]
NOT_ANNOUNCED = [
    "您别挂在心上", "您别挂号了直接来", "您别挂失", "我等您电话", "我等您一下", "您等我电话吧",
    "您稍等的时候我跟您说", "您等会儿会收到短信", "您等着收短信就行", "您等几分钟再重启路由器", "等一下再打过来",
    "您稍后会收到一条短信", "稍后再拨", "您等师傅电话", "他让您稍等的是吧", "他刚才让您等一下了吗", "不用等的马上就好",
    "您先等师傅的电话", "请您等待师傅上门", "请您稍后为我的服务做个评价", "我稍后再联系您", "您的等级是多少",
    "我帮您登记一下", "您哪天等到的", "已经等了几天了", "手机不要放在充电器上", "我帮您查一下", "我看看啊",
    "好的我马上帮您看一下", "您别着急我帮您查", "请您报一下手机号", "耽误您的时间了再见",
]
THANKS = [
    "让您久等了", "让你久等了", "张师傅让您久等了", "抱歉让您久等", "久等了", "不好意思久等啦",
    "不好意思让您等了半天", "不好意思叫您等了半天", "让您等了好一会", "抱歉让您等这么长时间", "抱歉耽误您时间",
    "不好意思耽误您时间了", "辛苦您等了这么久", "感谢耐心等待", "感谢您的耐心等待和配合", "谢谢您的等候",
    "谢谢您等我", "谢谢您一直等着", "谢谢您没挂", "谢谢你没挂",
    "劳您久候了", "让您干等了", "耽误您工夫了",
]
NO_THANKS = [
    "师傅让您等了三天", "就等了一天", "辛苦您明天等我电话", "谢谢您请等待短信通知", "您等通知吧", "谢谢您等我们电话",
    "我给您登记了", "好的查到了您的余额是十元", "感谢您的支持", "谢谢您的来电", "谢谢您的配合", "谢谢您听我说完",
    "谢谢您提醒", "抱歉这个办不了", "抱歉给您添麻烦了", "不好意思您的卡号我没听清", "打扰您了再见",
]
# fmt: on


@pytest.mark.parametrize(
    ("wordings", "text", "said"),
    [
        *((ASKED_TO_WAIT, text, True) for text in ANNOUNCED),
        *((ASKED_TO_WAIT, text, False) for text in NOT_ANNOUNCED),
        *((THANKED, text, True) for text in THANKS),
        *((THANKED, text, False) for text in NO_THANKS),
    ],
)
def test_what_says_so_and_what_is_only_like_it(wordings: Wordings, text: str, said: bool) -> None:
    assert wordings.said_in(words(text)) is said


def _heard(*parts: tuple[str, float]) -> tuple[Word, ...]:
    """Each text as words that are so sure."""
    found: list[Word] = []
    for text, sure in parts:
        found += words(text, start=found[-1].end if found else 0.0, probability=sure)
    return tuple(found)


@pytest.mark.parametrize(
    ("wordings", "heard", "said"),
    [
        (ASKED_TO_WAIT, [("请您少等", 0.9)], True),
        (ASKED_TO_WAIT, [("请您", 0.9), ("多", 0.4), ("等", 0.9)], None),
        (ASKED_TO_WAIT, [("帮您看", 0.9), ("一下", 0.9)], False),
        (ASKED_TO_WAIT, [("请您稍等", 0.3)], None),
        (ASKED_TO_WAIT, [("请您稍等", 0.3), ("我这边给您好好看一看啊请您稍等", 0.9)], True),
        (ASKED_TO_WAIT, [("那个是的先生就是这个", 0.5)], None),
        (ASKED_TO_WAIT, [("那个是的先生就是这个", 0.8)], False),
        (ASKED_TO_WAIT, [], False),
        (THANKED, [("让您九等了", 0.9)], True),
        (THANKED, [("谢谢您", 0.9), ("没", 0.9), ("刮卡", 0.3)], True),
        (THANKED, [("让您", 0.9), ("就", 0.9), ("跟", 0.3), ("了", 0.9)], None),
        (THANKED, [("查到了", 0.9), ("您的话费是三十元", 0.45)], None),
        (THANKED, [("查到了您的话费是三十元", 0.9)], False),
    ],
)
def test_what_was_not_heard_for_certain_nobody_can_tell(
    wordings: Wordings, heard: list[tuple[str, float]], said: bool | None
) -> None:
    assert wordings.said_in(_heard(*heard)) is said


def test_a_phrase_is_not_put_together_of_two_sentences() -> None:
    apart = (*words("好的谢谢您", end=1.25), *words("等我查一下", start=4.0))
    assert THANKED.said_in(words("谢谢您等我")) is True
    assert THANKED.said_in(apart) is not True
    assert THANKED.said_in((word("好的谢谢您。", end=1.25), word("等我查一下", start=1.3))) is not True


@pytest.mark.parametrize("text", ["。", "", "…！"])
def test_words_that_say_nothing_are_read(text: str) -> None:
    assert ASKED_TO_WAIT.said_in((word(text),)) is False


@pytest.mark.parametrize(
    ("wordings", "heard"),
    [(ASKED_TO_WAIT, [f"好的我看一下{text}" for text in ANNOUNCED]), (THANKED, [f"{text}您的话费" for text in THANKS])],
    ids=["announced", "thanked"],
)
@pytest.mark.parametrize(("share", "denied"), [(0.05, 0.005), (0.1, 0.012)])
def test_on_a_bad_line_hardly_anything_that_was_said_is_denied(
    wordings: Wordings, heard: list[str], share: float, denied: float
) -> None:
    chance = random.Random(7)
    lines = [corrupted(text, share, chance) for text in heard for _ in range(40)]
    found = Counter(wordings.said_in(_heard(*line)) for line in lines)
    assert found[False] <= denied * len(lines)
    assert found[True] >= 0.9 * len(lines)


def test_rubrics_and_holds_know_the_same_wordings() -> None:
    for name, wordings in {**ASKING_TO_WAIT, **THANKS_FOR_WAITING}.items():
        assert COURTESIES[name] == wordings
    assert set(sum(ASKING_TO_WAIT.values(), ())) <= set(ASKED_TO_WAIT.phrases)
    assert set(sum(THANKS_FOR_WAITING.values(), ())) <= set(THANKED.phrases)
