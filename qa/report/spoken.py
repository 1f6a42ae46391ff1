"""A call's transcript as the report shows it: masked, with the words that findings rest on marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from qa.errors import Text
from qa.recording import Seconds
from qa.report import figures
from qa.report.masking import masked_quote, masked_turns
from qa.report.texts import MARK, PARTY
from qa.scoring.evaluation import Evaluation, Finding, Outcome
from qa.transcript import Party, Turn, Word

UNSURE = 0.6
"""Words below this probability stand fainter."""

# Where two findings share a word, the one a reader must not miss gives it its mark.
_URGENCY = (Outcome.VIOLATED, Outcome.CANNOT_JUDGE, Outcome.MISSED, Outcome.MET, Outcome.CLEAR)


@dataclass(frozen=True, slots=True)
class Segment:
    """Neighbouring words that look alike."""

    text: str
    outcome: str
    """Of the finding that these words belong to, or empty."""
    mark: str
    """The sign of that outcome, on the last segment of the finding's words only."""
    unsure: bool


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """One line of the transcript."""

    anchor: str
    """Unique in the page; findings link to it."""
    party: Text
    css: str
    at: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A call's turns with what is needed to quote from them."""

    lines: tuple[SpokenTurn, ...]
    turns: tuple[Turn, ...]
    """As recognised, but masked."""
    raw: tuple[Turn, ...]

    def anchor(self, finding: Finding) -> str:
        """The anchor of the turn that a finding stands in; empty where there is none."""
        near = [
            (turn.party is not finding.party, abs(turn.start - finding.start), line.anchor)
            for turn, line in zip(self.raw, self.lines, strict=True)
            if turn.start <= finding.end and finding.start <= turn.end
        ]
        return min(near)[2] if near else ""

    def quote(self, finding: Finding) -> str:
        """The words of a finding as they stand masked in the call, so that no part of a number is left over."""
        for raw, turn in zip(self.raw, self.turns, strict=True):
            if turn.start <= finding.end and finding.start <= turn.end and finding.text in raw.text:
                at = _nearest(raw, finding)
                return turn.text[at : at + len(finding.text)]
        return masked_quote(finding.text)


def spoken(turns: Sequence[Turn], evaluation: Evaluation | None, *, anchor: str) -> Spoken:
    """Prepare a transcript for display; anchors begin with `anchor`."""
    hidden = tuple(
        replace(turn, words=tuple(replace(word, text=text) for word, text in zip(turn.words, texts, strict=True)))
        for turn, texts in zip(turns, masked_turns([[w.text for w in t.words] for t in turns]), strict=True)
    )
    evidence = [
        (outcome, finding)
        for outcome in _URGENCY
        for result in (evaluation.criteria if evaluation else ())
        if result.outcome is outcome
        for finding in result.findings
        if finding.text
    ]
    lines = tuple(
        SpokenTurn(
            anchor=f"{anchor}-t{number}",
            party=PARTY[turn.party],
            css=turn.party.value,
            at=figures.clock(turn.start),
            segments=tuple(_segments(turn, evidence)),
        )
        for number, turn in enumerate(hidden)
    )
    return Spoken(lines=lines, turns=hidden, raw=tuple(turns))


def _nearest(turn: Turn, finding: Finding) -> int:
    """Where in the turn's text the finding's words stand: the occurrence closest to its time."""
    starts: list[Seconds] = [word.start for word in turn.words for _ in word.text]
    text, at, best = turn.text, -1, 0
    distance = float("inf")
    while (at := text.find(finding.text, at + 1)) >= 0:
        if abs(starts[at] - finding.start) < distance:
            best, distance = at, abs(starts[at] - finding.start)
    return best


def _segments(turn: Turn, evidence: Sequence[tuple[Outcome, Finding]]) -> Iterable[Segment]:
    looks = [(_finding_at(word, turn.party, evidence), word.probability < UNSURE) for word in turn.words]
    at = 0
    for (owner, unsure), group in groupby(looks):
        end = at + len(list(group))
        outcome = evidence[owner][0] if owner is not None else None
        closes = outcome is not None and (end == len(looks) or looks[end][0] != owner)
        yield Segment(
            text="".join(word.text for word in turn.words[at:end]),
            outcome=outcome.value if outcome else "",
            mark=MARK[outcome] if outcome and closes else "",
            unsure=unsure,
        )
        at = end


def _finding_at(word: Word, party: Party, evidence: Sequence[tuple[Outcome, Finding]]) -> int | None:
    middle = (word.start + word.end) / 2
    for i, (_, finding) in enumerate(evidence):
        if finding.party is party and finding.start <= middle < finding.end:
            return i
    return None
