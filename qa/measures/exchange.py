"""How the parties take turns: who interrupts whom, and how soon each answers the other. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.audio.speech import Span
from qa.measures.intervals import intersection
from qa.measures.limits import above
from qa.measures.rate import characters
from qa.measures.shape import Interruption, Measures, Overlap, Response
from qa.measures.sides import Side
from qa.recording import Seconds
from qa.roles.back_channel import is_back_channel
from qa.transcript import Party, Transcript, Turn, Utterance

OVERRUN: Seconds = 2.0
"""How long the other must still be speaking after one starts; a rubric may set another limit (`interrupts`)."""
FEWEST = 4
"""Characters that make more than a murmur; a rubric may set another limit."""


def interruptions(agent: Side, customer: Side) -> tuple[Interruption, ...]:
    """Every interruption 抢话 of either party, in order of time; a back-channel is none."""
    both = [*_by(agent, customer), *_by(customer, agent)]
    return tuple(sorted(both, key=lambda i: (i.start, i.by)))


def interruptions_over(
    measures: Measures, utterances: Sequence[Utterance], overrun: Seconds, fewest: int
) -> tuple[Interruption, ...]:
    """The interruptions of a measured call by other limits, in order of time; with `OVERRUN` and `FEWEST` its own.

    Stretches of speech are not kept with a call. How long the other went on is told by the utterances, each of which
    lies in one stretch, and only where the call's own interruptions do not tell: those exceed both of the limits above,
    and every other place where both speak falls short of one.

    Args:
        measures: of the call, with its overlaps and interruptions.
        utterances: of the call, with their parties.
        overrun: for how long the other must go on.
        fewest: characters that must be said.
    """
    found = []
    own = {one.start: one for one in measures.interruptions}
    for one in own.values():
        cut = _cut_in(one, utterances) if overrun > OVERRUN or fewest > FEWEST else None
        long = overrun <= OVERRUN or (cut is not None and above(cut.overrun, overrun))
        if long and (fewest <= FEWEST or (cut is not None and cut.characters >= fewest)):
            found.append(one)
    for both in measures.overlaps if overrun < OVERRUN or fewest < FEWEST else ():
        cut = None if both.start in own else _cut_in(both, utterances)
        if cut is None or is_back_channel(cut.said):
            continue
        longest = min(cut.overrun, OVERRUN) if cut.characters >= FEWEST else cut.overrun
        if above(longest, overrun) and cut.characters >= fewest:
            found.append(Interruption(cut.by, both.start, both.end))
    return tuple(sorted(found, key=lambda i: (i.start, i.by)))


@dataclass(frozen=True, slots=True)
class _CutIn:
    """Who starts where both speak, what they say, and how long the other goes on."""

    by: Party
    said: str
    overrun: Seconds

    @property
    def characters(self) -> int:
        return characters(self.said)


def _cut_in(both: Overlap | Interruption, utterances: Sequence[Utterance]) -> _CutIn | None:
    """None where the words do not tell."""
    sides = [max((u for u in utterances if u.party is p), key=lambda u: _shared(u, both), default=None) for p in _BOTH]
    found = [u for u in sides if u is not None and _shared(u, both) > 0]
    if len(found) < len(_BOTH):
        return None
    first, second = sorted(found, key=lambda u: u.start)
    if first.start == second.start:
        return None
    # The two stop being at once when one of them stops: the other's end is known only where they stop first.
    until = both.end if second.end >= first.end else max(both.end, first.end)
    return _CutIn(second.party, second.text, until - both.start)


_BOTH = (Party.AGENT, Party.CUSTOMER)


def _shared(utterance: Utterance, both: Overlap | Interruption) -> Seconds:
    return min(utterance.end, both.end) - max(utterance.start, both.start)


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
        if talking is None or not above(talking.end - span.start, OVERRUN):
            continue
        said = own.said(span.start, span.end)
        if characters(said) >= FEWEST and not is_back_channel(said):
            yield Interruption(own.party, span.start, min(span.end, talking.end))


def _nearest(time: Seconds, spans: Sequence[Span]) -> Span:
    return min(spans, key=lambda s: max(s.start - time, time - s.end, 0.0))
