"""What a call's card says of where the agent is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.report.call_card import call_row
from qa.report.night_texts import NightTexts
from qa.scoring.evaluation import PartScore
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


def test_the_totals_of_critical_and_other_criteria_are_facts_where_there_are_any() -> None:
    plain = builders.call_result()
    assert plain.evaluation
    parts = replace(plain.evaluation, critical=PartScore(0, 9, 1.0), non_critical=PartScore(18, 77, 0.5))
    for result, expected in ((plain, []), (replace(plain, evaluation=parts), ["0 / 9", "18 / 77"])):
        card = call_row(result, anchor="c1", with_card=True).card
        assert card is not None
        names = (NightTexts.critical, NightTexts.non_critical)
        assert [fact.value.zh for fact in card.facts if fact.name in names] == expected
