"""The monthly evaluation of each site. Pure arithmetic."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from qa.month.shape import SiteMonth

_Z90 = NormalDist().inv_cdf(0.95)


@dataclass(frozen=True, slots=True)
class SiteSample:
    """The scored calls of one agent at one site."""

    site: str
    agent: str
    calls: int
    mean: float
    variance: float
    """Sample variance (n − 1); 0 when there is one call."""


def sites(samples: Sequence[SiteSample]) -> tuple[SiteMonth, ...]:
    """One month a site, weakest mean first; an agent who worked at two sites counts at both.

    The mean is over calls. Its 90 % interval takes agents as clusters, because calls of one agent are alike; with one
    agent only, calls stand for themselves. With one call the interval is the whole scale.
    """
    grouped: dict[str, list[SiteSample]] = defaultdict(list)
    for sample in sorted(samples, key=lambda sample: (sample.site, sample.agent)):
        if sample.calls:
            grouped[sample.site].append(sample)
    months = [_site(site, members) for site, members in grouped.items()]
    return tuple(sorted(months, key=lambda month: (round(month.mean_score, 9), month.site)))


def _site(site: str, members: Sequence[SiteSample]) -> SiteMonth:
    calls = sum(member.calls for member in members)
    mean = sum(member.calls * member.mean for member in members) / calls
    if len(members) > 1:
        clusters = sum((member.calls * (member.mean - mean)) ** 2 for member in members)
        variance = clusters / calls**2 * len(members) / (len(members) - 1)
    elif calls > 1:
        variance = members[0].variance / calls
    else:
        variance = math.inf
    reach = _Z90 * math.sqrt(variance)
    return SiteMonth(
        site=site,
        agents=len(members),
        calls=calls,
        mean_score=mean,
        low=max(mean - reach, min(mean, 0.0)),
        high=min(mean + reach, max(mean, 100.0)),
    )
