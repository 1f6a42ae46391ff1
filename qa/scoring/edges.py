"""What the first and the last word of a finding hold beside it: a recogniser writes 不是 as one word. Pure."""

from __future__ import annotations

from qa.scoring.evaluation import Finding
from qa.transcript import Turn, Word


def words_of(finding: Finding, turn: Turn) -> tuple[Word, ...]:
    """The words that a finding stands in; none where it is not of this turn."""
    return tuple([word for word in turn.words if finding.start <= word.start and word.end <= finding.end])


def edges(finding: Finding, turn: Turn) -> tuple[str, str]:
    """What stands in these words before a finding, and behind it."""
    written = "".join([word.text for word in words_of(finding, turn)])
    before, found, behind = written.partition(finding.text)
    return (before, behind) if found else ("", "")
