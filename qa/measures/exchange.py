"""How the parties take turns: who interrupts whom, and how soon each answers the other. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.audio.speech import Span
from qa.measures.intervals import intersection
from qa.measures.rate import characters
from qa.measures.shape import Interruption, Overlap, Response
from qa.measures.sides import Side
from qa.recording import Seconds
from qa.roles.back_channel import is_back_channel
from qa.transcript import Party, Transcript, Turn

OVERRUN: Seconds = 2.0
"""How long the other must still be speaking after one starts."""
FEWEST = 4
"""Characters that make more than a murmur."""


def interruptions(agent: Side, customer: Side) -> tuple[Interruption, ...]:
    """Every interruption 抢话 of either party, in order of time; a back-channel is none."""
    both = [*_by(agent, customer), *_by(customer, agent)]
    return tuple(sorted(both, key=lambda i: (i.start, i.by)))


def overlaps(agent: Side, customer: Side) -> tuple[Overlap, ...]:
    """Where both speak, in order of time."""
    return tuple(Overlap(span.start, span.end) for span in intersection(agent.speech, customer.speech))


def responses(transcript: Transcript, agent: Side, customer: Side) -> tuple[Response, ...]:
    """Every turn that follows one of the other party's, with the pause between; 0 where the two overlap.

    Back-channels are passed over: they neither ask nor answer. Times are those of the speech under the turns' edges.
    """
    speech = {agent.party: agent.speech, customer.party: customer.speech}
    found = []
    before: Turn | None = None
    for turn in substantial(transcript):
        if turn.party is Party.UNKNOWN:
            before = None
            continue
        if before and before.party is not turn.party:
            start = _nearest(turn.start, speech[turn.party]).start if speech[turn.party] else turn.start
            end = _nearest(before.end, speech[before.party]).end if speech[before.party] else before.end
            found.append(Response(turn.party, start, max(0.0, start - end)))
        before = turn
    return tuple(found)


def substantial(transcript: Transcript) -> Iterator[Turn]:
    """The turns that say more than a back-channel."""
    return (turn for turn in transcript.turns if turn.words and not is_back_channel(turn.text))


def _by(own: Side, other: Side) -> Iterator[Interruption]:
    for span in own.speech:
        talking = next((o for o in other.speech if o.start < span.start < o.end), None)
        if talking is None or talking.end - span.start <= OVERRUN:
            continue
        said = own.said(span.start, span.end)
        if characters(said) >= FEWEST and not is_back_channel(said):
            yield Interruption(own.party, span.start, min(span.end, talking.end))


def _nearest(time: Seconds, spans: Sequence[Span]) -> Span:
    return min(spans, key=lambda s: max(s.start - time, time - s.end, 0.0))
