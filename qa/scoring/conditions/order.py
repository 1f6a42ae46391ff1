"""`order: [first, then, then]`: things happen one after another."""

from __future__ import annotations

import math

from qa.measures.limits import above
from qa.rubric.operators.order import Order
from qa.scoring.conditions.happening import Happening
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.heard import Call
from qa.scoring.unheard import MOST


@operator(Order)
def order(condition: Order, call: Call, judge: Judge) -> Verdict:
    """As probable as the least sure link of the surest chain."""
    verdicts = [judge(part, call) for part in condition.order]
    if not all(verdict.asked for verdict in verdicts):
        return Verdict.not_asked("；".join(dict.fromkeys(v.reason for v in verdicts if not v.asked)))
    unknown = [verdict.reason for verdict in verdicts if verdict.probability is None]
    if unknown:
        return Verdict.unknown("；".join(dict.fromkeys(unknown)))
    apart = math.inf if condition.apart is None else condition.apart
    chains: list[tuple[float, tuple[Happening, ...]]] = [(1.0, ())]
    for verdict in verdicts:
        longer = [
            (min(sure, step.probability), (*chain, step))
            for step in verdict.fulfilments
            for sure, chain in chains
            if not chain or (chain[-1].complete < step.start and not above(step.start, chain[-1].end + apart))
        ]
        # Of the chains that end in the same step the surest is enough.
        best: dict[Happening, tuple[float, tuple[Happening, ...]]] = {}
        for sure, chain in longer:
            if sure > best.get(chain[-1], (0.0, ()))[0]:
                best[chain[-1]] = sure, chain
        chains = list(best.values())
    if not chains:
        found = tuple(hit for verdict in verdicts for hit in verdict.hits)
        missing = [n for n, verdict in enumerate(verdicts, 1) if not verdict.fulfilments]
        reason = f"第 {'、'.join(map(str, missing))} 步未出现" if missing else "顺序不符或相隔太久"
        # Of steps that nobody heard the least clear voice counts. One that holds at no moment (at most twice) is none.
        unheard = [p if (p := verdicts[n - 1].probability or 0.0) <= MOST else 0.0 for n in missing]
        return Verdict(min(unheard, default=0.0), found, reason, times=())
    sure, chain = max(chains, key=lambda c: c[0])
    steps = tuple(part for step in chain for part in step.parts)
    return Verdict(sure, steps, times=(Happening.of(steps),))
