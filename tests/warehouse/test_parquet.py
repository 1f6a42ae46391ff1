from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.measures.shape import Curve, CurveKind, Hold, Interruption, Overlap, Response, Silence, Stretch
from qa.recording import Direction, Flag
from qa.roles.turns import merge_turns
from qa.scoring.evaluation import Outcome, PartScore
from qa.transcript import AgentChannel, HeardAgain, Party, Transcript, Utterance, Word
from qa.warehouse import parquet
from qa.warehouse.build import build_mart
from qa.warehouse.errors import DamagedTruth, UnknownRecording
from qa.warehouse.layout import TABLES, Shard
from qa.warehouse.result import CallResult
from tests import builders
from tests.warehouse.scenes import DAY, call, files, judged_again


def test_a_shard_is_one_file_a_table_named_by_day_and_shard(tmp_path: Path) -> None:
    paths = parquet.write_shard(tmp_path, DAY, "s1", [call(1)])
    assert [str(path.relative_to(tmp_path)) for path in paths] == [
        f"{table}/day=2026-10-12/s1.parquet" for table in TABLES
    ]
    assert paths[-1].parent.parent.name == "recordings"


def test_the_same_calls_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    calls = [call(i, agent=str(i % 3), score=30.0 + i) for i in range(60)]
    parquet.write_shard(tmp_path / "a", DAY, "s1", calls)
    parquet.write_shard(tmp_path / "b", DAY, "s1", calls[::-1])
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_a_committed_shard_is_left_as_it_is(tmp_path: Path) -> None:
    parquet.write_shard(tmp_path, DAY, "s1", [call(1)])
    before = files(tmp_path)
    parquet.write_shard(tmp_path, DAY, "s1", [call(1, score=10.0), call(2)])
    assert files(tmp_path) == before


@pytest.mark.parametrize("survivors", range(len(TABLES)))
def test_a_kill_between_two_tables_leaves_nothing_half_visible(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, survivors: int
) -> None:
    parquet.write_shard(tmp_path, DAY, "before", [call(1)])
    before = files(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(parquet, "write_atomically", _dies_after(survivors))
        with pytest.raises(KeyboardInterrupt):
            parquet.write_shard(tmp_path, DAY, "s1", [call(2), call(3)])
    (tmp_path / "findings" / "day=2026-10-12" / ".s1.parquet.x.tmp").write_bytes(b"half")

    assert parquet.done(tmp_path) == {call(1).recording.recording_id}
    assert parquet.read_calls(tmp_path, [call(2).recording.recording_id]) == ()

    assert len(parquet.sweep(tmp_path)) == survivors + 1
    assert files(tmp_path) == before
    parquet.write_shard(tmp_path, DAY, "s1", [call(2), call(3)])
    assert len(parquet.done(tmp_path)) == 3


def _dies_after(survivors: int) -> Callable[[Path, bytes], None]:
    written: list[Path] = []

    def write(path: Path, data: bytes) -> None:
        if len(written) == survivors:
            raise KeyboardInterrupt
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        written.append(path)

    return write


def test_sweep_removes_a_scoring_that_never_committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parquet.write_shard(tmp_path, DAY, "s1", [call(1)])
    before = files(tmp_path)
    evaluation = judged_again(call(1), rubric_hash="b" * 64, score=50.0).evaluation
    assert evaluation
    with monkeypatch.context() as patched:
        patched.setattr(parquet, "write_atomically", _dies_after(1))
        with pytest.raises(KeyboardInterrupt):
            parquet.add_scoring(tmp_path, Shard(DAY, "s1"), date(2026, 11, 1), [evaluation])
    assert parquet.read_call(tmp_path, call(1).recording.recording_id) == call(1)
    assert len(parquet.sweep(tmp_path)) == 1
    assert files(tmp_path) == before


def test_scoring_again_adds_beside_and_the_latest_is_current(tmp_path: Path) -> None:
    parquet.write_shard(tmp_path, DAY, "s1", [call(1), call(2)])
    before = files(tmp_path)
    again = judged_again(call(1), rubric_hash="0" * 64, score=50.0)
    assert again.evaluation
    paths = parquet.add_scoring(tmp_path, Shard(DAY, "s1"), date(2026, 11, 1), [again.evaluation])
    assert paths == parquet.add_scoring(tmp_path, Shard(DAY, "s1"), date(2026, 11, 1), [again.evaluation])
    assert before.items() <= files(tmp_path).items()
    assert all(path.name.startswith("s1.20261101-") for path in paths)
    assert parquet.read_call(tmp_path, again.recording.recording_id) == again
    assert parquet.read_call(tmp_path, call(2).recording.recording_id) == call(2)


def test_scoring_what_the_shard_does_not_hold_is_refused(tmp_path: Path) -> None:
    evaluation = call(2).evaluation
    assert evaluation
    with pytest.raises(ValueError, match="not committed"):
        parquet.add_scoring(tmp_path, Shard(DAY, "s1"), DAY, [evaluation])
    parquet.write_shard(tmp_path, DAY, "s1", [call(1)])
    with pytest.raises(ValueError, match="does not hold"):
        parquet.add_scoring(tmp_path, Shard(DAY, "s1"), DAY, [evaluation])


def test_a_recording_in_two_shards_is_taken_from_the_first_with_its_latest_scorecard(tmp_path: Path) -> None:
    first, later = call(1, agent="1001"), judged_again(call(1, agent="9"), rubric_hash="0" * 64, score=50.0)
    parquet.write_shard(tmp_path, DAY + timedelta(days=1), "s1", [later])
    parquet.write_shard(tmp_path, DAY, "s1", [first])
    read = parquet.read_call(tmp_path, first.recording.recording_id)
    assert read.recording == first.recording
    assert read.evaluation == later.evaluation


def test_empty_truth(tmp_path: Path) -> None:
    assert parquet.done(tmp_path) == frozenset()
    assert parquet.sweep(tmp_path) == ()
    with pytest.raises(UnknownRecording) as caught:
        parquet.read_call(tmp_path / "truth", "a\nb")
    assert str(caught.value).endswith(
        "there is no recording a\\nb. Check the id; if the recording is still in the inbox, run qa nightly first."
    )


def test_damage_names_the_file(tmp_path: Path) -> None:
    paths = parquet.write_shard(tmp_path, DAY, "s1", [call(1)])
    paths[-1].write_bytes(b"PAR1 nonsense")
    with pytest.raises(DamagedTruth) as caught:
        parquet.done(tmp_path)
    assert caught.value.code == "S101"
    assert str(paths[-1]) in str(caught.value)


def test_a_vanished_table_is_damage_and_no_empty_call(tmp_path: Path) -> None:
    paths = parquet.write_shard(tmp_path, DAY, "s1", [call(1)])
    paths[0].unlink()
    with pytest.raises(DamagedTruth):
        parquet.read_call(tmp_path, call(1).recording.recording_id)


@pytest.mark.parametrize("name", ["../x", "a.b", "", "a/b"])
def test_a_shard_name_cannot_leave_its_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="a shard's name"):
        parquet.write_shard(tmp_path, DAY, name, [call(1)])


def test_a_start_without_zone_and_a_recording_twice_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    naive = builders.call_result(call=builders.recording(start=datetime(2026, 10, 12)))
    with pytest.raises(ValueError, match="no time zone"):
        parquet.write_shard(tmp_path, DAY, "s1", [naive])
    with pytest.raises(ValueError, match="twice"):
        parquet.write_shard(tmp_path, DAY, "s1", [call(1), call(1)])
    assert files(tmp_path) == {}


def test_a_file_name_that_is_no_text_is_kept_escaped(tmp_path: Path) -> None:
    about = builders.metadata(extra={"note": os.fsdecode(b"\xc2\xbc\xff")})
    odd = builders.call_result(call=builders.recording(about=about, file=os.fsdecode(b"\xc2\xbc\xd2\xf4.wav")))
    parquet.write_shard(tmp_path, DAY, "s1", [odd])
    read = parquet.read_call(tmp_path, odd.recording.recording_id).recording
    assert read.file == "¼\\udcd2\\udcf4.wav"


# --- round trip -------------------------------------------------------------------------------------------------------

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
MAYBE = st.none() | NUMBERS
TEXTS = st.text(alphabet=st.characters(codec="utf-8"), max_size=12)
STARTS = st.datetimes(
    min_value=datetime(1990, 1, 1),
    max_value=datetime(2100, 1, 1),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(-timedelta(hours=9, minutes=30))]),
)
WORDS = st.builds(Word, text=TEXTS, start=NUMBERS, end=NUMBERS, probability=NUMBERS)
UTTERANCES = st.builds(
    Utterance,
    channel=st.integers(0, 3),
    start=NUMBERS,
    end=NUMBERS,
    words=st.lists(WORDS, max_size=3).map(tuple),
    party=st.sampled_from(Party),
)
FINDINGS = st.builds(builders.finding, TEXTS, phrase=TEXTS, party=st.sampled_from(Party), start=NUMBERS, end=NUMBERS)
CRITERIA = st.lists(
    st.builds(
        builders.criterion,
        criterion=TEXTS,
        name=TEXTS,
        outcome=st.sampled_from(Outcome),
        points=NUMBERS,
        fatal=st.booleans(),
        reason=TEXTS,
        findings=st.lists(FINDINGS, max_size=2),
    ),
    unique_by=lambda line: line.criterion,
    max_size=4,
)
ABOUT = st.builds(
    builders.metadata,
    call_id=TEXTS,
    agent=TEXTS,
    start=STARTS,
    direction=st.sampled_from(Direction),
    customer_number=TEXTS,
    satisfaction=MAYBE,
    seconds=MAYBE,
    extra=st.dictionaries(TEXTS, TEXTS, max_size=3),
)
PARTY = st.sampled_from(Party)
PERHAPS = st.none() | st.booleans()
SINGLES = st.floats(width=32, allow_nan=False)
MEASURES = st.builds(
    builders.measures,
    call_seconds=NUMBERS,
    agent_talk_share=MAYBE,
    agent_speech_rate=MAYBE,
    last_speaker=PARTY,
    silences=st.lists(st.builds(Silence, NUMBERS, NUMBERS, PARTY), max_size=2),
    holds=st.lists(st.builds(Hold, NUMBERS, NUMBERS, st.booleans(), PERHAPS, PERHAPS), max_size=2),
    overlaps=st.lists(st.builds(Overlap, NUMBERS, NUMBERS), max_size=2),
    interruptions=st.lists(st.builds(Interruption, PARTY, NUMBERS, NUMBERS), max_size=2),
    responses=st.lists(st.builds(Response, PARTY, NUMBERS, NUMBERS), max_size=2),
    stretches=st.lists(
        st.builds(Stretch, PARTY, NUMBERS, NUMBERS, st.integers(0, 999), MAYBE, MAYBE, MAYBE, MAYBE), max_size=2
    ),
    curves=st.lists(
        st.builds(
            Curve, st.sampled_from(CurveKind), PARTY, NUMBERS, st.lists(st.none() | SINGLES, max_size=3).map(tuple)
        ),
        max_size=2,
    ),
)


@st.composite
def calls(draw: st.DrawFn) -> CallResult:
    about = draw(ABOUT)
    spoken = tuple(draw(st.lists(UTTERANCES, max_size=3)))
    heard = Transcript(
        recording_id="",
        seconds=draw(NUMBERS),
        agent=AgentChannel(draw(st.none() | st.integers(0, 1)), draw(NUMBERS)),
        utterances=spoken,
        turns=merge_turns(spoken),
    )
    return builders.call_result(
        call=builders.recording(about=about, flags=draw(st.lists(st.sampled_from(Flag))), file=draw(TEXTS)),
        heard=heard,
        measured=draw(MEASURES),
        judged=builders.evaluation(score=draw(MAYBE), coverage=draw(NUMBERS), criteria=draw(CRITERIA)),
        unjudged=draw(st.booleans()),
    )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(results=st.lists(calls(), max_size=3, unique_by=lambda result: result.recording.recording_id))
def test_what_is_written_is_read_back(results: list[CallResult], tmp_path_factory: pytest.TempPathFactory) -> None:
    truth = tmp_path_factory.mktemp("truth")
    parquet.write_shard(truth, DAY, "s1", results)
    ids = [result.recording.recording_id for result in results]
    assert parquet.done(truth) == set(ids)
    assert parquet.read_calls(truth, ids) == tuple(sorted(results, key=lambda r: r.recording.recording_id))


def test_a_file_from_before_a_measure_existed_is_read_with_that_measure_undefined(tmp_path: Path) -> None:
    parquet.write_shard(tmp_path, DAY, "s1", [builders.call_result()])
    path = Shard(DAY, "s1").path(tmp_path, "measures")
    now = pq.read_table(path, partitioning=None)
    silences = pa.array([[{"start": 20.0, "end": 24.0}]])
    later = ["holds", "hold_count", "non_talk_seconds", "last_speaker", "curves", "stretches", "responses", "overlaps"]
    pq.write_table(now.drop_columns(["silences", *later]).append_column("silences", silences), path)
    (recording_id,) = parquet.done(tmp_path)
    found = parquet.read_call(tmp_path, recording_id).measures
    assert found.silences == (Silence(20.0, 24.0, Party.UNKNOWN),)
    assert (found.hold_count, found.last_speaker, found.curves) == (None, Party.UNKNOWN, ())
    assert found.non_talk_seconds == 10.0
    build_mart(tmp_path, tmp_path / "marts")


def test_what_was_heard_again_is_kept_and_older_files_have_none(tmp_path: Path) -> None:
    again = HeardAgain("请您稍等", Party.AGENT, 8.5, 9.5, 0.93)
    result = builders.call_result()
    parquet.write_shard(tmp_path, DAY, "s1", [replace(result, transcript=replace(result.transcript, again=(again,)))])
    (recording_id,) = parquet.done(tmp_path)
    assert parquet.read_call(tmp_path, recording_id).transcript.again == (again,)

    path = Shard(DAY, "s1").path(tmp_path, "recordings")
    pq.write_table(pq.read_table(path, partitioning=None).drop_columns(["heard_again"]), path)
    assert parquet.read_call(tmp_path, recording_id).transcript.again == ()
    build_mart(tmp_path, tmp_path / "marts")


def test_totals_of_critical_criteria_are_kept_and_older_files_have_none(tmp_path: Path) -> None:
    result = builders.call_result()
    assert result.evaluation
    critical, non_critical = PartScore(0.0, 9.0, 1.0), PartScore(18.0, 77.0, 0.5)
    judged = replace(result.evaluation, critical=critical, non_critical=non_critical)
    parquet.write_shard(tmp_path, DAY, "s1", [replace(result, evaluation=judged)])
    parquet.write_shard(tmp_path, DAY, "s2", [call(2)])  # its rubric names none
    (first, second) = sorted(parquet.done(tmp_path), key=lambda one: one != result.recording.recording_id)
    assert parquet.read_call(tmp_path, first).evaluation == judged
    other = parquet.read_call(tmp_path, second).evaluation
    assert other
    assert (other.critical, other.non_critical) == (None, None)

    path = Shard(DAY, "s2").path(tmp_path, "evaluations")
    pq.write_table(pq.read_table(path, partitioning=None).drop_columns(["critical", "non_critical"]), path)
    assert parquet.read_call(tmp_path, second).evaluation == other
    build_mart(tmp_path, tmp_path / "marts")
    (file,) = (tmp_path / "marts").glob("*.duckdb")
    with duckdb.connect(str(file), read_only=True) as mart:
        rows = mart.execute("SELECT critical.points, non_critical.coverage FROM evaluations ORDER BY 1").fetchall()
    assert rows == [(0.0, 0.5), (None, None)]


def test_a_months_calls_are_read_by_their_local_start(tmp_path: Path) -> None:
    about = builders.metadata(start=datetime(2026, 10, 31, 23, 50, tzinfo=builders.SHANGHAI))
    late = builders.call_result(call=builders.recording(about=about))
    parquet.write_shard(tmp_path, DAY, "s1", [late])
    (recording_id,) = parquet.done(tmp_path)
    (october,) = parquet.read_month(tmp_path, "2026-10")
    assert october.recording.recording_id == recording_id
    assert october.transcript == late.transcript
    assert list(parquet.read_month(tmp_path, "2026-11")) == []
    assert [one.recording.recording_id for one in parquet.read_newest(tmp_path, 5)] == [recording_id]
    assert parquet.read_newest(tmp_path, 0) == ()
