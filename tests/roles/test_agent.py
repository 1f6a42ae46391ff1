from __future__ import annotations

import pytest

from qa.recording import Direction
from qa.roles.agent import agent_channel
from qa.transcript import AgentChannel, Utterance
from tests.builders import utterance

IN, OUT = Direction.INBOUND, Direction.OUTBOUND
INBOUND = [
    (0, "您好，八号话务员很高兴为您服务"),
    (1, "喂你好，我想查一下我这个月的话费"),
    (0, "好的，请您稍等，我帮您查一下"),
    (1, "怎么这么多啊"),
    (0, "感谢您的来电，再见"),
]
OUTBOUND = [
    (1, "喂"),
    (0, "您好，我是自来水公司客服，打扰您了，给您做个回访"),
    (1, "哦，我家水表已经换了"),
    (0, "祝您生活愉快，再见"),
]
RUDE = [
    (0, "啥事，快讲"),
    (1, "我家楼道的灯坏了一个礼拜了，你们来看过没有"),
    (0, "登记了没有，没登记谁晓得"),
    (1, "我上礼拜就打过电话了呀，你们说两天来"),
    (0, "那你再等等，单子多，排到了自然会来"),
    (1, "我家有老人，摔了你们负责吗"),
    (0, "行了，几栋几单元，我再给你报一遍"),
]
"""An agent who says nothing of what agents are taught, about something no rubric here is about."""


def call(lines: list[tuple[int, str]], *, swapped: bool = False) -> list[Utterance]:
    found: list[Utterance] = []
    for channel, text in lines:
        start = found[-1].end + 0.3 if found else 0.5
        found.append(utterance(text, channel=1 - channel if swapped else channel, start=start))
    return found


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(("lines", "direction"), [(INBOUND, IN), (OUTBOUND, OUT), (RUDE, IN)])
def test_the_agent_is_found_on_either_channel(
    lines: list[tuple[int, str]], direction: Direction, swapped: bool
) -> None:
    found = agent_channel(call(lines, swapped=swapped), direction)
    assert found.channel == int(swapped)
    assert 0.9 < found.confidence < 1


def test_words_are_weighed_as_they_sound() -> None:
    heard = [(0, "你好很高心为宁服务请问有什么可以绑银"), (1, "我家宽代坏了")]
    found = agent_channel(call(heard), IN)
    assert found.channel == 0
    assert found.confidence > 0.8


def test_exchanging_the_channels_gives_the_same_confidence() -> None:
    straight, swapped = (agent_channel(call(INBOUND, swapped=s), IN) for s in (False, True))
    assert straight.confidence == pytest.approx(swapped.confidence)


@pytest.mark.parametrize("lines", [[(0, "你好"), (1, "你好")], [(1, "听得到吗")], [(0, "明天下午吧"), (1, "也行")]])
def test_thin_evidence_leaves_the_parties_unknown(lines: list[tuple[int, str]]) -> None:
    assert agent_channel(call(lines), IN).confidence < 0.8


def test_nothing_said_is_nobody_known() -> None:
    assert agent_channel([], IN) == AgentChannel(None, 0.5)


VOICEMAIL = "您好，您拨打的用户暂时无法接通，请在嘀声后留言"


def test_a_voicemail_is_not_taken_for_the_agent() -> None:
    alone = agent_channel(call([(1, VOICEMAIL)]), OUT)
    assert alone == AgentChannel(None, 0.5)
    answered = agent_channel(call([(1, VOICEMAIL), (0, "您好我是供水公司的，给您做个回访，稍后再打给您")]), OUT)
    assert answered.channel == 0


def test_a_menu_before_the_call_says_nothing_of_its_channel() -> None:
    menu = (1, "欢迎致电客户服务热线，普通话请按一，人工服务请按零")
    assert agent_channel(call([menu, *RUDE]), IN) == agent_channel(call(RUDE), IN)


def test_the_same_words_are_worth_less_the_more_is_said() -> None:
    chat = [(channel, "明天下午三点") for channel in (0, 1)] * 20
    short, long = (agent_channel(call([*RUDE[:2], *more]), IN).confidence for more in ([], chat))
    assert long < short
