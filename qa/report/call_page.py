"""One call as people work with it: every word with its time, every finding with its place, the filled scorecard.

Texts are masked unless `unmasked`; `hidden` names the stretches of sound that go with the masked words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from qa.measures.shape import CurveKind, Measures
from qa.recording import Seconds
from qa.report import figures
from qa.report.masking import masked_turns
from qa.report.spoken import UNSURE, Spoken, spoken
from qa.rubric.usual import meaning
from qa.scoring.evaluation import CriterionResult, Evaluation, Finding, Outcome
from qa.transcript import Party, Turn
from qa.warehouse.result import CallResult

# Where two findings share a word, the one a reader must not miss gives it its colour.
_URGENCY = (Outcome.VIOLATED, Outcome.CANNOT_JUDGE, Outcome.MISSED, Outcome.MET, Outcome.CLEAR)
_MARGIN: Seconds = 0.15
"""A word's times are good to about this much: a muted number is muted a little longer on either side."""
_PAUSE: Seconds = 1.0
"""What lies between two masked words, and is no longer, may be a digit that nobody wrote down."""


@dataclass(frozen=True, slots=True)
class WordView:
    """One word."""

    text: str
    start: Seconds
    end: Seconds
    unsure: bool
    hidden: bool
    finding: str
    """Id of the finding it belongs to, or empty."""
    outcome: str
    """Of that finding's criterion."""


@dataclass(frozen=True, slots=True)
class TurnView:
    """One turn."""

    number: int
    party: Party
    start: Seconds
    end: Seconds
    words: tuple[WordView, ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """One place that a criterion rests on."""

    id: str
    """`criterion:position`."""
    position: int
    quote: str
    said: bool
    """Whether `quote` is somebody's words; else it is the rubric's condition."""
    phrase: str
    usual: str
    """What is said by it where the phrase is none of the rubric's, but another usual wording that counts as well."""
    party: Party
    start: Seconds
    end: Seconds
    probability: str


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of the scorecard."""

    criterion: str
    name: str
    outcome: Outcome
    points: str
    fatal: bool
    reason: str
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of the scorecard."""

    name: str
    points: str
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """The total of the critical criteria, or of all others."""

    critical: bool
    points: str
    coverage: str


@dataclass(frozen=True, slots=True)
class CallView:
    """The call."""

    turns: tuple[TurnView, ...]
    sections: tuple[SectionView, ...]
    parts: tuple[PartView, ...]
    """Empty where the rubric names no critical criteria."""
    marks: dict[str, Any]
    """For the player, as JSON: findings, silences, holds, overlaps, interruptions and curves in seconds."""
    hidden: tuple[tuple[Seconds, Seconds], ...]
    """Stretches whose words are masked: muted in the sound. Empty where `unmasked`."""
    masked: int
    """How many words a reader without leave does not see."""

    @property
    def lines(self) -> tuple[LineView, ...]:
        """All lines of the scorecard."""
        return tuple(line for section in self.sections for line in section.lines)


def call_view(call: CallResult, *, unmasked: bool = False) -> CallView:
    """Prepare a call for display."""
    turns, card = call.transcript.turns, call.evaluation
    masks = masked_turns([[word.text for word in turn.words] for turn in turns])
    stretches = hidden_spans(turns, masks)
    texts = [[w.text for w in turn.words] for turn in turns] if unmasked else masks
    said = spoken(turns, card, anchor="t")
    sections = tuple(
        _section(name, tuple(lines), said, unmasked=unmasked)
        for name, lines in groupby(card.criteria if card else (), key=lambda line: line.section)
    )
    return CallView(
        turns=tuple(_turn(i, turn, texts[i], masks[i], card) for i, turn in enumerate(turns)),
        sections=sections,
        parts=tuple(
            PartView(
                critical,
                f"{figures.points(part.points)} / {figures.points(part.at_stake)}",
                figures.percent(part.coverage),
            )
            for critical, part in ((True, card and card.critical), (False, card and card.non_critical))
            if part
        ),
        marks=_marks(call.measures, card, sections),
        hidden=() if unmasked else stretches,
        masked=sum(
            a.text != b for turn, mask in zip(turns, masks, strict=True) for a, b in zip(turn.words, mask, strict=True)
        ),
    )


def hidden_spans(turns: Sequence[Turn], masks: Sequence[Sequence[str]]) -> tuple[tuple[Seconds, Seconds], ...]:
    """The stretches of sound in which masked words are said, with a margin, those that are close joined."""
    words = (
        (word.start - _MARGIN, word.end + _MARGIN)
        for turn, mask in zip(turns, masks, strict=True)
        for word, text in zip(turn.words, mask, strict=True)
        if word.text != text
    )
    joined: list[tuple[Seconds, Seconds]] = []
    for start, end in sorted(words):
        if joined and start <= joined[-1][1] + _PAUSE - 2 * _MARGIN:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((max(0.0, start), end))
    return tuple((round(start, 3), round(end, 3)) for start, end in joined)


def _turn(number: int, turn: Turn, texts: Sequence[str], masks: Sequence[str], card: Evaluation | None) -> TurnView:
    evidence = [
        (outcome, f"{line.criterion}:{position}", finding)
        for outcome in _URGENCY
        for line in (card.criteria if card else ())
        if line.outcome is outcome
        for position, finding in enumerate(line.findings)
        if finding.text and finding.party is turn.party
    ]
    words = []
    for word, text, mask in zip(turn.words, texts, masks, strict=True):
        middle = (word.start + word.end) / 2
        owner = next(((o, i) for o, i, f in evidence if f.start <= middle < f.end), None)
        words.append(
            WordView(
                text=text,
                start=round(word.start, 2),
                end=round(word.end, 2),
                unsure=word.probability < UNSURE,
                hidden=mask != word.text,
                finding=owner[1] if owner else "",
                outcome=owner[0].value if owner else "",
            )
        )
    return TurnView(number, turn.party, round(turn.start, 2), round(turn.end, 2), tuple(words))


def _section(name: str, results: tuple[CriterionResult, ...], said: Spoken, *, unmasked: bool) -> SectionView:
    counted = [r for r in results if r.outcome.judged and not r.fatal]
    points = _points(sum(r.points for r in counted), sum(r.max_points for r in counted)) if counted else ""
    return SectionView(name, points, tuple(_line(result, said, unmasked=unmasked) for result in results))


def _line(result: CriterionResult, said: Spoken, *, unmasked: bool) -> LineView:
    counts = result.outcome.judged and not result.fatal
    return LineView(
        criterion=result.criterion,
        name=result.name,
        outcome=result.outcome,
        points=_points(result.points, result.max_points) if counts else "",
        fatal=result.fatal,
        reason=result.reason,
        findings=tuple(
            _finding(result.criterion, position, finding, said, unmasked=unmasked)
            for position, finding in enumerate(result.findings)
        ),
    )


def _finding(criterion: str, position: int, finding: Finding, said: Spoken, *, unmasked: bool) -> FindingView:
    quote = finding.text if unmasked else said.quote(finding)
    return FindingView(
        id=f"{criterion}:{position}",
        position=position,
        quote=quote if finding.text else finding.phrase,
        said=bool(finding.text),
        phrase=finding.phrase,
        usual=meaning(finding.phrase),
        party=finding.party,
        start=round(finding.start, 2),
        end=round(finding.end, 2),
        probability=figures.probability(finding.probability),
    )


def _points(earned: float, possible: float) -> str:
    return f"{figures.points(earned)}/{figures.points(possible)}"


def _marks(measures: Measures, card: Evaluation | None, sections: Iterable[SectionView]) -> dict[str, Any]:
    found = [
        {"id": f.id, "start": f.start, "end": f.end, "outcome": line.outcome.value, "name": line.name, "party": f.party}
        for section in sections
        for line in section.lines
        for f in line.findings
    ]
    return {
        "seconds": measures.call_seconds,
        "findings": sorted(found, key=lambda one: (one["start"], one["id"])),
        "silences": [[s.start, s.end] for s in measures.silences],
        "holds": [[h.start, h.end] for h in measures.holds if h.certain],
        "overlaps": [[o.start, o.end] for o in measures.overlaps],
        "interruptions": [[i.start, i.end] for i in measures.interruptions],
        "curves": [
            {"kind": c.kind, "party": c.party, "step": c.step, "values": [_rounded(v) for v in c.values]}
            for c in measures.curves
            if c.kind in (CurveKind.SPEECH_RATE, CurveKind.LOUDNESS)
        ],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
