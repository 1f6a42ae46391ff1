"""What excuses: `unless:` and `unless_after:`.

A place that shares words with an excusing phrase of the same party does not count; any other condition lifts the whole
demand where it holds. `unless_after:` excuses only what comes right after it. Where nobody can say whether an excuse
holds, a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from qa.measures.limits import above
from qa.recording import Seconds
from qa.rubric.condition import Condition
from qa.rubric.operators.logic import AnyOf
from qa.rubric.operators.said import Said
from qa.rubric.operators.where import Where
from qa.scoring.conditions.happening import Happening
from qa.scoring.conditions.near import chosen
from qa.scoring.conditions.places import Place, said_places, within
from qa.scoring.conditions.verdict import LIKELY, Judge
from qa.scoring.confidence import DOUBTFUL
from qa.scoring.evaluation import Finding
from qa.scoring.heard import Call
from qa.scoring.unheard import FAINT, SETTLED

EXCUSED: Final = 0.75
"""How probable an excuse must be to settle it, as an accusation must: 这不归我们管，你找物业 is near 我们帮您找, in the
very words that accuse."""


def not_excused(condition: Where, places: list[Place], call: Call, judge: Judge) -> list[Place]:
    """The places that are left after both kinds of excuses."""
    left = _after_unless(condition.unless, condition, places, call, judge)
    near = condition.unless_after
    if near is None or not left:
        return left
    verdict = judge(near.condition, call)
    if verdict.probability is None:
        return [_doubted(place) for place in left] if verdict.asked else left
    excuses = chosen([e for e in verdict.happenings if e.probability >= LIKELY], near.hit)
    faint = [e for e in verdict.happenings if FAINT <= e.probability < LIKELY]
    return _less_excused((place, _before(place, excuses, faint, near.within)) for place in left)


def _after_unless(
    excuse: Condition | None, condition: Where, places: list[Place], call: Call, judge: Judge
) -> list[Place]:
    if excuse is None or not places:
        return places
    if isinstance(excuse, AnyOf):  # each as if it stood there alone
        for one in excuse.any:
            places = _after_unless(one, condition, places, call, judge)
        return places
    if isinstance(excuse, Said) and excuse.by in (None, condition.by) and any(place.hit for place in places):
        excusing = _excusing(excuse.model_copy(update={"by": condition.by}), call, judge)
        return _less_excused((place, _overlapping(place, excusing)) for place in places)
    verdict = judge(excuse, call)
    if verdict.asked and verdict.probability is None:
        return [_doubted(place) for place in places]
    holds = verdict.probability or 0.0
    # The whole call is asked here, not this place: what is not settled is a doubt.
    return _less_excused((place, max(holds, LIKELY) if holds > SETTLED else 0.0) for place in places)


def _excusing(excuse: Said, call: Call, judge: Judge) -> list[Place]:
    """Where an excuse was said and all else that it asks holds; doubtful where nobody can tell whether it does."""
    places = within(excuse, said_places(excuse, call.voices[excuse.by]), call)
    verdict = judge(excuse, call) if places else None
    if verdict is None or not verdict.asked:
        return []
    if verdict.probability is None:
        return [_doubted(place) for place in places]
    counting = {(one.phrase, one.start, one.end): one for one in verdict.occurrences}
    found = [(place, (place.finding.phrase, place.finding.start, place.finding.end)) for place in places]
    return [replace(place, finding=counting[key]) for place, key in found if key in counting]


def _less_excused(places: Iterable[tuple[Place, float]]) -> list[Place]:
    """What is left of places, each with the probability that it is excused."""
    return [left for place, excuse in places if (left := _less(place, excuse)) is not None]


def _less(place: Place, excuse: float) -> Place | None:
    if excuse < LIKELY:
        return place
    return _doubted(place) if excuse < EXCUSED else None


def _doubted(place: Place) -> Place:
    """Not sure enough for anything but a person's ear."""
    return replace(place, finding=replace(place.finding, probability=min(place.finding.probability, DOUBTFUL)))


def _overlapping(place: Place, excusing: list[Place]) -> float:
    """How probable it is that an excuse shares words with the place."""
    own = place.hit
    return max((o.finding.probability for o in excusing if own and o.hit and own.shares_words(o.hit)), default=0.0)


def _before(place: Place, excuses: Sequence[Happening], faint: Sequence[Happening], reach: Seconds) -> float:
    """How probable an excuse right before the place is; a faint one leaves a doubt: 请您找等 before a silence."""
    sure = max((one.probability for one in excuses if _is_after(place.finding, one, reach)), default=0.0)
    return sure or (LIKELY if any(_is_after(place.finding, one, reach) for one in faint) else 0.0)


def _is_after(finding: Finding, excuse: Happening, reach: Seconds) -> bool:
    return excuse.complete <= finding.start and not above(finding.start, excuse.end + reach)
