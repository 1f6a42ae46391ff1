from __future__ import annotations

import pytest

from qa.recording import Direction
from qa.roles.agent import agent_channel, evidence
from qa.transcript import AgentChannel, Utterance
from tests.builders import utterance

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


def call(lines: list[tuple[int, str]], *, swapped: bool = False) -> list[Utterance]:
    found: list[Utterance] = []
    for channel, text in lines:
        start = found[-1].end + 0.3 if found else 0.5
        found.append(utterance(text, channel=1 - channel if swapped else channel, start=start))
    return found


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(("lines", "direction"), [(INBOUND, Direction.INBOUND), (OUTBOUND, Direction.OUTBOUND)])
def test_the_agent_is_found_on_either_channel(
    lines: list[tuple[int, str]], direction: Direction, swapped: bool
) -> None:
    found = agent_channel(call(lines, swapped=swapped), direction)
    assert found.channel == int(swapped)
    assert 0.9 < found.confidence < 1


def test_phrases_are_found_as_they_sound() -> None:
    heard = [(0, "你好很高心为你服务请问有什么可以绑银"), (1, "我家宽代坏了")]
    found = agent_channel(call(heard), Direction.INBOUND)
    assert found.channel == 0
    assert found.confidence > 0.8


def test_exchanging_the_channels_gives_the_same_confidence() -> None:
    straight, swapped = (agent_channel(call(INBOUND, swapped=s), Direction.INBOUND) for s in (False, True))
    assert straight.confidence == pytest.approx(swapped.confidence)


@pytest.mark.parametrize("lines", [[(0, "你好"), (1, "你好")], [(1, "听得到吗")], [(0, "明天下午吧"), (1, "也行")]])
def test_thin_evidence_gives_a_confidence_near_a_half(lines: list[tuple[int, str]]) -> None:
    assert agent_channel(call(lines), Direction.INBOUND).confidence < 0.75


def test_nothing_said_is_nobody_known() -> None:
    assert agent_channel([], Direction.INBOUND) == AgentChannel(None, 0.5)


def test_every_piece_of_evidence_names_its_reason_once_a_channel() -> None:
    twice = [*INBOUND, (0, "很高兴为您服务")]
    found = evidence(call(twice), Direction.INBOUND)
    reasons = [(e.channel, e.reason) for e in found]
    assert len(reasons) == len(set(reasons))
    assert (0, "为您服务") in reasons
    assert (1, "喂") in reasons
