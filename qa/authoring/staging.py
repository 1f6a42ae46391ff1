"""From the lines of a case to a call as the judge gets it: times from speed and silences, measures from times. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median
from typing import Final

from qa.audio.speech import Span
from qa.authoring.case import Case, Line
from qa.measures.measure import measure
from qa.measures.shape import Measures, Stretch
from qa.recording import CallMetadata, Direction, Seconds
from qa.roles.turns import merge_turns
from qa.scoring.heard import Call
from qa.transcript import AgentChannel, Party, Transcript, Utterance, Word

USUAL_RATE: Final = 240.0
"""字/分, where a line does not say."""
PAUSE: Final[Seconds] = 0.6
"""Between two lines and before the hang-up, where no silence stands there."""
BEFORE: Final[Seconds] = 0.5
"""The first line."""

USUAL_LEVEL: Final = -24.0
"""dBFS, of a line that is not raised."""

Heard = Sequence[tuple[str, float]]
"""Characters, and how sure each is."""


def clearly(text: str) -> Heard:
    """Every character heard as it was said."""
    return [(char, 0.95) for char in text]


def stage(case: Case, hear: Callable[[str], Heard] = clearly) -> Call:
    """The call that a case describes; `hear` makes of a text what a recogniser would write."""
    spoken: list[tuple[Line, Utterance]] = []
    music: list[Span] = []
    end, quiet = 0.0, 0.0
    for line in case.turns:
        if line.silence is not None:
            quiet += line.silence
            if line.music:
                music.append(Span(end + quiet - line.silence, end + quiet))
            continue
        start = end + (quiet or (PAUSE if spoken else BEFORE))
        spoken.append((line, _utterance(line, start if line.overlap is None else max(0.0, end - line.overlap), hear)))
        end, quiet = max(end, spoken[-1][1].end), 0.0
    seconds = max(1.0, end) + (quiet or PAUSE)
    utterances = tuple(utterance for _, utterance in spoken)
    transcript = Transcript("", seconds, AgentChannel(0, 1.0), utterances, merge_turns(utterances))
    speech = [[Span(u.start, u.end) for u in utterances if u.channel == channel] for channel in (0, 1)]
    measures = _with_levels(measure(transcript, speech, seconds, played=music), spoken)
    return Call(transcript, case.measures.upon(measures), _metadata(case))


def _with_levels(measures: Measures, spoken: Sequence[tuple[Line, Utterance]]) -> Measures:
    """The measures with the loudness that the lines ask for: nothing here is a sound that could be measured."""
    found = []
    for stretch in measures.stretches:
        own = [_raised(line) for line, u in spoken if u.party is stretch.party and _shared(u, stretch)]
        raised = max(own, key=abs, default=0.0)
        found.append(replace(stretch, loudness=USUAL_LEVEL + raised, raised=raised))
    levels = {party: [s.loudness for s in found if s.party is party and s.loudness is not None] for party in Party}
    return replace(
        measures,
        stretches=tuple(found),
        agent_loudness=median(levels[Party.AGENT]) if levels[Party.AGENT] else None,
        customer_loudness=median(levels[Party.CUSTOMER]) if levels[Party.CUSTOMER] else None,
    )


def _raised(line: Line) -> float:
    """How far a line lies above the usual loudness, dB."""
    if line.level is not None:
        return line.level.value - USUAL_LEVEL
    return 0.0 if line.raised is None else line.raised.value


def _shared(utterance: Utterance, stretch: Stretch) -> bool:
    return utterance.start < stretch.end and stretch.start < utterance.end


def _utterance(line: Line, start: Seconds, hear: Callable[[str], Heard]) -> Utterance:
    party, text = (Party.AGENT, line.agent) if line.agent is not None else (Party.CUSTOMER, line.customer or "")
    heard = hear(text)
    said = sum(char.isalnum() for char in text)
    rate = USUAL_RATE if line.rate is None else line.rate.value
    end = start + max(0.2, 60 * said / rate)
    step = (end - start) / max(1, len(heard))
    words = tuple(Word(char, start + i * step, start + (i + 1) * step, sure) for i, (char, sure) in enumerate(heard))
    return Utterance(0 if party is Party.AGENT else 1, start, end, words, party)


def _metadata(case: Case) -> CallMetadata:
    given = dict(case.metadata.__pydantic_extra__)
    return CallMetadata(
        "case",
        given.pop("agent", "1001"),
        datetime(2026, 1, 1, tzinfo=UTC),
        direction=Direction(case.metadata.direction),
        team=given.pop("team", ""),
        site=given.pop("site", ""),
        queue=given.pop("queue", ""),
        extra=given,
    )
