"""Domain objects as rows of the truth tables, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timezone
from typing import Any, TypeAlias

from qa.measures.definitions import DEFINITIONS
from qa.measures.shape import (
    Curve,
    CurveKind,
    Hold,
    Interruption,
    Measures,
    Overlap,
    Response,
    Silence,
    Stretch,
)
from qa.recording import CallMetadata, Direction, Flag, Recording
from qa.roles.turns import merge_turns
from qa.scoring.evaluation import CriterionResult, Evaluation, Finding, Outcome, PartScore
from qa.transcript import AgentChannel, HeardAgain, Party, Transcript, Utterance, Word
from qa.warehouse.result import CallResult

Row: TypeAlias = dict[str, Any]
"""One row by column name, as pyarrow takes and gives it."""

_NUMBERS = tuple(name for name, definition in DEFINITIONS.items() if definition.unit != "party")


def recording_row(result: CallResult) -> Row:
    """The call's row of `recordings`; what was found out about its channels stands here too."""
    recording, about, heard = result.recording, result.recording.metadata, result.transcript
    if about.start.utcoffset() is None:
        raise ValueError(f"the start of call {about.call_id!r} has no time zone")
    return {
        "recording_id": recording.recording_id,
        "sha256": recording.sha256,
        "file": recording.file,
        "call_id": about.call_id,
        "agent": about.agent,
        "start_utc": about.start.astimezone(UTC).replace(tzinfo=None),
        "start_local": about.start.replace(tzinfo=None),
        "direction": about.direction.value,
        "team": about.team,
        "site": about.site,
        "queue": about.queue,
        "customer_number": about.customer_number,
        "satisfaction": about.satisfaction,
        "booked_seconds": about.seconds,
        "extra": sorted(about.extra.items()),
        "seconds": recording.seconds,
        "channels": recording.channels,
        "sample_rate": recording.sample_rate,
        "codec": recording.codec,
        "flags": [flag.value for flag in recording.flags],
        "agent_channel": heard.agent.channel,
        "agent_confidence": heard.agent.confidence,
        "heard_seconds": heard.seconds,
        "heard_again": [{**asdict(one), "party": one.party.value} for one in heard.again],
    }


def utterance_rows(result: CallResult) -> Iterator[Row]:
    """The call's rows of `utterances`, in order."""
    for position, utterance in enumerate(result.transcript.utterances):
        yield {
            "recording_id": result.recording.recording_id,
            "position": position,
            "channel": utterance.channel,
            "party": utterance.party.value,
            "start": utterance.start,
            "end": utterance.end,
            "text": utterance.text,
            "words": [
                {"text": w.text, "start": w.start, "end": w.end, "probability": w.probability} for w in utterance.words
            ],
        }


def measures_row(result: CallResult) -> Row:
    """The call's row of `measures`."""
    return {"recording_id": result.recording.recording_id, **asdict(result.measures)}


def evaluation_row(evaluation: Evaluation) -> Row:
    """The evaluation's row of `evaluations`; its findings have a table of their own."""
    return {
        "recording_id": evaluation.recording_id,
        "rubric": evaluation.rubric,
        "rubric_hash": evaluation.rubric_hash,
        "model_hash": evaluation.model_hash,
        "score": evaluation.score,
        "max_score": evaluation.max_score,
        "coverage": evaluation.coverage,
        "fatal": evaluation.fatal,
        "band": evaluation.band,
        "criteria": [
            {
                "criterion": c.criterion,
                "name": c.name,
                "section": c.section,
                "outcome": c.outcome.value,
                "points": c.points,
                "max_points": c.max_points,
                "fatal": c.fatal,
                "reason": c.reason,
            }
            for c in evaluation.criteria
        ],
        "critical": evaluation.critical and asdict(evaluation.critical),
        "non_critical": evaluation.non_critical and asdict(evaluation.non_critical),
    }


def finding_rows(evaluation: Evaluation) -> Iterator[Row]:
    """The evaluation's rows of `findings`, in the order of its criteria."""
    for criterion in evaluation.criteria:
        for position, finding in enumerate(criterion.findings):
            yield {
                "recording_id": evaluation.recording_id,
                "rubric_hash": evaluation.rubric_hash,
                "model_hash": evaluation.model_hash,
                "criterion": criterion.criterion,
                "position": position,
                "phrase": finding.phrase,
                "text": finding.text,
                "party": finding.party.value,
                "start": finding.start,
                "end": finding.end,
                "probability": finding.probability,
            }


def to_recording(row: Row) -> Recording:
    """The recording of a row of `recordings`; its start has the offset it came with, as a fixed zone."""
    offset = row["start_local"] - row["start_utc"]
    start: datetime = row["start_local"].replace(tzinfo=timezone(offset))
    return Recording(
        recording_id=row["recording_id"],
        sha256=row["sha256"],
        file=row["file"],
        metadata=CallMetadata(
            call_id=row["call_id"],
            agent=row["agent"],
            start=start,
            direction=Direction(row["direction"]),
            team=row["team"],
            site=row["site"],
            queue=row["queue"],
            customer_number=row["customer_number"],
            satisfaction=row["satisfaction"],
            seconds=row["booked_seconds"],
            extra=dict(row["extra"]),
        ),
        seconds=row["seconds"],
        channels=row["channels"],
        sample_rate=row["sample_rate"],
        codec=row["codec"],
        flags=tuple(Flag(flag) for flag in row["flags"]),
    )


def to_transcript(recording: Row, utterances: Sequence[Row]) -> Transcript:
    """The transcript of a call from its row of `recordings` and its rows of `utterances`; turns are merged again."""
    spoken = tuple(
        Utterance(
            channel=row["channel"],
            start=row["start"],
            end=row["end"],
            words=tuple(Word(**word) for word in row["words"]),
            party=Party(row["party"]),
        )
        for row in sorted(utterances, key=lambda row: int(row["position"]))
    )
    return Transcript(
        recording_id=recording["recording_id"],
        seconds=recording["heard_seconds"],
        agent=AgentChannel(recording["agent_channel"], recording["agent_confidence"]),
        utterances=spoken,
        turns=tuple(merge_turns(spoken)),
        again=tuple(HeardAgain(**{**one, "party": Party(one["party"])}) for one in recording["heard_again"] or ()),
    )


def to_measures(row: Row) -> Measures:
    """The measures of a row of `measures`. A file written before a measure existed lacks it: it is undefined then."""
    numbers = {name: row[name] for name in _NUMBERS}
    if row["non_talk_seconds"] is None:
        numbers["non_talk_seconds"] = max(0.0, row["call_seconds"] - row["speech_seconds"])
    return Measures(
        **numbers,
        last_speaker=_party(row["last_speaker"]),
        ended_by=_party(row["ended_by"]),
        silences=tuple(Silence(s["start"], s["end"], _party(s["waiting_for"])) for s in row["silences"]),
        holds=tuple(Hold(**hold) for hold in row["holds"] or ()),
        overlaps=tuple(Overlap(**overlap) for overlap in row["overlaps"] or ()),
        interruptions=tuple(Interruption(**{**i, "by": Party(i["by"])}) for i in row["interruptions"]),
        responses=tuple(Response(**{**r, "by": Party(r["by"])}) for r in row["responses"] or ()),
        stretches=tuple(Stretch(**{**s, "party": Party(s["party"])}) for s in row["stretches"] or ()),
        curves=tuple(
            Curve(CurveKind(c["kind"]), Party(c["party"]), c["step"], tuple(c["values"])) for c in row["curves"] or ()
        ),
    )


def to_evaluation(row: Row, findings: Sequence[Row]) -> Evaluation:
    """The evaluation of a row of `evaluations` and its own rows of `findings`."""
    evidence: dict[str, list[Finding]] = {}
    for found in sorted(findings, key=lambda found: int(found["position"])):
        evidence.setdefault(found["criterion"], []).append(_finding(found))
    return Evaluation(
        **{name: row[name] for name in ("recording_id", "rubric", "rubric_hash", "model_hash", "score", "max_score")},
        coverage=row["coverage"],
        fatal=row["fatal"],
        band=row["band"],
        criteria=tuple(_criterion(line, evidence.get(line["criterion"], ())) for line in row["criteria"]),
        critical=row["critical"] and PartScore(**row["critical"]),
        non_critical=row["non_critical"] and PartScore(**row["non_critical"]),
    )


def _criterion(line: Mapping[str, Any], findings: Sequence[Finding]) -> CriterionResult:
    return CriterionResult(**{**line, "outcome": Outcome(line["outcome"])}, findings=tuple(findings))


def _finding(row: Row) -> Finding:
    return Finding(row["phrase"], row["text"], Party(row["party"]), row["start"], row["end"], row["probability"])


def _party(name: str | None) -> Party:
    return Party.UNKNOWN if name is None else Party(name)
