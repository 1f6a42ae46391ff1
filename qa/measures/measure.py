"""The measures of one call from its speech, its transcript and its sound; see `qa.measures.definitions`. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from qa.audio.speech import Span
from qa.measures.exchange import interruptions, overlaps, responses, substantial
from qa.measures.intervals import gaps, total, trimmed, union, within
from qa.measures.rate import speech_rate
from qa.measures.shape import Curve, Measures
from qa.measures.sides import Side, sides
from qa.measures.stretches import rate_curve, stretches
from qa.measures.waiting import holds, silences
from qa.recording import Seconds
from qa.transcript import Party, Transcript

UNCLEAR = 0.5
"""Probability of a word under which it counts as unclear."""


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
    known = sides(transcript, channels)
    agent, customer = known or (None, None)
    silent = silences(transcript, quiet, known is not None)
    waits = holds(silent, (), agent)
    held = sum(hold.seconds for hold in waits)
    both = overlaps(agent, customer) if agent and customer else ()
    cut_in = interruptions(agent, customer) if agent and customer else ()
    answers = responses(transcript, agent, customer) if agent and customer else ()
    latencies = [answer.latency for answer in answers if answer.by is Party.AGENT]
    rates = [rate_curve(side, seconds) for side in known or ()]
    talk = total(agent.speech) + total(customer.speech) if agent and customer else 0.0
    spoken = total(anybody)
    return Measures(
        call_seconds=seconds,
        speech_seconds=spoken,
        non_talk_seconds=max(0.0, seconds - spoken),
        silence_share=1 - spoken / seconds if seconds else 0.0,
        longest_silence=max((gap.end - gap.start for gap in quiet), default=0.0),
        agent_talk_seconds=total(agent.speech) if agent else None,
        customer_talk_seconds=total(customer.speech) if customer else None,
        agent_talk_share=total(agent.speech) / talk if agent and talk else None,
        turn_count=sum(1 for _ in substantial(transcript)) if known else None,
        overlap_seconds=total(Span(o.start, o.end) for o in both) if known else None,
        overlap_share=total(Span(o.start, o.end) for o in both) / spoken if known and spoken else None,
        agent_interruptions=sum(i.by is Party.AGENT for i in cut_in) if known else None,
        customer_interruptions=sum(i.by is Party.CUSTOMER for i in cut_in) if known else None,
        agent_interruption_seconds=sum(i.end - i.start for i in cut_in if i.by is Party.AGENT) if known else None,
        hold_count=len(waits) if known else None,
        hold_seconds=held if known else None,
        longest_hold=max((hold.seconds for hold in waits), default=0.0) if known else None,
        hold_share=held / seconds if known and seconds else None,
        unannounced_holds=sum(not hold.announced for hold in waits) if known else None,
        time_to_greeting=agent.speech[0].start if agent and agent.speech else None,
        response_latency=median(latencies) if latencies else None,
        longest_response=max(latencies, default=None),
        last_speech_to_end=max(0.0, seconds - anybody[-1].end) if anybody else None,
        last_speaker=_last(known),
        ended_by=Party.UNKNOWN,
        agent_speech_rate=speech_rate(agent.words, agent.speech) if agent else None,
        customer_speech_rate=speech_rate(customer.words, customer.speech) if customer else None,
        agent_fastest_rate=_highest(rates[0]) if rates else None,
        agent_loudness=None,
        customer_loudness=None,
        agent_loudness_range=None,
        customer_loudness_range=None,
        agent_pitch=None,
        customer_pitch=None,
        agent_pitch_range=None,
        customer_pitch_range=None,
        agent_unclear_share=_unclear(agent),
        customer_unclear_share=_unclear(customer),
        agent_signal_to_noise=None,
        customer_signal_to_noise=None,
        silences=silent,
        holds=waits,
        overlaps=both,
        interruptions=cut_in,
        responses=answers,
        stretches=tuple(s for side in known or () for s in stretches(side, _unheard, _unheard)),
        curves=tuple(rates),
    )


def _last(known: tuple[Side, Side] | None) -> Party:
    spoken = [side for side in known or () if side.speech]
    return max(spoken, key=lambda side: side.speech[-1].end).party if spoken else Party.UNKNOWN


def _highest(curve: Curve) -> float | None:
    return max((value for value in curve.values if value is not None), default=None)


def _unclear(side: Side | None) -> float | None:
    if side is None or not side.words:
        return None
    return sum(word.probability < UNCLEAR for word in side.words) / len(side.words)


def _unheard(spans: Sequence[Span]) -> None:
    del spans
