"""Which voice is the agent's, which the customer's, and which is neither. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from itertools import product

import numpy as np

from qa.recording import Direction
from qa.roles.agent import MOST
from qa.roles.diarization.atoms import Atom
from qa.roles.diarization.words import Floats
from qa.roles.model import RoleModel, length
from qa.transcript import Utterance


class Role(IntEnum):
    """What a voice may be."""

    AGENT = 0
    CUSTOMER = 1
    OTHER = 2
    """A recorded prompt, or two voices mixed up."""


LACKS_A_PARTY = -5.0
"""Log-odds of a call without an agent or without a customer."""
OTHER = -3.0
"""Log-odds of a voice that is neither."""
OPENS = 1.4
"""For a prompt, where a third voice speaks only before all others."""


def name(
    posterior: Floats,
    prompt: Floats,
    atoms: Sequence[Atom],
    voiced: Sequence[tuple[Utterance, Floats]],
    *,
    direction: Direction,
    model: RoleModel,
) -> Floats:
    """The probability of each role of each voice, [voices, roles].

    Every way to give out the roles is weighed: what a voice says speaks for one role and against another, a call has an
    agent and a customer, and a third voice may be a second agent (a transfer) or a prompt. A customer's voice that says
    what only agents say leaves open whether two voices were taken for one.

    Args:
        posterior: of the voices, [atoms, voices].
        prompt: what was said for a recorded prompt, log-odds, [atoms].
        atoms: in order.
        voiced: the utterances, each with its voice as channel and the probabilities of all voices, [voices].
        direction: who rang whom.
        model: what was learned of how the sides speak.
    """
    voices = posterior.shape[1]
    prompted = posterior.T @ prompt + OPENS * _opens(posterior, atoms)
    agent = _for_agent(voiced, voices, direction, model)
    weight = np.stack([agent / 2, -agent / 2, prompted], axis=1)
    weight[:, Role.OTHER] += OTHER
    found = np.zeros((voices, len(Role)))
    ways = list(product(Role, repeat=voices))
    scores = np.array([sum(weight[v, role] for v, role in enumerate(way)) + _plausible(way) for way in ways])
    # Nobody is surer than the evidence of a whole call may make one.
    share = np.exp(np.maximum(scores - scores.max(), -2 * MOST))
    for way, part in zip(ways, share / share.sum(), strict=True):
        found[np.arange(voices), list(way)] += part
    ceiling = 1 / (1 + np.exp(-MOST))
    return np.asarray(np.minimum(found, ceiling))


def _for_agent(
    voiced: Sequence[tuple[Utterance, Floats]], voices: int, direction: Direction, model: RoleModel
) -> Floats:
    """What each voice says for its being the agent's, and that it speaks first, log-odds, [voices]."""
    found = np.zeros(voices)
    for utterance, share in voiced:
        found += share * model.speaks_for_agent(utterance.text)
    found *= model.worth(sum(length(utterance.text) for utterance, _ in voiced))
    _, opening = min(voiced, key=lambda own: own[0].start)
    return found + opening * model.first[direction]


def _plausible(way: Sequence[Role]) -> float:
    return LACKS_A_PARTY * ((Role.AGENT not in way) + (Role.CUSTOMER not in way))


def _opens(posterior: Floats, atoms: Sequence[Atom]) -> Floats:
    """1 for a voice beyond two that has had its say before any other begins, [voices]."""
    own = posterior.argmax(axis=1)
    voices = posterior.shape[1]
    spoken = [[atom for atom, voice in zip(atoms, own, strict=True) if voice == v] for v in range(voices)]
    found = np.zeros(voices)
    for v, mine in enumerate(spoken):
        others = [atom.start for w in range(voices) if w != v for atom in spoken[w]]
        found[v] = voices > 2 and bool(mine) and bool(others) and mine[-1].end <= min(others)
    return found
