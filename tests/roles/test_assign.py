from __future__ import annotations

import pytest

from qa.recording import Direction
from qa.roles.assign import Side, assign, assign_parted, exchanged
from qa.roles.diarization.mono import Parted
from qa.transcript import AgentChannel, Party, Transcript, Utterance
from tests.builders import utterance

CLEAR = [
    utterance("您好很高兴为您服务", channel=1, party=Party.UNKNOWN, start=0.5),
    utterance("我想查一下话费", channel=0, party=Party.UNKNOWN, start=3.5),
]
THIN = [
    utterance("听得到吗", channel=0, party=Party.UNKNOWN, start=0.5),
    utterance("听得到", channel=1, party=Party.UNKNOWN, start=2.0),
]


SOME = [
    utterance("你好请讲", channel=1, party=Party.UNKNOWN, start=0.5),
    utterance("那个明天来得及吗", channel=0, party=Party.UNKNOWN, start=3.5),
]


def assigned(found: list[Utterance], *, side: Side = "auto") -> Transcript:
    return assign(
        found,
        recording_id="0123456789abcdef",
        seconds=20.0,
        side=side,
        direction=Direction.INBOUND,
        minimum_confidence=0.8,
    )


OVERWHELMING = [
    *CLEAR,
    utterance("您好请问有什么可以帮您", channel=1, party=Party.UNKNOWN, start=6.0),
    utterance("我家宽带断了帮我查一下", channel=0, party=Party.UNKNOWN, start=9.0),
    utterance("让您久等了感谢您的来电", channel=1, party=Party.UNKNOWN, start=12.0),
]


@pytest.mark.parametrize(("side", "channel"), [("left", 0), ("right", 1)])
def test_the_settings_are_believed_against_some_evidence(side: Side, channel: int) -> None:
    assert assigned(SOME).agent.channel == 1
    assert assigned(SOME).agent.confidence > 0.8
    for found in (SOME, THIN, []):
        transcript = assigned(found, side=side)
        assert transcript.agent == AgentChannel(channel, 1.0)
        assert all((u.party is Party.AGENT) == (u.channel == channel) for u in transcript.utterances)
        assert not exchanged(transcript.agent, side)


def test_a_call_recorded_the_other_way_round_is_found() -> None:
    transcript = assigned(OVERWHELMING, side="left")
    assert transcript.agent.channel == 1
    assert 0.999 <= transcript.agent.confidence < 1
    assert exchanged(transcript.agent, "left")
    assert not exchanged(transcript.agent, "auto")
    assert not exchanged(assigned(OVERWHELMING, side="right").agent, "right")
    assert {u.party for u in transcript.utterances if u.channel == 1} == {Party.AGENT}


def test_clear_evidence_gives_everyone_a_party() -> None:
    transcript = assigned(CLEAR)
    assert transcript.agent.channel == 1
    assert [(t.party, t.text) for t in transcript.turns] == [
        (Party.AGENT, "您好很高兴为您服务"),
        (Party.CUSTOMER, "我想查一下话费"),
    ]
    assert (transcript.recording_id, transcript.seconds) == ("0123456789abcdef", 20.0)


def test_under_the_minimum_nobody_is_known_but_the_guess_is_kept() -> None:
    transcript = assigned(THIN)
    assert transcript.agent.channel == 0
    assert 0.5 < transcript.agent.confidence < 0.8
    assert {u.party for u in transcript.utterances} == {Party.UNKNOWN}
    assert {t.party for t in transcript.turns} == {Party.UNKNOWN}


def test_on_one_channel_a_party_is_believed_where_it_is_sure_enough() -> None:
    agent, customer = (0.95, 0.1, 0.6, 0.21, 0.05), (0.05, 0.9, 0.4, 0.79, 0.05)
    found = [utterance("您好", channel=0, party=Party.UNKNOWN, start=float(i)) for i, _ in enumerate(agent)]
    transcript = assign_parted(
        Parted(tuple(found), agent, customer, 0.9),
        recording_id="0123456789abcdef",
        seconds=20.0,
        minimum_confidence=0.8,
    )
    parties = [u.party for u in transcript.utterances]
    assert parties == [Party.AGENT, Party.CUSTOMER, Party.UNKNOWN, Party.UNKNOWN, Party.UNKNOWN]
    assert transcript.agent == AgentChannel(None, 0.9)


def test_utterances_come_in_order_of_time_and_none_is_lost() -> None:
    transcript = assigned(CLEAR[::-1])
    assert [u.start for u in transcript.utterances] == [0.5, 3.5]
    assert [u.words for u in transcript.utterances] == [u.words for u in CLEAR]
