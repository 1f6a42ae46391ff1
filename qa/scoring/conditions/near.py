"""`before:`, `after:` and `around:` want findings near another condition's; with `hit: every` near each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from qa.measures.limits import above, below
from qa.recording import Seconds
from qa.rubric.condition import Condition, parts_of
from qa.rubric.operators.said import Said
from qa.rubric.operators.where import Near, Times, Where
from qa.scoring.conditions.happening import Happening, gathered
from qa.scoring.conditions.verdict import LIKELY, Judge, Verdict
from qa.scoring.evaluation import Finding
from qa.scoring.heard import Call
from qa.scoring.unheard import MOST, SETTLED

_Time = TypeVar("_Time", Finding, Happening)
TOUCHING: Final[Seconds] = 1.0
"""A phrase may run this far into the silence it announces: spans of speech end a little early or late."""


def nearby(condition: Where, near: Near, findings: list[Finding], call: Call, judge: Judge) -> Verdict:
    """Whether the anchors (say, long silences) have findings beside them, as many as asked, none surer than its."""
    anchors = judge(near.condition, call)
    if anchors.probability is None:
        return anchors
    wanted = chosen([anchor for anchor in anchors.occurrences if anchor.probability >= LIKELY], near.hit)
    if not wanted:
        lacking = "没有对应的时刻"
        # Where nothing was found that might stand beside it, a faint anchor changes nothing.
        perhaps = findings and anchors.probability > SETTLED
        return Verdict.unknown(lacking) if perhaps else Verdict.not_asked(lacking)
    beside, of_words = _beside(condition, near), isinstance(condition, Said) and _is_said(near.condition)
    near_to = {
        anchor: [_no_surer(f, anchor) for f in findings if beside(f, anchor) and not (of_words and _shared(f, anchor))]
        for anchor in wanted
    }
    together = _surest(f for found in near_to.values() for f in found)
    of_all, arose = often_enough(together, condition.times), 1.0
    counted = [often_enough(found, condition.times) for found in near_to.values()] if near.hit == "every" else [of_all]
    probability = min(verdict.probability or 0.0 for verdict in counted)
    alone = [anchor for anchor, found in near_to.items() if not found]
    reason = "；".join(f"{a.start:.0f} 秒处{a.text}旁未听到" for a in alone) if probability == 0 else ""
    if probability == 0 and condition.times.at_most is None:
        # That nothing stands beside an anchor is no surer than the anchor; and that is no suspicion.
        arose = max(anchor.probability for anchor in alone or wanted)
        probability = min(1 - arose, MOST)
    return replace(of_all, probability=probability, hits=together, reason=reason or of_all.reason, arose=arose)


def _is_said(condition: Condition) -> bool:
    """Whether it speaks of what is said and of nothing else."""
    return all(isinstance(part, Said) for part in parts_of(condition) if isinstance(part, Where))


def _shared(finding: Finding, anchor: Finding) -> bool:
    """Whether they have words in common: nothing is beside itself."""
    return finding.party is anchor.party and finding.start < anchor.end and anchor.start < finding.end


def _no_surer(finding: Finding, anchor: Finding) -> Finding:
    return replace(finding, probability=min(finding.probability, anchor.probability))


def _surest(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each saying once, however many anchors it stands beside."""
    found: dict[tuple[str, Seconds, Seconds], Finding] = {}
    for one in findings:
        place = one.phrase, one.start, one.end
        if place not in found or one.probability > found[place].probability:
            found[place] = one
    return tuple(found.values())


def chosen(anchors: Sequence[_Time], hit: str) -> Sequence[_Time]:
    """The hits that count: all, the first or the last one."""
    return anchors[:1] if hit == "first" else anchors[-1:] if hit == "last" else anchors


def _beside(condition: Where, near: Near) -> Callable[[Finding, Finding], bool]:
    reach = near.within
    if condition.before:
        return lambda f, anchor: _between(f.end, anchor.start - reach, anchor.start + TOUCHING)
    if condition.after:
        return lambda f, anchor: _between(f.start, anchor.end - TOUCHING, anchor.end + reach)
    return lambda f, anchor: not (below(f.end, anchor.start - reach) or above(f.start, anchor.end + reach))


def _between(moment: Seconds, earliest: Seconds, latest: Seconds) -> bool:
    return not (below(moment, earliest) or above(moment, latest))


def often_enough(findings: Sequence[Finding], times: Times) -> Verdict:
    """Whether there are as many findings as asked: as probable as the least of those that it takes."""
    if not findings and times.at_most is None:
        return Verdict.of(False, reason="未听到")
    sure, least = sorted((finding.probability for finding in findings), reverse=True), times.least
    probability = 1.0 if least == 0 else sure[least - 1] if len(sure) >= least else 0.0
    reason, against = f"共 {len(sure)} 次，要求至少 {least} 次" if probability == 0 else "", tuple[Happening, ...]()
    if times.at_most is not None and len(sure) > times.at_most:
        probability = min(probability, 1 - sure[times.at_most])
        reason = f"共 {len(sure)} 次，最多 {times.at_most} 次"
        against = tuple(Happening((finding,)) for finding in findings)
    several = gathered(findings, least, lambda finding: finding) if least > 1 else None
    return Verdict(probability, tuple(findings), reason, gathered=several, against=against)
