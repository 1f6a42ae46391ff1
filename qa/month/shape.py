"""What a closed month holds: everything needed to show it again, and nothing that depends on the clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qa.recording import Seconds

QUOTES = 5
"""Quotes a focus agent, at most."""


class Standing(StrEnum):
    """How sure the month is that an agent is among the weakest."""

    CLEAR = "clear"
    """P(among the weakest) ≥ 0.8."""
    POSSIBLE = "possible"
    """P from 0.5."""
    NOT_AMONG = "not_among"
    NOT_DISTINGUISHABLE = "not_distinguishable"
    """The month shows no difference between agents that chance would not make."""
    INSUFFICIENT = "insufficient"
    """Too few calls to say: shown, never hidden."""


class Presence(StrEnum):
    """Whether an agent was here all month (`qa.month.presence`)."""

    USUAL = "usual"
    NEW = "new"
    """First call at most a month ago: never named for the focus, onboarding has its own plan."""
    PART_TIME = "part_time"
    ABSENT = "absent"
    """Without calls at the month's end: never named for the focus before they are back."""


class Trust(StrEnum):
    """How far the machine's judgement of a criterion may be relied on (`qa.month.gate`)."""

    TRUSTED = "trusted"
    """The lower limit of Krippendorff's α between machine and people is .80 or more."""
    ADVISORY = "advisory"
    """From .667: told, and no part of the ranking."""
    FOR_REVIEW = "for_review"
    """Below: people judge it."""
    NOT_REVIEWED = "not_reviewed"
    """People have not judged enough calls without sight of the machine to say."""


@dataclass(frozen=True, slots=True)
class CriterionStanding:
    """Whether a criterion counted in the ranking, and why."""

    rubric: str
    criterion: str
    name: str
    trust: Trust
    counts: bool
    reviews: int
    """Blind answers of people that were compared."""
    alpha: float | None
    low: float | None
    """Lower end of the 95 % interval of `alpha`."""
    high: float | None


class Level(StrEnum):
    """Whose calls are looked at together."""

    CENTRE = "centre"
    SITE = "site"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class MachineBias:
    """How far the machine's mean is from what people would have given (`qa.month.machine_bias`). Points of 100."""

    level: Level
    group: str
    """Site or team; empty for the centre."""
    calls: int
    """Scored by the machine."""
    mean: float
    """Of the machine, over all of them."""
    heard: int
    """Of these, drawn by lot and scored blind by people."""
    bias: float
    """Machine less people."""
    bias_low: float
    """Lower end of its 90 % interval."""
    bias_high: float
    corrected: float
    """`mean` less `bias`: what people would have given."""
    low: float
    """Lower end of its 90 % interval."""
    high: float
    error: float
    """Standard error of `bias`; of `taken_out` where that is not 0."""
    taken_out: float = 0.0
    """What the ranking took off the scores of this site's agents, or added where negative."""


class Lot(StrEnum):
    """What the lot decided about an agent as weak as the focus."""

    COACHED = "coached"
    """In the focus."""
    WAITS = "waits"
    """Coached a month later at the earliest: who shows what would have come anyway."""


@dataclass(frozen=True, slots=True)
class CoachingEffect:
    """What coaching gave, in points."""

    points: float
    low: float
    """Lower end of the 90 % interval."""
    high: float
    coached: int
    waited: int


@dataclass(frozen=True, slots=True)
class Help:
    """Whether coaching helped."""

    gain: float | None
    """Mean gain of the coached; None without any."""
    expected_gain: float | None
    """The mean gain that would have come by itself."""
    effect: CoachingEffect | None
    """Against the waiting list; None where too few waited."""
    drawn: int | None = None
    """How many the lot chose for coaching …"""
    held: int | None = None
    """… and with how many of them a talk is on record; both None where no lot was drawn."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a queue, a direction or a rubric adds to a score, against the centre's own mix of calls."""

    factor: str
    level: str
    calls: int
    points: float


@dataclass(frozen=True, slots=True)
class Quote:
    """Words from a call that show what a criterion is about."""

    recording_id: str
    call_id: str
    criterion: str
    name: str
    text: str
    start: Seconds
    probability: float


@dataclass(frozen=True, slots=True)
class Weakness:
    """A criterion on which an agent does worse than colleagues."""

    criterion: str
    name: str
    judged: int
    rate: float
    """Share of the judged calls in which it was met or clear."""
    peer_rate: float
    """The same over all other agents."""


@dataclass(frozen=True, slots=True)
class AgentMonth:
    """One agent's month."""

    agent: str
    team: str
    site: str
    calls: int
    """Evaluations with a score: the n behind every other figure."""
    mean_score: float
    """By the criteria that count in the ranking."""
    adjusted_score: float
    """The mean on the centre's own mix of calls, shrunk towards all agents' by how little n says."""
    low: float
    """Lower end of the 90 % interval of `adjusted_score`."""
    high: float
    coverage: float
    """Mean share of the points that could be judged."""
    reliability: float
    """Share of the variance of `mean_score` that is the agent's own, 0 to 1."""
    expected_rank: float
    """1 is the weakest."""
    rank_low: int
    rank_high: int
    p_weakest: float
    """Probability of being among the weakest N."""
    standing: Standing
    focus: bool
    """Named for extra monitoring next month."""
    fatal_calls: int
    weaknesses: tuple[Weakness, ...]
    quotes: tuple[Quote, ...]
    presence: Presence = Presence.USUAL
    lot: Lot | None = None
    """None: no lot was drawn for this agent."""
    offset: float = 0.0
    """`mean_score` less the mean that was ranked: what the agent's mix of calls and the machine's error made of it."""

    @property
    def expected_mean(self) -> float:
        """What `mean_score` would be next month by itself, on the same mix of calls and judged by the same machine."""
        return self.adjusted_score + self.offset


@dataclass(frozen=True, slots=True)
class IndicatorMonth:
    """One criterion of one rubric over the month."""

    rubric: str
    criterion: str
    name: str
    section: str
    fatal: bool
    judged: int
    passed: int
    """Calls in which it was met or clear."""
    cannot_judge: int
    rate: float
    low: float
    """Lower end of the 95 % Wilson interval of `rate`."""
    high: float
    points_lost: float
    """Mean points lost a judged call."""
    key: bool
    """One of next month's key indicators."""


@dataclass(frozen=True, slots=True)
class SiteMonth:
    """One site's month."""

    site: str
    agents: int
    calls: int
    mean_score: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class FocusGroup:
    """A site or team that names its own weakest."""

    name: str
    size: int
    """How many it names."""
    agents: int
    """Ranked ones whose home it is."""


@dataclass(frozen=True, slots=True)
class PlaceIndicator:
    """A criterion in which a site or team differs from the others by more than chance."""

    rubric: str
    criterion: str
    name: str
    judged: int
    rate: float
    """Share of the judged calls there in which it was met or clear."""
    others: float
    """The same everywhere else."""


@dataclass(frozen=True, slots=True)
class PlaceMonth:
    """A site's or a team's month: what it does better and worse than the others, and who needs help."""

    level: Level
    name: str
    site: str
    """Of a team; empty where its agents belong to several."""
    agents: int
    calls: int
    mean_score: float
    low: float
    """Lower end of the 90 % interval of the mean, agents as clusters."""
    high: float
    strengths: tuple[PlaceIndicator, ...]
    """Dearest first."""
    weaknesses: tuple[PlaceIndicator, ...]
    in_need: tuple[str, ...]
    """Its agents in the focus, or probably among the weakest; weakest first."""


@dataclass(frozen=True, slots=True)
class MonthClose:
    """A closed month. The same inputs give the same bytes; other inputs give another revision."""

    month: str
    """YYYY-MM."""
    revision: int
    inputs_hash: str
    recordings: int
    """Calls of the month, by their local start."""
    evaluations: int
    """Those with a scorecard."""
    without_score: int
    """Scorecards on which nothing could be judged."""
    mean_score: float | None
    coverage: float | None
    histogram: tuple[int, ...]
    """Calls in ten bins of ten points, [0, 10) … [90, 100]."""
    bands: tuple[tuple[str, int], ...]
    """Scored calls by band, best band first."""
    detectable: bool
    """Whether agents differ by more than chance."""
    focus_size: int
    """How many are named, of each group where `focus_groups` does not say otherwise."""
    agents: tuple[AgentMonth, ...]
    """Weakest first."""
    indicators: tuple[IndicatorMonth, ...]
    """Weakest first."""
    sites: tuple[SiteMonth, ...]
    unknown_agent_calls: int = 0
    """Scored calls of agents who are not in the roster: in every figure of the month but the agents'."""
    case_mix: tuple[Effect, ...] = ()
    """What was taken out of the agents' means, by factor and level."""
    agents_without_score: tuple[str, ...] = ()
    """Agents with calls but not one score, by id: nobody is dropped silently."""
    trust_rule: str = "when_reviewed"
    """`month.trust` of the settings it was closed with."""
    criteria: tuple[CriterionStanding, ...] = ()
    """Which criteria counted in the ranking, by rubric and criterion; empty in closes of earlier versions."""
    focus_by: str = "centre"
    """Among whom the focus agents are named: centre, site or team."""
    focus_groups: tuple[FocusGroup, ...] = ()
    """The sites or teams that name their own, by name; empty where the centre does."""
    lot_seed: int | None = None
    """Of the lots that say who of the weakest waits; None: nobody waits."""
    helped: Help | None = None
    """Whether coaching helped those whom the lot of the month before chose; None: none was drawn."""
    machine: tuple[MachineBias, ...] = ()
    """The machine's error by group, where people scored enough calls by lot."""
    places: tuple[PlaceMonth, ...] = ()
    """Sites, then teams, the weakest mean first."""

    @property
    def focus(self) -> tuple[AgentMonth, ...]:
        """Next month's focus agents, weakest first."""
        return tuple(agent for agent in self.agents if agent.focus)

    @property
    def waiting(self) -> tuple[AgentMonth, ...]:
        """Who is as weak and waits by lot, weakest first."""
        return tuple(agent for agent in self.agents if agent.lot is Lot.WAITS)

    @property
    def key_indicators(self) -> tuple[IndicatorMonth, ...]:
        """Next month's key indicators, weakest first."""
        return tuple(indicator for indicator in self.indicators if indicator.key)

    @property
    def left_out(self) -> tuple[CriterionStanding, ...]:
        """The criteria that stood out of the ranking."""
        return tuple(criterion for criterion in self.criteria if not criterion.counts)
