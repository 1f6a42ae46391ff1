"""The night report's context: everything that night.html shows, worked out and written as the reader sees it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, zip_longest
from typing import ClassVar

from qa.errors import Text, printable
from qa.night import NightRecord, Notice
from qa.report import charts, figures
from qa.report.call_card import CallRow, Evidence, call_row, evidence
from qa.report.glance import Count, counts, headline, night_figures, share_of_points
from qa.report.masking import masked_name
from qa.report.night_texts import NightTexts
from qa.report.spoken import UNSURE, spoken
from qa.report.texts import MARK, OUTCOME
from qa.scoring.evaluation import Evaluation, Outcome
from qa.warehouse.result import CallResult

DETAILED = 200
"""Calls that carry scorecard and transcript: beyond, the file grows too large for a browser or an e-mail."""


@dataclass(frozen=True, slots=True)
class FatalRow:
    """One fatal criterion broken in one call."""

    anchor: str
    """The words in the transcript, or the call's row where it carries no transcript."""
    call_id: str
    agent: str
    queue: str
    start: str
    criterion: str
    reason: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One file that a person should know about."""

    code: str
    file: str
    what: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class OutcomeKey:
    """An outcome's mark explained."""

    outcome: str
    mark: str
    text: Text


@dataclass(frozen=True, slots=True)
class NightPage:
    """All that `night.html` is given. Figures are written out; the texts around them are `texts`."""

    texts: ClassVar[type[NightTexts]] = NightTexts
    date: str
    """The night's date and hour, `2026-11-03 01:30`."""
    headline: Text
    counts: tuple[Count, ...]
    """What became of every file of the inbox, and the warnings."""
    figures: tuple[Count, ...]
    """Audio, speed, mean score, coverage, calls without a score, fatal calls."""
    fatal: tuple[FatalRow, ...]
    quarantined: tuple[NoticeRow, ...]
    warnings: tuple[NoticeRow, ...]
    left_for_next: tuple[str, ...]
    histogram: charts.Histogram
    bands: tuple[charts.Bar, ...]
    calls: tuple[CallRow, ...]
    """Fatal first, then by score from the lowest; calls without a score at the end."""
    limited: Text | None
    """Said where not every call carries details."""
    outcomes: tuple[OutcomeKey, ...]
    unsure: Text
    month_link: str | None
    """Relative address of the month report."""


def night_page(record: NightRecord, calls: Sequence[CallResult], *, month_link: str | None = None) -> NightPage:
    """The context of the night report."""
    judged = [call.evaluation for call in calls if call.evaluation is not None]
    scored = [e for e in judged if e.score is not None]
    ordered = sorted(calls, key=_urgency)
    anchors = {call.recording.recording_id: f"c{number}" for number, call in enumerate(ordered, 1)}
    detailed = _with_details(ordered)
    return NightPage(
        date=f"{datetime.fromisoformat(record.night):%Y-%m-%d %H:%M}",
        headline=headline(record, judged, scored),
        counts=counts(record),
        figures=night_figures(record, calls, judged, scored),
        fatal=tuple(
            row
            for call in ordered
            if call.evaluation is not None and call.evaluation.fatal
            for row in _fatal_rows(
                call,
                call.evaluation,
                anchor=anchors[call.recording.recording_id],
                with_card=call.recording.recording_id in detailed,
            )
        ),
        quarantined=tuple(_notice(notice) for notice in record.quarantined),
        warnings=tuple(_notice(notice) for notice in record.warnings),
        left_for_next=tuple(masked_name(printable(file)) for file in record.left_for_next),
        histogram=charts.histogram(_bins(scored)),
        bands=charts.bars(_bands(scored)),
        calls=tuple(
            call_row(
                call,
                anchor=anchors[call.recording.recording_id],
                with_card=call.recording.recording_id in detailed,
            )
            for call in ordered
        ),
        limited=(
            NightTexts.calls_limited.format(total=figures.count(len(calls)), detailed=figures.count(len(detailed)))
            if len(detailed) < len(calls)
            else None
        ),
        outcomes=tuple(OutcomeKey(o.value, MARK[o], OUTCOME[o]) for o in Outcome),
        unsure=NightTexts.probability_meaning.format(unsure=UNSURE),
        month_link=month_link,
    )


def _bins(scored: Iterable[Evaluation]) -> list[int]:
    bins = [0] * 10
    for judged in scored:
        bins[charts.bin_of(judged.score or 0.0, judged.max_score)] += 1
    return bins


def _bands(scored: Iterable[Evaluation]) -> list[tuple[str, int]]:
    """Bands with their calls, best first: a rubric's order of bands follows from the scores in them."""
    best: dict[str, float] = {}
    calls: dict[str, int] = {}
    for judged in scored:
        best[judged.band] = max(best.get(judged.band, 0.0), share_of_points(judged))
        calls[judged.band] = calls.get(judged.band, 0) + 1
    return [(band, calls[band]) for band in sorted(best, key=lambda band: (-best[band], band))]


def _urgency(call: CallResult) -> tuple[int, float, str]:
    judged, last = call.evaluation, call.recording.metadata.call_id
    if judged is None or judged.score is None:
        return (2, 0.0, last)
    return (0 if judged.fatal else 1, share_of_points(judged), last)


def _with_details(ordered: Sequence[CallResult]) -> set[str]:
    """Ids of the calls that carry details: fatal ones, then the lowest scores and lowest coverages in turn."""
    fatal = [call for call in ordered if _urgency(call)[0] == 0]
    rest = [call for call in ordered if _urgency(call)[0]]
    uncovered = sorted(rest, key=lambda call: call.evaluation.coverage if call.evaluation else 0.0)
    in_turn = chain.from_iterable(zip_longest(rest, uncovered))
    wanted = dict.fromkeys(call.recording.recording_id for call in chain(fatal, in_turn) if call is not None)
    return set(list(wanted)[:DETAILED])


def _fatal_rows(call: CallResult, judged: Evaluation, *, anchor: str, with_card: bool) -> Iterable[FatalRow]:
    about = call.recording.metadata
    said = spoken(call.transcript.turns, judged, anchor=anchor)
    for result in judged.criteria:
        if result.fatal and result.outcome in (Outcome.VIOLATED, Outcome.MISSED):
            places = tuple(evidence(finding, said) for finding in result.findings)
            yield FatalRow(
                anchor=places[0].anchor if with_card and places and places[0].anchor else anchor,
                call_id=printable(about.call_id),
                agent=printable(about.agent),
                queue=printable(about.queue),
                start=f"{about.start:%m-%d %H:%M}",
                criterion=result.name,
                reason=result.reason,
                evidence=places,
            )


def _notice(notice: Notice) -> NoticeRow:
    return NoticeRow(notice.code, masked_name(printable(notice.file)), _masked(notice.what), _masked(notice.remedy))


def _masked(text: Text) -> Text:
    # What is wrong may name the file again.
    return Text(masked_name(text.zh), masked_name(text.en))
