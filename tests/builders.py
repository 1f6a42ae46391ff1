"""Domain objects for tests: every field has a sensible default, a test names only what it is about.

`text` may be given by position, everything else by keyword.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import pairwise

from qa.measures.shape import Curve, Hold, Interruption, Measures, Overlap, Response, Silence, Stretch
from qa.month.shape import AgentMonth, IndicatorMonth, MonthClose, Quote, SiteMonth, Standing, Weakness
from qa.recording import CallMetadata, Direction, Flag, Recording, Seconds
from qa.recording import recording_id as identity
from qa.roles.turns import merge_turns
from qa.scoring.evaluation import CriterionResult, Evaluation, Finding, Outcome
from qa.transcript import AgentChannel, HeardAgain, Party, Transcript, Turn, Utterance, Word
from qa.warehouse.result import CallResult

SHANGHAI = timezone(timedelta(hours=8))
START = datetime(2026, 10, 12, 9, 30, tzinfo=SHANGHAI)
SECONDS_A_CHARACTER = 0.25
CHANNEL = {Party.AGENT: 0, Party.CUSTOMER: 1, Party.UNKNOWN: 0}


def digest(text: str) -> str:
    """A SHA-256 (64 hex digits) that depends on `text` alone."""
    return hashlib.sha256(text.encode()).hexdigest()


def metadata(
    *,
    call_id: str = "C0001",
    agent: str = "1001",
    start: datetime = START,
    direction: Direction = Direction.INBOUND,
    team: str = "一组",
    site: str = "杭州",
    queue: str = "移动账单",
    customer_number: str = "13800000000",
    satisfaction: float | None = None,
    seconds: Seconds | None = None,
    extra: Mapping[str, str] | None = None,
) -> CallMetadata:
    """What the telephone system knows."""
    return CallMetadata(
        call_id=call_id,
        agent=agent,
        start=start,
        direction=direction,
        team=team,
        site=site,
        queue=queue,
        customer_number=customer_number,
        satisfaction=satisfaction,
        seconds=seconds,
        extra=extra or {},
    )


def recording(
    *,
    call_id: str = "C0001",
    agent: str = "1001",
    start: datetime = START,
    about: CallMetadata | None = None,
    sha256: str | None = None,
    file: str | None = None,
    seconds: Seconds = 40.0,
    channels: int = 2,
    sample_rate: int = 8000,
    codec: str = "pcm_mulaw",
    flags: Sequence[Flag] = (),
) -> Recording:
    """A recording whose content hash follows from its call id, so two call ids are two recordings."""
    about = about or metadata(call_id=call_id, agent=agent, start=start)
    sha256 = sha256 or digest(about.call_id)
    return Recording(
        recording_id=identity(sha256),
        sha256=sha256,
        file=file or f"{about.call_id}.wav",
        metadata=about,
        seconds=seconds,
        channels=channels,
        sample_rate=sample_rate,
        codec=codec,
    ).with_flags(*flags)


def word(text: str = "您好", *, start: Seconds = 0.0, end: Seconds | None = None, probability: float = 0.9) -> Word:
    """One word; without `end` it takes a quarter of a second a character."""
    return Word(text, start, start + SECONDS_A_CHARACTER * len(text) if end is None else end, probability)


def words(
    text: str = "您好很高兴为您服务", *, start: Seconds = 0.0, end: Seconds | None = None, probability: float = 0.9
) -> tuple[Word, ...]:
    """`text` as one word a character, spread evenly from `start` to `end`."""
    step = SECONDS_A_CHARACTER if end is None or not text else (end - start) / len(text)
    edges = [start + step * i for i in range(len(text) + 1)]
    return tuple(Word(c, a, b, probability) for c, (a, b) in zip(text, pairwise(edges), strict=True))


def utterance(
    text: str = "您好很高兴为您服务",
    *,
    party: Party = Party.AGENT,
    channel: int | None = None,
    start: Seconds = 0.0,
    end: Seconds | None = None,
    probability: float = 0.9,
) -> Utterance:
    """One stretch of speech; agent on channel 0, customer on channel 1 unless said otherwise."""
    spoken = words(text, start=start, end=end, probability=probability)
    return Utterance(
        channel=CHANNEL[party] if channel is None else channel,
        start=start,
        end=spoken[-1].end if end is None and spoken else (start if end is None else end),
        words=spoken,
        party=party,
    )


def turn(
    text: str = "您好很高兴为您服务",
    *,
    party: Party = Party.AGENT,
    start: Seconds = 0.0,
    end: Seconds | None = None,
    probability: float = 0.9,
) -> Turn:
    """One turn, its words one a character."""
    spoken = utterance(text, party=party, start=start, end=end, probability=probability)
    return Turn(party, spoken.start, spoken.end, spoken.words)


def dialogue(*lines: tuple[Party, str], start: Seconds = 0.5, pause: Seconds = 0.5) -> tuple[Turn, ...]:
    """Turns one after the other: `dialogue((Party.AGENT, "您好"), (Party.CUSTOMER, "我查话费"))`."""
    turns: list[Turn] = []
    for party, text in lines:
        turns.append(turn(text, party=party, start=start))
        start = turns[-1].end + pause
    return tuple(turns)


def transcript(
    *,
    turns: Sequence[Turn] | None = None,
    utterances: Sequence[Utterance] | None = None,
    recording_id: str | None = None,
    seconds: Seconds = 40.0,
    agent: AgentChannel | None = None,
    again: Sequence[HeardAgain] = (),
) -> Transcript:
    """A call from utterances, its turns merged as always; or from turns, with one utterance a turn."""
    if turns is None and utterances is None:
        turns = dialogue(
            (Party.AGENT, "您好很高兴为您服务"), (Party.CUSTOMER, "我想查一下话费"), (Party.AGENT, "请您稍等")
        )
    if turns is None:
        turns = merge_turns(utterances or ())
    if utterances is None:
        utterances = [Utterance(CHANNEL[t.party], t.start, t.end, t.words, t.party) for t in turns]
    return Transcript(
        recording_id=recording_id or identity(digest("C0001")),
        seconds=seconds,
        agent=agent or AgentChannel(0, 1.0),
        utterances=tuple(utterances),
        turns=tuple(turns),
        again=tuple(again),
    )


def measures(
    *,
    call_seconds: Seconds = 40.0,
    speech_seconds: Seconds = 30.0,
    agent_talk_seconds: Seconds | None = 18.0,
    customer_talk_seconds: Seconds | None = 12.0,
    agent_talk_share: float | None = 0.6,
    overlap_seconds: Seconds | None = 0.5,
    silence_share: float = 0.25,
    longest_silence: Seconds = 4.0,
    hold_count: float | None = 0.0,
    hold_seconds: Seconds | None = 0.0,
    time_to_greeting: Seconds | None = 0.5,
    last_speech_to_end: Seconds | None = 1.0,
    last_speaker: Party = Party.AGENT,
    ended_by: Party = Party.CUSTOMER,
    agent_speech_rate: float | None = 240.0,
    customer_speech_rate: float | None = 250.0,
    agent_loudness: float | None = -24.0,
    response_latency: Seconds | None = 0.6,
    silences: Sequence[Silence] = (Silence(20.0, 24.0, Party.AGENT),),
    holds: Sequence[Hold] = (),
    overlaps: Sequence[Overlap] = (Overlap(12.0, 12.5),),
    interruptions: Sequence[Interruption] = (),
    responses: Sequence[Response] = (Response(Party.AGENT, 9.6, 0.6),),
    stretches: Sequence[Stretch] = (),
    curves: Sequence[Curve] = (),
) -> Measures:
    """An unremarkable call."""
    known = agent_talk_seconds is not None
    return Measures(
        call_seconds=call_seconds,
        speech_seconds=speech_seconds,
        non_talk_seconds=call_seconds - speech_seconds,
        silence_share=silence_share,
        longest_silence=longest_silence,
        agent_talk_seconds=agent_talk_seconds,
        customer_talk_seconds=customer_talk_seconds,
        agent_talk_share=agent_talk_share,
        turn_count=8.0 if known else None,
        overlap_seconds=overlap_seconds,
        overlap_share=None if overlap_seconds is None or not speech_seconds else overlap_seconds / speech_seconds,
        agent_interruptions=float(sum(i.by is Party.AGENT for i in interruptions)) if known else None,
        customer_interruptions=float(sum(i.by is Party.CUSTOMER for i in interruptions)) if known else None,
        agent_interruption_seconds=0.0 if known else None,
        hold_count=hold_count,
        hold_seconds=hold_seconds,
        longest_hold=hold_seconds,
        hold_share=None if hold_seconds is None or not call_seconds else hold_seconds / call_seconds,
        unannounced_holds=0.0 if known else None,
        time_to_greeting=time_to_greeting,
        response_latency=response_latency,
        longest_response=response_latency,
        last_speech_to_end=last_speech_to_end,
        last_speaker=last_speaker,
        ended_by=ended_by,
        agent_speech_rate=agent_speech_rate,
        customer_speech_rate=customer_speech_rate,
        agent_fastest_rate=agent_speech_rate,
        agent_loudness=agent_loudness,
        customer_loudness=-26.0,
        agent_loudness_range=9.0,
        customer_loudness_range=10.0,
        agent_pitch=210.0,
        customer_pitch=140.0,
        agent_pitch_range=8.0,
        customer_pitch_range=6.5,
        agent_unclear_share=0.05,
        customer_unclear_share=0.1,
        agent_signal_to_noise=32.0,
        customer_signal_to_noise=25.0,
        silences=tuple(silences),
        holds=tuple(holds),
        overlaps=tuple(overlaps),
        interruptions=tuple(interruptions),
        responses=tuple(responses),
        stretches=tuple(stretches),
        curves=tuple(curves),
    )


def finding(
    text: str = "您好很高兴为您服务",
    *,
    phrase: str = "您好[，]很高兴为您服务",
    party: Party = Party.AGENT,
    start: Seconds = 0.5,
    end: Seconds = 2.75,
    probability: float = 0.9,
) -> Finding:
    """One match with its evidence."""
    return Finding(phrase, text, party, start, end, probability)


def criterion(
    *,
    criterion: str = "greeting",
    name: str = "规范问候",
    section: str = "开头语",
    outcome: Outcome = Outcome.MET,
    points: float | None = None,
    max_points: float = 6.0,
    fatal: bool = False,
    reason: str = "",
    findings: Sequence[Finding] | None = None,
) -> CriterionResult:
    """One line of the scorecard; points and findings follow from the outcome unless given."""
    if fatal:
        max_points = 0.0
    if points is None:
        points = max_points if outcome in (Outcome.MET, Outcome.CLEAR) else 0.0
    if findings is None:
        findings = (finding(),) if outcome in (Outcome.MET, Outcome.VIOLATED) else ()
    return CriterionResult(
        criterion=criterion,
        name=name,
        section=section,
        outcome=outcome,
        points=points,
        max_points=max_points,
        fatal=fatal,
        reason=reason,
        findings=tuple(findings),
    )


def evaluation(
    *,
    recording_id: str | None = None,
    rubric: str = "telecom_hotline",
    rubric_hash: str | None = None,
    model_hash: str | None = None,
    score: float | None = 92.0,
    max_score: float = 100.0,
    coverage: float = 1.0,
    fatal: bool = False,
    band: str = "良",
    criteria: Sequence[CriterionResult] | None = None,
) -> Evaluation:
    """A good call's scorecard with one criterion met and one missed."""
    if criteria is None:
        criteria = (
            criterion(),
            criterion(criterion="closing", name="规范结束语", section="结束语", outcome=Outcome.MISSED, max_points=8.0),
        )
    return Evaluation(
        recording_id=recording_id or identity(digest("C0001")),
        rubric=rubric,
        rubric_hash=rubric_hash or digest(rubric),
        model_hash=model_hash or digest("whisper-base"),
        score=score,
        max_score=max_score,
        coverage=coverage,
        fatal=fatal,
        band=band if score is not None else "",
        criteria=tuple(criteria),
    )


def call_result(
    *,
    call: Recording | None = None,
    heard: Transcript | None = None,
    measured: Measures | None = None,
    judged: Evaluation | None = None,
    unjudged: bool = False,
) -> CallResult:
    """A whole call; transcript and evaluation are given the recording's id. `unjudged`: no rubric applies."""
    call = call or recording()
    heard = replace(heard or transcript(), recording_id=call.recording_id)
    card = None if unjudged else replace(judged or evaluation(), recording_id=call.recording_id)
    return CallResult(call, heard, measured or measures(), card)


def weakness(
    *, criterion: str = "closing", name: str = "规范结束语", judged: int = 20, rate: float = 0.4, peer_rate: float = 0.8
) -> Weakness:
    """A criterion well below colleagues."""
    return Weakness(criterion, name, judged, rate, peer_rate)


def quote(
    text: str = "这个我不清楚",
    *,
    recording_id: str | None = None,
    call_id: str = "C0001",
    criterion: str = "dont_know",
    name: str = "推诿：不知道",
    start: Seconds = 12.5,
    probability: float = 0.93,
) -> Quote:
    """Words that broke a criterion."""
    return Quote(recording_id or identity(digest(call_id)), call_id, criterion, name, text, start, probability)


def agent_month(
    *,
    agent: str = "1001",
    team: str = "一组",
    site: str = "杭州",
    calls: int = 20,
    mean_score: float = 80.0,
    adjusted_score: float = 82.0,
    low: float = 78.0,
    high: float = 86.0,
    coverage: float = 0.95,
    reliability: float = 0.75,
    expected_rank: float = 2.0,
    rank_low: int = 1,
    rank_high: int = 4,
    p_weakest: float = 0.9,
    standing: Standing = Standing.CLEAR,
    focus: bool = True,
    fatal_calls: int = 0,
    weaknesses: Sequence[Weakness] = (),
    quotes: Sequence[Quote] = (),
) -> AgentMonth:
    """A focus agent."""
    return AgentMonth(
        agent=agent,
        team=team,
        site=site,
        calls=calls,
        mean_score=mean_score,
        adjusted_score=adjusted_score,
        low=low,
        high=high,
        coverage=coverage,
        reliability=reliability,
        expected_rank=expected_rank,
        rank_low=rank_low,
        rank_high=rank_high,
        p_weakest=p_weakest,
        standing=standing,
        focus=focus,
        fatal_calls=fatal_calls,
        weaknesses=tuple(weaknesses),
        quotes=tuple(quotes),
    )


def indicator_month(
    *,
    rubric: str = "telecom_hotline",
    criterion: str = "closing",
    name: str = "规范结束语",
    section: str = "结束语",
    fatal: bool = False,
    judged: int = 100,
    passed: int = 60,
    cannot_judge: int = 2,
    rate: float = 0.6,
    low: float = 0.5020,
    high: float = 0.6906,
    points_lost: float = 3.2,
    key: bool = True,
) -> IndicatorMonth:
    """A key indicator."""
    return IndicatorMonth(
        rubric=rubric,
        criterion=criterion,
        name=name,
        section=section,
        fatal=fatal,
        judged=judged,
        passed=passed,
        cannot_judge=cannot_judge,
        rate=rate,
        low=low,
        high=high,
        points_lost=points_lost,
        key=key,
    )


def site_month(
    *,
    site: str = "杭州",
    agents: int = 2,
    calls: int = 40,
    mean_score: float = 84.0,
    low: float = 81.0,
    high: float = 87.0,
) -> SiteMonth:
    """One site."""
    return SiteMonth(site, agents, calls, mean_score, low, high)


def month_close(
    *,
    month: str = "2026-10",
    revision: int = 1,
    inputs_hash: str | None = None,
    recordings: int = 41,
    evaluations: int = 41,
    without_score: int = 1,
    mean_score: float | None = 84.0,
    coverage: float | None = 0.96,
    histogram: Sequence[int] = (0, 0, 0, 0, 1, 2, 4, 8, 15, 10),
    bands: Sequence[tuple[str, int]] = (("良", 10), ("合格", 15), ("不合格", 15)),
    detectable: bool = True,
    focus_size: int = 10,
    agents: Sequence[AgentMonth] | None = None,
    indicators: Sequence[IndicatorMonth] | None = None,
    sites: Sequence[SiteMonth] | None = None,
    unknown_agent_calls: int = 0,
    agents_without_score: Sequence[str] = (),
) -> MonthClose:
    """A month with a focus agent, one other agent, a key indicator and one site."""
    if agents is None:
        agents = (
            agent_month(weaknesses=(weakness(),), quotes=(quote(),)),
            agent_month(
                agent="1002",
                mean_score=88.0,
                adjusted_score=86.5,
                low=82.5,
                high=90.5,
                expected_rank=1.9,
                p_weakest=0.1,
                standing=Standing.NOT_AMONG,
                focus=False,
            ),
        )
    return MonthClose(
        month=month,
        revision=revision,
        inputs_hash=inputs_hash or digest(month),
        recordings=recordings,
        evaluations=evaluations,
        without_score=without_score,
        mean_score=mean_score,
        coverage=coverage,
        histogram=tuple(histogram),
        bands=tuple(bands),
        detectable=detectable,
        focus_size=focus_size,
        agents=tuple(agents),
        indicators=(indicator_month(),) if indicators is None else tuple(indicators),
        sites=(site_month(),) if sites is None else tuple(sites),
        unknown_agent_calls=unknown_agent_calls,
        agents_without_score=tuple(agents_without_score),
    )
