"""The measures of one call from its speech and its transcript; definitions stand in `qa.measures.shape`. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from qa.audio.speech import Span
from qa.measures.exchange import interruptions, response_latency
from qa.measures.intervals import gaps, intersection, total, trimmed, union, within
from qa.measures.rate import speech_rate
from qa.measures.shape import Measures, Silence
from qa.recording import Seconds
from qa.transcript import Party, Transcript, Word

SHORTEST_SILENCE: Seconds = 3.0


def measure(
    transcript: Transcript, speech: Sequence[Sequence[Span]], seconds: Seconds, *, padding: Seconds = 0.0
) -> Measures:
    """Measure a call.

    Args:
        transcript: with its parties. Where they are unknown, what belongs to a party is None.
        speech: for each channel its stretches of speech, from the voice detector. Times come from here; words give
            only the characters said.
        seconds: length of the recording.
        padding: how far the detector's stretches reach beyond the speech on either side. It is taken off: left on,
            0.2 s made talk time 10 % too long, and so speech rates too low.

    Returns:
        The measures. A call in which nobody speaks is one silence from its start to its end.
    """
    channels = [within(trimmed(spans, padding), seconds) for spans in speech]
    anybody = union(span for spans in channels for span in spans)
    quiet = gaps(anybody, seconds) if anybody else within([Span(0.0, seconds)], seconds)
    sides = _sides(transcript, channels)
    agent, customer = sides if sides else ((), ())
    talk = total(agent) + total(customer)
    return Measures(
        call_seconds=seconds,
        speech_seconds=total(anybody),
        agent_talk_seconds=total(agent) if sides else None,
        customer_talk_seconds=total(customer) if sides else None,
        agent_talk_share=total(agent) / talk if talk else None,
        overlap_seconds=total(intersection(agent, customer)) if sides else None,
        silence_share=1 - total(anybody) / seconds if seconds else 0.0,
        longest_silence=max((gap.end - gap.start for gap in quiet), default=0.0),
        time_to_greeting=agent[0].start if agent else None,
        last_speech_to_end=max(0.0, seconds - anybody[-1].end) if anybody else None,
        agent_speech_rate=speech_rate(_words(transcript, Party.AGENT), agent),
        customer_speech_rate=speech_rate(_words(transcript, Party.CUSTOMER), customer),
        response_latency=response_latency(transcript, agent, customer) if sides else None,
        silences=tuple(Silence(gap.start, gap.end) for gap in quiet if gap.end - gap.start >= SHORTEST_SILENCE),
        interruptions=interruptions(transcript, agent, customer) if sides else (),
    )


def _sides(
    transcript: Transcript, channels: Sequence[tuple[Span, ...]]
) -> tuple[tuple[Span, ...], tuple[Span, ...]] | None:
    """Speech of the agent and of the customer, where the parties are known and each has a channel."""
    channel = transcript.agent.channel
    unknown = any(u.party is Party.UNKNOWN for u in transcript.utterances)
    if channel is None or unknown or len(channels) != 2:
        return None
    return channels[channel], channels[1 - channel]


def _words(transcript: Transcript, party: Party) -> list[Word]:
    return [word for u in transcript.utterances if u.party is party for word in u.words]
