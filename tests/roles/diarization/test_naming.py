"""Names of voices from what they say and how they behave; no sound needed."""

from __future__ import annotations

import math

import numpy as np
import pytest

from qa.recording import Direction
from qa.roles.agent import MOST
from qa.roles.diarization.atoms import Atom
from qa.roles.diarization.naming import Role, name
from qa.roles.diarization.words import Floats
from qa.roles.model import FEW, RoleModel
from tests.builders import utterance


def named(agent: list[float], prompt: list[float] | None = None, order: list[int] | None = None) -> Floats:
    """Roles of voices that speak so much for the agent and for a prompt, each where it speaks first in `order`."""
    voices = len(agent)
    order = order or list(range(voices))
    first = {order.index(voice): voice for voice in range(voices)}
    posterior = np.eye(voices)[order]
    prompts = np.array([(prompt or [0.0] * voices)[v] if i in first else 0.0 for i, v in enumerate(order)])
    atoms = [Atom(2.0 * i, 2.0 * i + 1, 1.0) for i in range(len(order))]
    says = ["abc"[v] if i in first else "x" for i, v in enumerate(order)]
    voiced = [
        (utterance(text, channel=v, start=2.0 * i), posterior[i])
        for i, (v, text) in enumerate(zip(order, says, strict=True))
    ]
    model = RoleModel(
        dict(zip("abc", agent, strict=False)),
        math.sqrt(len(order) + FEW),
        {Direction.INBOUND: 0.5, Direction.OUTBOUND: -0.5},
    )
    return name(posterior, prompts, atoms, voiced, direction=Direction.INBOUND, model=model)


@pytest.mark.parametrize("first", [0, 1])
def test_the_voice_that_says_what_agents_say_is_the_agents(first: int) -> None:
    roles = named([6.0, -1.5] if first == 0 else [-1.5, 6.0])
    assert roles[first, Role.AGENT] > 0.9
    assert roles[1 - first, Role.CUSTOMER] > 0.9


def test_every_voice_has_some_role() -> None:
    assert named([3.0, -1.0, 0.5]).sum(axis=1) == pytest.approx(1, abs=0.01)


def test_without_evidence_nobody_is_known() -> None:
    assert named([0.0, 0.0], order=[0, 1]).max() < 0.7


def test_a_second_agent_is_an_agent_and_a_prompt_nobody() -> None:
    transferred = named([8.0, -1.0, 6.0], order=[0, 1, 0, 1, 2, 1, 2])
    assert transferred[2, Role.AGENT] > 0.9
    prompted = named([2.5, 8.0, -1.0], prompt=[9.0, 0.0, 0.0], order=[0, 1, 2, 1, 2])
    assert prompted[0, Role.OTHER] > 0.9
    assert prompted[1, Role.AGENT] > 0.9


def test_nobody_is_surer_than_a_calls_evidence_allows() -> None:
    assert named([80.0, -80.0]).max() == pytest.approx(1 / (1 + np.exp(-MOST)))
