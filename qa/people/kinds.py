"""The words that people's records are made of."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What a person says of one finding of the machine."""

    TRUE = "true"
    FALSE = "false"
    UNSURE = "unsure"


class EvaluatorKind(StrEnum):
    """Who scored; kinds are kept apart in every figure."""

    ANALYST = "analyst"
    TEAM_LEADER = "team_leader"
    AGENT = "agent"
    EXPERT = "expert"
    APPEAL = "appeal"
    """The result of an appeal."""


class AppealState(StrEnum):
    """Where an appeal stands."""

    OPEN = "open"
    UPHELD = "upheld"
    """The agent was right."""
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ItemState(StrEnum):
    """Where a call to listen to stands."""

    WAITING = "waiting"
    DONE = "done"
    SKIPPED = "skipped"


class PlanState(StrEnum):
    """Where a coaching plan or an improvement project stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class ClipKind(StrEnum):
    """What a clip shows in a training session."""

    GOOD = "good"
    BAD = "bad"


class Decision(StrEnum):
    """What became of the overlay that a month proposed."""

    ACCEPTED = "accepted"
    AMENDED = "amended"
    REFUSED = "refused"
