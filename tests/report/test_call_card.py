"""What a call's card says of where the agent is."""

from __future__ import annotations

import pytest

from qa.report.call_card import call_row
from qa.report.night_texts import NightTexts
from qa.transcript import AgentChannel, Party
from tests import builders


@pytest.mark.parametrize(
    ("agent", "party", "said"),
    [
        (AgentChannel(1, 0.97), Party.AGENT, "右（0.97）"),
        (AgentChannel(None, 0.97), Party.AGENT, "双方同一声道，按声音区分（0.97）"),
        (AgentChannel(None, 0.6), Party.UNKNOWN, "分不清"),
    ],
)
def test_where_the_agent_is(agent: AgentChannel, party: Party, said: str) -> None:
    heard = builders.transcript(turns=builders.dialogue((party, "您好很高兴为您服务")), agent=agent)
    card = call_row(builders.call_result(heard=heard), anchor="a", with_card=True).card
    assert card is not None
    (fact,) = [fact.value.zh for fact in card.facts if fact.name == NightTexts.agent_channel]
    assert fact == said
