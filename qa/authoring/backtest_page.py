"""The page of a backtest: everything that backtest.html shows, written as the reader sees it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from qa.authoring.backtest import AgentChange, Backtest, CallChange
from qa.authoring.backtest_record import BacktestRecord, Version
from qa.authoring.backtest_texts import BacktestTexts
from qa.authoring.otherwise import CriterionChange, Quote, Way
from qa.errors import Text, printable
from qa.recording import Seconds
from qa.report import charts, figures
from qa.report.glance import Count
from qa.report.rendering import render
from qa.report.texts import MARK, OUTCOME
from qa.scoring.evaluation import Outcome

CALLS_SHOWN: Final = 100
AGENTS_SHOWN: Final = 20
_EDGES: Final = (-20, -10, -5, -2, 0, 2, 5, 10, 20)
"""Between the columns of the picture; a move of 0 is none."""
_BINS: Final = ("< −20", "−20…−10", "−10…−5", "−5…−2", "−2…0", "0…2", "2…5", "5…10", "10…20", "≥ 20")


@dataclass(frozen=True, slots=True)
class AgentRow:
    """An agent whose place moves."""

    agent: str
    calls: str
    mean: str
    place: str
    focus: Text | None
    """Whether they enter or leave the weakest."""
    attention: bool


@dataclass(frozen=True, slots=True)
class Example:
    """One call in which a criterion comes out otherwise."""

    call_id: str
    recording_id: str
    quote: str
    about: str
    """What it rests on where there are no words."""
    at: str
    start: Seconds | None


@dataclass(frozen=True, slots=True)
class OutcomeSign:
    """An outcome with its colour, sign and word."""

    css: str
    mark: str
    text: Text


@dataclass(frozen=True, slots=True)
class WayRow:
    """From one outcome to another."""

    before: OutcomeSign
    after: OutcomeSign
    calls: Text
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion that comes out otherwise."""

    criterion: str
    name: str
    state: Text | None
    """New, or gone."""
    before: str
    after: str
    difference: str
    ways: tuple[WayRow, ...]


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call whose score moves."""

    call_id: str
    recording_id: str
    agent: str
    before: str
    after: str
    moved: str
    down: bool


@dataclass(frozen=True, slots=True)
class BacktestPage:
    """All that `backtest.html` is given."""

    texts: ClassVar[type[BacktestTexts]] = BacktestTexts
    rubric: str
    month: str
    headline: Text
    remarks: tuple[Text, ...]
    versions: tuple[tuple[Text, Text, str], ...]
    """Which it is, its file and version, and its fingerprint."""
    figures: tuple[Count, ...]
    agents: tuple[AgentRow, ...]
    agents_limited: Text | None
    criteria: tuple[CriterionRow, ...]
    histogram: charts.Histogram
    scoreless: Text | None
    calls: tuple[CallRow, ...]
    calls_limited: Text | None


def render_backtest(record: BacktestRecord) -> str:
    """The HTML of a backtest's page."""
    return render("backtest.html", backtest_page(record))


def backtest_page(record: BacktestRecord) -> BacktestPage:
    """The context of the page."""
    found, t = record.found, BacktestTexts
    more = len(found.agents) - AGENTS_SHOWN
    shown, total = figures.count(CALLS_SHOWN), figures.count(len(found.changed))
    return BacktestPage(
        rubric=record.name,
        month=record.month,
        headline=headline(record),
        remarks=remarks(record),
        versions=((t.old, *_version(record.old)), (t.new, *_version(record.new))),
        figures=_figures(found),
        agents=tuple(_agent(agent) for agent in found.agents[:AGENTS_SHOWN]),
        agents_limited=t.agents_limited.format(n=figures.count(more)) if more > 0 else None,
        criteria=tuple(_criterion(change) for change in found.criteria),
        histogram=charts.histogram(_moves(found.changed), _BINS),
        scoreless=_scoreless(found.changed),
        calls=tuple(_call(call) for call in found.changed[:CALLS_SHOWN]),
        calls_limited=(t.calls_limited.format(shown=shown, total=total) if len(found.changed) > CALLS_SHOWN else None),
    )


def headline(record: BacktestRecord) -> Text:
    """What would change, in two sentences."""
    found, t = record.found, BacktestTexts
    if not found.calls:
        return t.nothing.format(month=record.month)
    said = t.headline.format(
        month=record.month,
        calls=figures.count(found.calls),
        changed=figures.count(len(found.changed)),
        before=figures.number(found.mean_before),
        after=figures.number(found.mean_after),
    )
    entering, leaving = _entering(found), _leaving(found)
    focus = t.focus_moves if entering or leaving else t.focus_stays
    also = focus.format(n=entering, m=leaving, size=record.focus_agents)
    return Text(said.zh + also.zh, f"{said.en} {also.en}")


def remarks(record: BacktestRecord) -> tuple[Text, ...]:
    """What a reader must know of which calls and criteria are compared; none where nothing is out of the way."""
    found, t = record.found, BacktestTexts
    old, new = record.old.rubric, record.new.rubric
    told = [t.other_rubric.format(old=old, new=new)] if old and new and old != new else []
    counted = (
        (found.early_or_late_old, t.not_valid_old),
        (found.early_or_late_new, t.not_valid_new),
        (found.only_old, t.only_old),
        (found.only_new, t.only_new),
    )
    told += [text.format(n=figures.count(n)) for n, text in counted if n]
    return tuple(told)


def _entering(found: Backtest) -> int:
    return sum(agent.focus_after and not agent.focus_before for agent in found.agents)


def _leaving(found: Backtest) -> int:
    return sum(agent.focus_before and not agent.focus_after for agent in found.agents)


def _version(version: Version) -> tuple[Text, str]:
    name = BacktestTexts.version.format(file=printable(version.file), version=printable(version.version))
    return name, version.hash[:8]


def _figures(found: Backtest) -> tuple[Count, ...]:
    t = BacktestTexts

    def count(name: Text, value: str, *, attention: bool = False, link: str = "") -> Count:
        return Count(name, Text(value, value), attention, link)

    entering, leaving = _entering(found), _leaving(found)
    return (
        count(t.calls, figures.count(found.calls)),
        count(t.changed, figures.count(len(found.changed)), link="#calls"),
        count(t.mean, f"{figures.number(found.mean_before)} → {figures.number(found.mean_after)}"),
        count(t.criteria, figures.count(len(found.criteria)), link="#criteria"),
        count(t.entering, figures.count(entering), attention=entering > 0, link="#agents"),
        count(t.leaving, figures.count(leaving), link="#agents"),
    )


def _agent(agent: AgentChange) -> AgentRow:
    enters, leaves = agent.focus_after and not agent.focus_before, agent.focus_before and not agent.focus_after
    return AgentRow(
        agent=printable(agent.agent),
        calls=figures.count(agent.calls),
        mean=f"{figures.number(agent.mean_before)} → {figures.number(agent.mean_after)}",
        place=f"{agent.rank_before} → {agent.rank_after}",
        focus=BacktestTexts.enters if enters else BacktestTexts.leaves if leaves else None,
        attention=enters,
    )


def _criterion(change: CriterionChange) -> CriterionRow:
    before, after = change.failed_before, change.failed_after
    t = BacktestTexts
    return CriterionRow(
        criterion=change.criterion,
        name=change.name,
        state=t.is_new if before is None else t.is_gone if after is None else None,
        before=_failed(before, change.judged_before),
        after=_failed(after, change.judged_after),
        difference="" if before is None or after is None else signed(after - before),
        ways=tuple(_way(way) for way in change.ways),
    )


def _failed(failed: int | None, judged: int | None) -> str:
    if failed is None or judged is None:
        return figures.NONE
    return f"{figures.count(failed)} / {figures.count(judged)}"


def signed(number: float) -> str:
    """With its sign: `+3`, `−4.5`, `0`."""
    return f"{'+' if number > 0 else ''}{figures.points(round(number, 1))}"


def _way(way: Way) -> WayRow:
    calls = BacktestTexts.times.format(n=figures.count(way.calls))
    return WayRow(_sign(way.before), _sign(way.after), calls, tuple(_example(quote) for quote in way.quotes))


def _sign(outcome: str) -> OutcomeSign:
    if not outcome:
        return OutcomeSign("not_applicable", figures.NONE, BacktestTexts.no_line)
    known = Outcome(outcome)
    return OutcomeSign(outcome, MARK[known], OUTCOME[known])


def _example(quote: Quote) -> Example:
    at = "" if quote.start is None else figures.clock(quote.start)
    return Example(printable(quote.call_id), quote.recording_id, quote.text, quote.about, at, quote.start)


def _moves(changed: Sequence[CallChange]) -> list[int]:
    bins = [0] * len(_BINS)
    for call in changed:
        if call.moved is not None:
            bins[bisect_right(_EDGES, call.moved)] += 1
    return bins


def _scoreless(changed: Sequence[CallChange]) -> Text | None:
    gone = sum(call.after is None for call in changed)
    come = sum(call.before is None for call in changed)
    return BacktestTexts.scoreless.format(gone=gone, come=come) if gone or come else None


def _call(call: CallChange) -> CallRow:
    moved = call.moved
    return CallRow(
        call_id=printable(call.call_id),
        recording_id=call.recording_id,
        agent=printable(call.agent),
        before=figures.number(call.before),
        after=figures.number(call.after),
        moved=figures.NONE if moved is None else signed(moved),
        down=moved is not None and moved < 0,
    )
