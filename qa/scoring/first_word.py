"""The word that a finding begins in: a recogniser writes 不是 as one, and 是您自己 is found in it. Pure."""

from __future__ import annotations

from qa.scoring.evaluation import Finding
from qa.transcript import Turn


def before_in_word(finding: Finding, turn: Turn) -> str:
    """What of its first word stands before a finding of this turn."""
    first = next((word.text for word in turn.words if word.start == finding.start), "")
    begins = (at for at in range(len(first)) if finding.text.startswith(first[at:]))
    return first[: next(begins, 0)]
