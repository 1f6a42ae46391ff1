"""Which findings an agent said as his own; what he only reports or denies accuses him of nothing. Pure."""

from __future__ import annotations

from qa.scoring.aloud import PAUSE
from qa.scoring.evaluation import Finding
from qa.scoring.framing import REACH, is_reported
from qa.transcript import Party, Turn, Word


def are_own_words(finding: Finding, turns: tuple[Turn, ...]) -> bool:
    """Whether nothing before an agent's words says that others said them, or nobody; true of anybody else's."""
    for turn in turns:
        if turn.party is finding.party is Party.AGENT and turn.start <= finding.start < turn.end:
            return not is_reported(_in_one_breath(turn, finding))
    return True


def _in_one_breath(turn: Turn, finding: Finding) -> str:
    """The words before a finding, back to a pause."""
    before = [word for word in turn.words if word.end <= finding.start][-REACH:]
    kept: list[Word] = []
    following = finding.start
    for word in reversed(before):
        if following - word.end >= PAUSE:
            break
        kept.append(word)
        following = word.start
    return "".join(word.text for word in reversed(kept))
