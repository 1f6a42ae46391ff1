"""One call of the night: its row in the list and, where the page has room, its scorecard and transcript."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from qa.errors import Text, printable
from qa.report import figures
from qa.report.masking import masked_name
from qa.report.night_texts import NightTexts
from qa.report.spoken import Spoken, SpokenTurn, spoken
from qa.report.texts import FLAG, MARK, OUTCOME
from qa.scoring.evaluation import CriterionResult, Evaluation, Finding
from qa.transcript import Party
from qa.warehouse.result import CallResult

LOW_COVERAGE = 0.6
"""Below this a score speaks for so little of the call that the row says so."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place in the call that a criterion rests on."""

    quote: str
    """Masked; where nothing was said (a silence), the rubric's condition."""
    said: bool
    """Whether `quote` is somebody's words."""
    at: str
    probability: str
    anchor: str


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One line of the scorecard."""

    name: str
    outcome: str
    mark: str
    outcome_text: Text
    points: str
    """`6 / 9`, or empty where the criterion does not count."""
    fatal: bool
    reason: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class CardSection:
    """A section of the scorecard with the points of its judged criteria."""

    name: str
    points: str
    lines: tuple[CriterionLine, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its value."""

    name: Text
    value: Text


@dataclass(frozen=True, slots=True)
class CallCard:
    """What a row opens to."""

    sections: tuple[CardSection, ...]
    turns: tuple[SpokenTurn, ...]
    facts: tuple[Fact, ...]
    problem: Text | None
    """Why there is no scorecard."""


@dataclass(frozen=True, slots=True)
class CallRow:
    """One scored call."""

    anchor: str
    call_id: str
    agent: str
    queue: str
    start: str
    length: str
    score: str
    band: str
    coverage: str
    fatal: bool
    flags: tuple[Text, ...]
    card: CallCard | None


def call_row(call: CallResult, *, anchor: str, with_card: bool) -> CallRow:
    """The row of one call; `with_card` adds what it opens to."""
    about, judged = call.recording.metadata, call.evaluation
    return CallRow(
        anchor=anchor,
        call_id=printable(about.call_id),
        agent=printable(about.agent),
        queue=printable(about.queue),
        start=f"{about.start:%m-%d %H:%M}",
        length=figures.clock(call.recording.seconds),
        score=figures.number(judged.score if judged else None),
        band=judged.band if judged else "",
        coverage=figures.percent(judged.coverage if judged else None),
        fatal=judged is not None and judged.fatal,
        flags=(*_doubts(judged), *(FLAG[flag] for flag in call.recording.flags)),
        card=_card(call, anchor) if with_card else None,
    )


def evidence(finding: Finding, said: Spoken) -> Evidence:
    """A finding for display, its words masked as in the call."""
    return Evidence(
        quote=said.quote(finding) if finding.text else finding.phrase,
        said=bool(finding.text),
        at=figures.clock(finding.start),
        probability=figures.probability(finding.probability),
        anchor=said.anchor(finding),
    )


def _doubts(judged: Evaluation | None) -> tuple[Text, ...]:
    """Why a call has no score, or why its score should not be trusted alone."""
    if judged is None:
        return (NightTexts.no_rubric,)
    if judged.score is None:
        return (NightTexts.nothing_judged,)
    return (NightTexts.low_coverage,) if judged.coverage < LOW_COVERAGE else ()


def _card(call: CallResult, anchor: str) -> CallCard:
    judged = call.evaluation
    said = spoken(call.transcript.turns, judged, anchor=anchor)
    return CallCard(
        sections=tuple(
            _section(name, tuple(results), said)
            for name, results in groupby(judged.criteria if judged else (), key=lambda result: result.section)
        ),
        turns=said.lines,
        facts=_facts(call),
        problem=NightTexts.no_rubric_remedy if judged is None else None,
    )


def _section(name: str, results: tuple[CriterionResult, ...], said: Spoken) -> CardSection:
    counted = [result for result in results if result.outcome.judged and not result.fatal]
    return CardSection(
        name=name,
        points=_points(sum(r.points for r in counted), sum(r.max_points for r in counted)) if counted else "",
        lines=tuple(_line(result, said) for result in results),
    )


def _line(result: CriterionResult, said: Spoken) -> CriterionLine:
    counts = result.outcome.judged and not result.fatal
    return CriterionLine(
        name=result.name,
        outcome=result.outcome.value,
        mark=MARK[result.outcome],
        outcome_text=OUTCOME[result.outcome],
        points=_points(result.points, result.max_points) if counts else "",
        fatal=result.fatal,
        reason=result.reason,
        evidence=tuple(evidence(finding, said) for finding in result.findings),
    )


def _points(earned: float, possible: float) -> str:
    return f"{figures.points(earned)} / {figures.points(possible)}"


def _facts(call: CallResult) -> tuple[Fact, ...]:
    judged, measured, file = call.evaluation, call.measures, masked_name(printable(call.recording.file))
    rate = measured.agent_speech_rate
    facts = [
        (NightTexts.recording_file, Text(file, file)),
        (NightTexts.agent_channel, _channel(call)),
        (NightTexts.agent_share, _same(figures.percent(measured.agent_talk_share))),
        (NightTexts.longest_silence, figures.duration(measured.longest_silence)),
        (
            NightTexts.speech_rate,
            _same(figures.NONE) if rate is None else NightTexts.speech_rate_value.format(rate=round(rate)),
        ),
    ]
    if judged is not None:
        facts.append((NightTexts.rubric, _same(f"{judged.rubric} · {judged.rubric_hash[:8]}")))
        parts = ((NightTexts.critical, judged.critical), (NightTexts.non_critical, judged.non_critical))
        facts += [(name, _same(_points(part.points, part.at_stake))) for name, part in parts if part is not None]
    return tuple(Fact(name, value) for name, value in facts)


def _channel(call: CallResult) -> Text:
    agent = call.transcript.agent
    if agent.channel is None:
        told = any(turn.party is not Party.UNKNOWN for turn in call.transcript.turns)
        sure = figures.probability(agent.confidence)
        return NightTexts.told_by_voice.format(sure=sure) if told else NightTexts.unknown_channel
    sides = (NightTexts.left_channel, NightTexts.right_channel)
    side = (
        sides[agent.channel]
        if agent.channel < len(sides)
        else NightTexts.other_channel.format(number=agent.channel + 1)
    )
    sure = figures.probability(agent.confidence)
    return Text(f"{side.zh}（{sure}）", f"{side.en} ({sure})")


def _same(value: str) -> Text:
    return Text(value, value)
