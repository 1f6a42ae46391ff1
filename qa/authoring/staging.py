"""From the lines of a case to a call as the judge gets it: times from speed and silences, measures from times. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

from qa.audio.speech import Span
from qa.authoring.cases import Case, Line
from qa.measures.measure import measure
from qa.recording import CallMetadata, Direction, Seconds
from qa.roles.turns import merge_turns
from qa.scoring.heard import Call
from qa.transcript import AgentChannel, Party, Transcript, Utterance, Word

USUAL_RATE: Final = 240.0
"""字/分, where a line does not say."""
PAUSE: Final[Seconds] = 0.6
"""Between two lines, where no silence stands between them."""

Heard = Sequence[tuple[str, float]]
"""Characters, and how sure each is."""


def clearly(text: str) -> Heard:
    """Every character heard as it was said."""
    return [(char, 0.95) for char in text]


def stage(case: Case, hear: Callable[[str], Heard] = clearly) -> Call:
    """The call that a case describes; `hear` makes of a text what a recogniser would write."""
    utterances, at = [], 0.5
    for line in case.turns:
        if line.silence is not None:
            at += line.silence - PAUSE
            continue
        party, text = (Party.AGENT, line.agent) if line.agent is not None else (Party.CUSTOMER, line.customer or "")
        utterances.append(_utterance(line, party, text, at, hear))
        at = utterances[-1].end + PAUSE
    seconds = max(at, 1.0) + 0.5
    transcript = Transcript("", seconds, AgentChannel(0, 1.0), tuple(utterances), merge_turns(utterances))
    speech = [[Span(u.start, u.end) for u in utterances if u.channel == channel] for channel in (0, 1)]
    return Call(transcript, measure(transcript, speech, seconds), _metadata(case))


def _utterance(line: Line, party: Party, text: str, start: Seconds, hear: Callable[[str], Heard]) -> Utterance:
    heard = hear(text)
    said = sum(char.isalnum() for char in text)
    rate = USUAL_RATE if line.rate is None else line.rate.value
    end = start + max(0.2, 60 * said / rate)
    step = (end - start) / max(1, len(heard))
    words = tuple(Word(char, start + i * step, start + (i + 1) * step, sure) for i, (char, sure) in enumerate(heard))
    return Utterance(0 if party is Party.AGENT else 1, start, end, words, party)


def _metadata(case: Case) -> CallMetadata:
    given = dict(case.metadata)
    direction = Direction(given.pop("direction", "inbound"))
    return CallMetadata(
        "case",
        given.pop("agent", "1001"),
        datetime(2026, 1, 1, tzinfo=UTC),
        direction=direction,
        team=given.pop("team", ""),
        site=given.pop("site", ""),
        queue=given.pop("queue", ""),
        extra=given,
    )
