"""What a focus agent should work on: the criteria on which they do worse than colleagues.

Pure arithmetic. Quotes come from the mart as they are; only their choice has a rule (`sql/month_quotes.sql`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from qa.month.indicators import CriterionCount
from qa.month.shape import Weakness

MINIMUM_JUDGED = 2
"""Judged calls of a criterion below which nothing is said about it."""
PRIOR_CALLS = 4
"""How many calls at the colleagues' rate an agent is given before their own count."""
STANDARD_ERRORS = 1.0
"""How far below colleagues a rate must be. A hint where to listen, no verdict: therefore not 2."""
WHOLE_SCORE = 100.0
"""What a fatal criterion costs."""


def weaknesses(
    own: Sequence[CriterionCount], everyone: Sequence[CriterionCount], *, at_most: int = 3
) -> tuple[Weakness, ...]:
    """The criteria on which an agent is below colleagues, dearest first.

    `own` are the agent's counts, `everyone` those of all ranked agents, the agent included.

    **Rule.** The agent's rate is shrunk towards the colleagues' by `PRIOR_CALLS`; a criterion is a weakness when the
    shrunk rate is below theirs by `STANDARD_ERRORS` of its own chance variation, from `MINIMUM_JUDGED` judged calls.
    They are ordered by the points that the gap costs a call, a fatal criterion at the whole score. Without colleagues
    nobody is weak.
    """
    together = {(count.rubric, count.criterion): count for count in everyone}
    found = []
    for count in own:
        whole = together[count.rubric, count.criterion]
        peers, passed = whole.judged - count.judged, whole.passed - count.passed
        if peers == 0 or count.judged < MINIMUM_JUDGED:
            continue
        gap, error = _gap(count, peers, passed)
        if gap >= STANDARD_ERRORS * error:
            stake = WHOLE_SCORE if count.fatal else count.at_stake / count.judged
            weakness = Weakness(
                criterion=count.criterion,
                name=count.name,
                judged=count.judged,
                rate=count.passed / count.judged,
                peer_rate=passed / peers,
            )
            found.append((-round(gap * stake, 9), count.rubric, count.criterion, weakness))
    return tuple(weakness for *_, weakness in sorted(found, key=lambda item: item[:3])[:at_most])


def _gap(count: CriterionCount, peers: int, passed: int) -> tuple[float, float]:
    """How far the shrunk rate is below the colleagues', and the standard error of it, as shares."""
    # Half a call either way keeps a rate of 0 or 1 from having no variation at all.
    expected = (passed + 0.5) / (peers + 1)
    calls = count.judged + PRIOR_CALLS
    shrunk = (count.passed + PRIOR_CALLS * expected) / calls
    return expected - shrunk, math.sqrt(expected * (1 - expected) / calls)
