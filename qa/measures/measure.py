"""The measures of one call from its speech, its transcript and its sound; see `qa.measures.definitions`. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from qa.audio.samples import Samples
from qa.audio.speech import Span
from qa.measures.exchange import interruptions, overlaps, responses, substantial
from qa.measures.intervals import gaps, total, trimmed, union, within
from qa.measures.music import music
from qa.measures.shape import Interruption, Measures, Overlap
from qa.measures.sides import Side, sides
from qa.measures.sound import ChannelSound
from qa.measures.voice import Voice, voice
from qa.measures.waiting import holds, silences
from qa.recording import Seconds
from qa.transcript import Party, Transcript


def measure(
    transcript: Transcript,
    speech: Sequence[Sequence[Span]],
    seconds: Seconds,
    *,
    padding: Seconds = 0.0,
    samples: Samples | None = None,
    played: Sequence[Span] = (),
) -> Measures:
    """Measure a call.

    Args:
        transcript: with its parties. Where they are unknown, what belongs to a party is None.
        speech: for each channel its stretches of speech, from the voice detector. Times come from here; words give
            only the characters said.
        seconds: length of the recording.
        padding: how far the detector's stretches reach beyond the speech on either side. It is taken off: left on,
            0.2 s made talk time 10 % too long, and so speech rates too low.
        samples: float32 [channels, samples] at 16 kHz; without them what is measured in the sound is None, and a hold
            is known only where it is announced or `played`.
        played: stretches of music that are known without hearing them, where there are no samples.

    Returns:
        The measures. A call in which nobody speaks is one silence from its start to its end.
    """
    channels = [within(trimmed(spans, padding), seconds) for spans in speech]
    anybody = union(span for spans in channels for span in spans)
    quiet = gaps(anybody, seconds) if anybody else within([Span(0.0, seconds)], seconds)
    known = sides(transcript, channels)
    agent, customer = known or (None, None)
    silent = silences(transcript, quiet, known is not None)
    played = played if samples is None else _music(samples, [Span(s.start, s.end) for s in silent])
    heard = [] if samples is None else [ChannelSound(c, spans) for c, spans in zip(samples, channels, strict=True)]
    agents, customers = (_voice(side, heard, played, seconds) for side in (agent, customer))
    perhaps = holds(silent, played, agent)
    waits = [hold for hold in perhaps if hold.certain]
    held = sum(hold.seconds for hold in waits)
    waiting_known = known is not None or samples is not None
    both = overlaps(agent, customer) if agent and customer else ()
    cut_in = interruptions(agent, customer) if agent and customer else ()
    answers = responses(transcript, agent, customer) if agent and customer else ()
    latencies = [answer.latency for answer in answers if answer.by is Party.AGENT]
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
        overlap_seconds=_length(both) if known else None,
        overlap_share=_length(both) / spoken if known and spoken else None,
        agent_interruptions=sum(i.by is Party.AGENT for i in cut_in) if known else None,
        customer_interruptions=sum(i.by is Party.CUSTOMER for i in cut_in) if known else None,
        agent_interruption_seconds=_length(i for i in cut_in if i.by is Party.AGENT) if known else None,
        hold_count=len(waits) if waiting_known else None,
        hold_seconds=held if waiting_known else None,
        longest_hold=max((hold.seconds for hold in waits), default=0.0) if waiting_known else None,
        hold_share=held / seconds if waiting_known and seconds else None,
        unannounced_holds=sum(hold.announced is False for hold in waits) if known else None,
        time_to_greeting=agent.speech[0].start if agent and agent.speech else None,
        response_latency=median(latencies) if latencies else None,
        longest_response=max(latencies, default=None),
        last_speech_to_end=max(0.0, seconds - anybody[-1].end) if anybody else None,
        last_speaker=_last(known),
        ended_by=_ended_by(known, heard),
        agent_speech_rate=agents.speech_rate,
        customer_speech_rate=customers.speech_rate,
        agent_fastest_rate=agents.fastest_rate,
        agent_loudness=agents.loudness,
        customer_loudness=customers.loudness,
        agent_loudness_range=agents.loudness_range,
        customer_loudness_range=customers.loudness_range,
        agent_pitch=agents.pitch,
        customer_pitch=customers.pitch,
        agent_pitch_range=agents.pitch_range,
        customer_pitch_range=customers.pitch_range,
        agent_unclear_share=agents.unclear_share,
        customer_unclear_share=customers.unclear_share,
        agent_signal_to_noise=agents.signal_to_noise,
        customer_signal_to_noise=customers.signal_to_noise,
        silences=silent,
        holds=perhaps,
        overlaps=both,
        interruptions=cut_in,
        responses=answers,
        stretches=tuple(sorted((*agents.stretches, *customers.stretches), key=lambda s: (s.start, s.party))),
        curves=(*agents.curves, *customers.curves),
    )


def _music(samples: Samples, quiet: Sequence[Span]) -> tuple[Span, ...]:
    return union(span for channel in samples for span in music(channel, quiet))


def _voice(side: Side | None, heard: Sequence[ChannelSound], played: Sequence[Span], seconds: Seconds) -> Voice:
    if side is None:
        return Voice()
    return voice(side, heard[side.channel] if heard else None, played, seconds)


def _last(known: tuple[Side, Side] | None) -> Party:
    spoken = [side for side in known or () if side.speech]
    return max(spoken, key=lambda side: side.speech[-1].end).party if spoken else Party.UNKNOWN


def _ended_by(known: tuple[Side, Side] | None, heard: Sequence[ChannelSound]) -> Party:
    """The party whose channel goes dead while the other's goes on; unknown where the line does not tell."""
    if known is None or len(heard) != 2:
        return Party.UNKNOWN
    dead = [side.party for side in known if heard[side.channel].falls_silent() is not None]
    return dead[0] if len(dead) == 1 else Party.UNKNOWN


def _length(stretches: Iterable[Overlap | Interruption]) -> Seconds:
    return sum(stretch.end - stretch.start for stretch in stretches)
