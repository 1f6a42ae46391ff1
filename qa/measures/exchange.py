"""How the parties take turns: who interrupts whom, and how soon the agent answers. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from qa.audio.speech import Span
from qa.measures.rate import characters
from qa.measures.shape import Interruption
from qa.recording import Seconds
from qa.roles.back_channel import is_back_channel
from qa.transcript import Party, Transcript, Turn

OVERRUN: Seconds = 2.0
"""How long the other must still be speaking after one starts."""
FEWEST = 4
"""Characters that make more than a murmur."""


def interruptions(transcript: Transcript, agent: Sequence[Span], customer: Sequence[Span]) -> tuple[Interruption, ...]:
    """Every interruption 抢话 of either party, in order of time; a back-channel is none."""
    both = [
        *_by(Party.AGENT, transcript, agent, customer),
        *_by(Party.CUSTOMER, transcript, customer, agent),
    ]
    return tuple(sorted(both, key=lambda i: (i.start, i.by)))


def response_latency(transcript: Transcript, agent: Sequence[Span], customer: Sequence[Span]) -> Seconds | None:
    """Median pause between a customer's turn and the agent's turn that follows it; 0 where the two overlap.

    Back-channels are passed over: they neither ask nor answer. Times are those of the speech under the turns' edges.
    """
    pauses = []
    before: Turn | None = None
    for turn in transcript.turns:
        if not turn.words or is_back_channel(turn.text):
            continue
        if before and before.party is Party.CUSTOMER and turn.party is Party.AGENT:
            start = _nearest(turn.start, agent).start if agent else turn.start
            end = _nearest(before.end, customer).end if customer else before.end
            pauses.append(max(0.0, start - end))
        before = turn
    return median(pauses) if pauses else None


def _by(party: Party, transcript: Transcript, own: Sequence[Span], others: Sequence[Span]) -> Iterator[Interruption]:
    for span in own:
        talking = next((o for o in others if o.start < span.start < o.end), None)
        if talking is None or talking.end - span.start <= OVERRUN:
            continue
        said = _said(party, transcript, span)
        if characters(said) >= FEWEST and not is_back_channel(said):
            yield Interruption(party.value, span.start, min(span.end, talking.end))


def _said(party: Party, transcript: Transcript, span: Span) -> str:
    words = (word for u in transcript.utterances if u.party is party for word in u.words)
    return "".join(w.text for w in words if span.start <= (w.start + w.end) / 2 < span.end)


def _nearest(time: Seconds, spans: Sequence[Span]) -> Span:
    return min(spans, key=lambda s: max(s.start - time, time - s.end, 0.0))
