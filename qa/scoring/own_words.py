"""Which findings are an agent's own doing, to be credited or accused, and do not hang on 您 or 你 alone. Pure."""

from __future__ import annotations

from typing import Final

from qa.scoring.aloud import PAUSE
from qa.scoring.edges import edges
from qa.scoring.evaluation import Finding
from qa.scoring.framing import REACH, is_done_by_others, is_framed
from qa.transcript import Party, Turn, Word

_YOU: Final = "您你"
_SENTENCE_END: Final = ("。", "？", "！")


def are_own_words(finding: Finding, turns: tuple[Turn, ...]) -> bool:
    """Whether an agent says so himself: not that others did, or nobody, or whether it is so; true of anybody else."""
    turn = _turn_of(finding, turns)
    return turn is None or not is_framed(_in_one_breath(turn, finding), finding.text, _behind(turn, finding))


def is_own_doing(finding: Finding, turns: tuple[Turn, ...]) -> bool:
    """Whether an agent does so himself, and does not tell that others did or nobody; true of anybody else."""
    turn = _turn_of(finding, turns)
    return turn is None or not is_done_by_others(_in_one_breath(turn, finding))


def _turn_of(finding: Finding, turns: tuple[Turn, ...]) -> Turn | None:
    """The agent's turn that it is in."""
    inside = (turn for turn in turns if turn.start <= finding.start and finding.end <= turn.end)
    return next((turn for turn in inside if turn.party is finding.party is Party.AGENT), None)


def hangs_on_you(finding: Finding) -> bool:
    """Whether hardly anything but 您 or 你 was said there, which no recogniser tells apart: 你好 instead of 您好."""
    said = [char for char in finding.text if char.isalnum()]
    return len(said) - sum(char in _YOU for char in said) <= 1 and any(char in _YOU for char in said)


def heard_otherwise(finding: Finding) -> bool:
    """Whether the other one of 您 and 你 was written down than the phrase has."""
    return any(char in finding.phrase and char not in finding.text for char in _YOU)


def _in_one_breath(turn: Turn, finding: Finding) -> str:
    """The words before a finding, back to a pause."""
    kept: list[Word] = []
    following = finding.start
    for word in reversed([word for word in turn.words if word.end <= finding.start and word.start < finding.start]):
        if following - word.end >= PAUSE:
            break
        kept.append(word)
        following = word.start
    return ("".join(word.text for word in reversed(kept)) + edges(finding, turn)[0])[-REACH:]


def _behind(turn: Turn, finding: Finding) -> str:
    """The words behind a finding, up to a pause, where its sentence goes on."""
    kept, before = [edges(finding, turn)[1]], finding.end
    for word in turn.words:
        if word.start < finding.end:
            continue
        if word.start - before >= PAUSE:
            break
        kept.append(word.text)
        before = word.end
    behind = "".join(kept)
    return "" if behind.startswith(_SENTENCE_END) else behind[:REACH]
