"""The columns of the truth tables. Times are seconds from the start of the recording unless a name says otherwise."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

TEXT, NUMBER, YES_NO = pa.string(), pa.float64(), pa.bool_()


def _required(name: str, kind: pa.DataType) -> pa.Field[Any]:
    return pa.field(name, kind, nullable=False)


RECORDINGS = pa.schema(
    [
        _required("recording_id", TEXT),
        _required("sha256", TEXT),
        _required("file", TEXT),
        _required("call_id", TEXT),
        _required("agent", TEXT),
        # Both without a zone, so that every client reads the same wall clock; their difference is the offset.
        _required("start_utc", pa.timestamp("us")),
        _required("start_local", pa.timestamp("us")),
        _required("direction", TEXT),
        _required("team", TEXT),
        _required("site", TEXT),
        _required("queue", TEXT),
        # Personal data: stored here and nowhere else.
        _required("customer_number", TEXT),
        pa.field("satisfaction", NUMBER),
        pa.field("booked_seconds", NUMBER),
        _required("extra", pa.map_(TEXT, TEXT)),
        _required("seconds", NUMBER),
        _required("channels", pa.int32()),
        _required("sample_rate", pa.int32()),
        _required("codec", TEXT),
        _required("flags", pa.list_(TEXT)),
        pa.field("agent_channel", pa.int32()),
        _required("agent_confidence", NUMBER),
        _required("heard_seconds", NUMBER),
        pa.field(
            "heard_again",
            pa.list_(
                pa.struct(
                    [("phrase", TEXT), ("party", TEXT), ("start", NUMBER), ("end", NUMBER), ("probability", NUMBER)]
                )
            ),
        ),
    ]
)

UTTERANCES = pa.schema(
    [
        _required("recording_id", TEXT),
        _required("position", pa.int32()),
        _required("channel", pa.int32()),
        _required("party", TEXT),
        _required("start", NUMBER),
        _required("end", NUMBER),
        # Redundant beside the words, but what most people query.
        _required("text", TEXT),
        _required(
            "words",
            pa.list_(pa.struct([("text", TEXT), ("start", NUMBER), ("end", NUMBER), ("probability", NUMBER)])),
        ),
    ]
)

MEASURES = pa.schema(
    [
        _required("recording_id", TEXT),
        _required("call_seconds", NUMBER),
        _required("speech_seconds", NUMBER),
        pa.field("non_talk_seconds", NUMBER),
        _required("silence_share", NUMBER),
        _required("longest_silence", NUMBER),
        pa.field("agent_talk_seconds", NUMBER),
        pa.field("customer_talk_seconds", NUMBER),
        pa.field("agent_talk_share", NUMBER),
        pa.field("turn_count", NUMBER),
        pa.field("overlap_seconds", NUMBER),
        pa.field("overlap_share", NUMBER),
        pa.field("agent_interruptions", NUMBER),
        pa.field("customer_interruptions", NUMBER),
        pa.field("agent_interruption_seconds", NUMBER),
        pa.field("hold_count", NUMBER),
        pa.field("hold_seconds", NUMBER),
        pa.field("longest_hold", NUMBER),
        pa.field("hold_share", NUMBER),
        pa.field("unannounced_holds", NUMBER),
        pa.field("time_to_greeting", NUMBER),
        pa.field("response_latency", NUMBER),
        pa.field("longest_response", NUMBER),
        pa.field("last_speech_to_end", NUMBER),
        pa.field("last_speaker", TEXT),
        pa.field("ended_by", TEXT),
        pa.field("agent_speech_rate", NUMBER),
        pa.field("customer_speech_rate", NUMBER),
        pa.field("agent_fastest_rate", NUMBER),
        pa.field("agent_loudness", NUMBER),
        pa.field("customer_loudness", NUMBER),
        pa.field("agent_loudness_range", NUMBER),
        pa.field("customer_loudness_range", NUMBER),
        pa.field("agent_pitch", NUMBER),
        pa.field("customer_pitch", NUMBER),
        pa.field("agent_pitch_range", NUMBER),
        pa.field("customer_pitch_range", NUMBER),
        pa.field("agent_unclear_share", NUMBER),
        pa.field("customer_unclear_share", NUMBER),
        pa.field("agent_signal_to_noise", NUMBER),
        pa.field("customer_signal_to_noise", NUMBER),
        _required("silences", pa.list_(pa.struct([("start", NUMBER), ("end", NUMBER), ("waiting_for", TEXT)]))),
        pa.field(
            "holds",
            pa.list_(
                pa.struct(
                    [("start", NUMBER), ("end", NUMBER), ("music", YES_NO), ("announced", YES_NO), ("thanked", YES_NO)]
                )
            ),
        ),
        pa.field("overlaps", pa.list_(pa.struct([("start", NUMBER), ("end", NUMBER)]))),
        _required("interruptions", pa.list_(pa.struct([("by", TEXT), ("start", NUMBER), ("end", NUMBER)]))),
        pa.field("responses", pa.list_(pa.struct([("by", TEXT), ("start", NUMBER), ("latency", NUMBER)]))),
        pa.field(
            "stretches",
            pa.list_(
                pa.struct(
                    [
                        ("party", TEXT),
                        ("start", NUMBER),
                        ("end", NUMBER),
                        ("characters", pa.int32()),
                        ("speech_rate", NUMBER),
                        ("loudness", NUMBER),
                        ("raised", NUMBER),
                        ("pitch", NUMBER),
                    ]
                )
            ),
        ),
        pa.field(
            "curves",
            pa.list_(
                pa.struct([("kind", TEXT), ("party", TEXT), ("step", NUMBER), ("values", pa.list_(pa.float32()))])
            ),
        ),
    ]
)
"""What is nullable beyond the measures that may be undefined came later: older files lack those columns."""

_PART = pa.struct([("points", NUMBER), ("at_stake", NUMBER), ("coverage", NUMBER)])

EVALUATIONS = pa.schema(
    [
        _required("recording_id", TEXT),
        _required("rubric", TEXT),
        _required("rubric_hash", TEXT),
        _required("model_hash", TEXT),
        pa.field("score", NUMBER),
        _required("max_score", NUMBER),
        _required("coverage", NUMBER),
        _required("fatal", YES_NO),
        _required("band", TEXT),
        _required(
            "criteria",
            pa.list_(
                pa.struct(
                    [
                        ("criterion", TEXT),
                        ("name", TEXT),
                        ("section", TEXT),
                        ("outcome", TEXT),
                        ("points", NUMBER),
                        ("max_points", NUMBER),
                        ("fatal", YES_NO),
                        ("reason", TEXT),
                    ]
                )
            ),
        ),
        # Both came later, and are null where the rubric names no critical criteria.
        pa.field("critical", _PART),
        pa.field("non_critical", _PART),
    ]
)

FINDINGS = pa.schema(
    [
        _required("recording_id", TEXT),
        _required("rubric_hash", TEXT),
        _required("model_hash", TEXT),
        _required("criterion", TEXT),
        _required("position", pa.int32()),
        _required("phrase", TEXT),
        _required("text", TEXT),
        _required("party", TEXT),
        _required("start", NUMBER),
        _required("end", NUMBER),
        _required("probability", NUMBER),
    ]
)

SCHEMAS = {
    "utterances": UTTERANCES,
    "measures": MEASURES,
    "findings": FINDINGS,
    "evaluations": EVALUATIONS,
    "recordings": RECORDINGS,
}
