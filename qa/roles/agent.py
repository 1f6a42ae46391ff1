"""Which channel the agent is on, by what both say and who speaks first, and how sure that is. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from qa.recording import Direction
from qa.roles.model import FITTED, RoleModel, length
from qa.roles.prompts import is_prompt
from qa.transcript import AgentChannel, Utterance

MOST = 7.0
"""Log-odds: nobody is surer than .9991 without being told by qa.toml."""


def agent_channel(utterances: Sequence[Utterance], direction: Direction, model: RoleModel = FITTED) -> AgentChannel:
    """The channel that is more likely the agent's, and the probability of that.

    Args:
        utterances: of the two channels 0 and 1. Recorded prompts are nobody's and are passed over.
        direction: who rang whom.
        model: what was learned of how the sides speak.

    Returns:
        Confidence .5 and channel None when nothing speaks for either.
    """
    spoken = [utterance for utterance in utterances if utterance.words and not is_prompt(utterance.text)]
    worth = model.worth(sum(length(utterance.text) for utterance in spoken))
    difference = opening(spoken, direction, model)
    for utterance in spoken:
        own = worth * model.speaks_for_agent(utterance.text)
        difference += own if utterance.channel == 0 else -own
    if difference == 0:
        return AgentChannel(None, 0.5)
    return AgentChannel(0 if difference > 0 else 1, 1 / (1 + math.exp(-min(abs(difference), MOST))))


def opening(utterances: Iterable[Utterance], direction: Direction, model: RoleModel) -> float:
    """What it says for channel 0, log-odds, that it speaks first or not; 0 where nobody speaks."""
    first = min(utterances, key=lambda u: u.start, default=None)
    if first is None:
        return 0.0
    return model.first[direction] if first.channel == 0 else -model.first[direction]
