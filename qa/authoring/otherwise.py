"""A criterion that comes out otherwise by another version of its rubric: how often, in which ways, on which words."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Final

from qa.recording import Seconds
from qa.report.masking import masked_quote
from qa.scoring.evaluation import CriterionResult, Outcome

QUOTES: Final = 3
"""Of each way."""
_FAILED: Final = (Outcome.MISSED, Outcome.VIOLATED)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words on which a criterion comes out otherwise."""

    call_id: str
    recording_id: str
    text: str
    """As heard, with customers' numbers masked; empty where it is about something that was not heard."""
    start: Seconds | None
    about: str = ""
    """Where there are no words: what was measured, or what was not heard. In Chinese, as scorecards say it."""


@dataclass(frozen=True, slots=True)
class Way:
    """From which outcome to which; empty where that version does not have the criterion."""

    before: str
    after: str
    calls: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """How often a criterion fails in both versions; None where a version does not have it."""

    criterion: str
    name: str
    judged_before: int | None
    failed_before: int | None
    judged_after: int | None
    failed_after: int | None
    ways: tuple[Way, ...]
    """The most frequent first."""

    @property
    def otherwise(self) -> int:
        """Calls in which it comes out otherwise."""
        return sum(way.calls for way in self.ways)


@dataclass(slots=True)
class _Count:
    judged: int = 0
    failed: int = 0

    def add(self, line: CriterionResult | None) -> None:
        if line is not None and line.outcome.judged:
            self.judged += 1
            self.failed += line.outcome in _FAILED


class CriterionTally:
    """One criterion over the calls that have passed."""

    def __init__(self, criterion: str, name: str, *, had: bool, has: bool) -> None:
        self._criterion, self._name = criterion, name
        self._before, self._after = _Count() if had else None, _Count() if has else None
        self._ways: Counter[tuple[str, str]] = Counter()
        self._quotes: defaultdict[tuple[str, str], list[Quote]] = defaultdict(list)

    def add(
        self, call_id: str, recording_id: str, before: CriterionResult | None, after: CriterionResult | None
    ) -> None:
        """Take in what both versions made of one call."""
        for count, line in ((self._before, before), (self._after, after)):
            if count is not None:
                count.add(line)
        way = _outcome(before), _outcome(after)
        if way[0] == way[1]:
            return
        self._ways[way] += 1
        if len(self._quotes[way]) < QUOTES:
            self._quotes[way].append(_quote(call_id, recording_id, before, after))

    @property
    def tells(self) -> bool:
        """Whether there is anything to say of it."""
        return bool(self._ways) or self._before is None or self._after is None

    def change(self) -> CriterionChange:
        """What was found."""
        before, after = self._before, self._after
        return CriterionChange(
            criterion=self._criterion,
            name=self._name,
            judged_before=before.judged if before else None,
            failed_before=before.failed if before else None,
            judged_after=after.judged if after else None,
            failed_after=after.failed if after else None,
            ways=tuple(Way(*way, calls, tuple(self._quotes[way])) for way, calls in self._ways.most_common()),
        )


def _outcome(line: CriterionResult | None) -> str:
    return "" if line is None else line.outcome.value


def _quote(call_id: str, recording_id: str, before: CriterionResult | None, after: CriterionResult | None) -> Quote:
    found = (after.findings if after else ()) or (before.findings if before else ())
    if found:
        return Quote(call_id, recording_id, masked_quote(found[0].text), found[0].start)
    why = (after.reason if after else "") or (before.reason if before else "") or _nothing(after or before)
    return Quote(call_id, recording_id, "", None, masked_quote(why))


def _nothing(line: CriterionResult | None) -> str:
    return "未发现" if line is not None and line.outcome is Outcome.CLEAR else "未听到"
