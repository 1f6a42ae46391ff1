"""The immutable truth: one Parquet file a table and shard, written whole or not at all.

Which files count, and in which order they are written, stands in `qa.warehouse.layout`.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from qa.scoring.evaluation import Evaluation
from qa.storage import write_atomically
from qa.warehouse import rows
from qa.warehouse.errors import DamagedTruth, UnknownRecording
from qa.warehouse.layout import TABLES, Scoring, Shard, committed, present, scorings, scorings_of, visible
from qa.warehouse.result import CallResult
from qa.warehouse.rows import Row
from qa.warehouse.tables import SCHEMAS


def write_shard(truth: Path, day: date, shard: str, results: Sequence[CallResult]) -> tuple[Path, ...]:
    """Write a shard's calls to the five tables and commit them; the files in the order of writing.

    The same results give the same bytes, whatever their order. A shard that is already committed is left as it is: a
    recording that it lacks is not in `done`, so the next night takes it up.

    Raises:
        ValueError: the shard's name has other characters than `A-Za-z0-9_-`; a recording stands in it twice; a start
            has no time zone.
        DiskFull: no room; nothing of the shard is visible.
    """
    place = Shard(day, shard)
    ordered = sorted(results, key=lambda result: result.recording.recording_id)
    ids = [result.recording.recording_id for result in ordered]
    if len(set(ids)) < len(ids):
        raise ValueError(f"a recording stands twice in shard {shard}")
    paths = tuple(place.path(truth, table) for table in TABLES)
    if place.path(truth, "recordings").exists():
        return paths
    evaluations = [result.evaluation for result in ordered if result.evaluation]
    content: dict[str, Iterable[Row]] = {
        "utterances": (row for result in ordered for row in rows.utterance_rows(result)),
        "measures": map(rows.measures_row, ordered),
        "findings": (row for evaluation in evaluations for row in rows.finding_rows(evaluation)),
        "evaluations": map(rows.evaluation_row, evaluations),
        "recordings": map(rows.recording_row, ordered),
    }
    # Everything is encoded before anything is written: a result that cannot be stored leaves no trace.
    for path, data in [(place.path(truth, table), _encoded(table, content[table])) for table in TABLES]:
        write_atomically(path, data)
    return paths


def write_tables(truth: Path, day: date, shard: str, tables: Mapping[str, pa.Table]) -> None:
    """Write a shard from whole tables and commit it; one that is committed is left as it is.

    Raises:
        ValueError: the shard's name has other characters than `A-Za-z0-9_-`.
        DiskFull: no room; nothing of the shard is visible.
    """
    place = Shard(day, shard)
    if place.path(truth, "recordings").exists():
        return
    for table in TABLES:
        write_atomically(place.path(truth, table), _file(tables[table]))


def add_scoring(truth: Path, shard: Shard, scored: date, evaluations: Sequence[Evaluation]) -> tuple[Path, ...]:
    """Add a later scoring of a committed shard; the evaluations before it stay.

    The files are named by the day of scoring and by which rubrics and models judged, so the same scoring again is the
    same file.

    Raises:
        ValueError: the shard is not committed, or does not hold a recording that was scored.
        DiskFull: no room; nothing of the scoring is visible.
    """
    mark = shard.path(truth, "recordings")
    if not mark.exists():
        raise ValueError(f"shard {shard.name} of {shard.day} is not committed")
    strangers = {e.recording_id for e in evaluations} - set(_ids([mark]))
    if strangers:
        raise ValueError(f"shard {shard.name} does not hold {', '.join(sorted(strangers))}")
    judges = sorted({f"{e.rubric_hash} {e.model_hash}" for e in evaluations})
    label = f"{scored:%Y%m%d}-{hashlib.sha256(chr(10).join(judges).encode()).hexdigest()[:12]}"
    ordered = sorted(evaluations, key=lambda e: (e.recording_id, e.rubric_hash, e.model_hash))
    content: dict[str, Iterable[Row]] = {
        "findings": (row for evaluation in ordered for row in rows.finding_rows(evaluation)),
        "evaluations": map(rows.evaluation_row, ordered),
    }
    paths = []
    for table, table_rows in content.items():
        paths.append(shard.path(truth, table, label))
        write_atomically(paths[-1], _encoded(table, table_rows))
    return tuple(paths)


def sweep(truth: Path) -> tuple[Path, ...]:
    """Remove what a killed run left: temporary files, and files of shards and scorings that never committed.

    Only one night may run at a time: the caller holds its lock.
    """
    shards, marked = set(committed(truth)), set(scorings(truth))
    left = [path for table in TABLES for path in (truth / table).glob("day=*/.*.tmp")]
    left += [path for table in TABLES for scoring, path in present(truth, table) if scoring.shard not in shards]
    left += [path for scoring, path in present(truth, "findings") if scoring.shard in shards and scoring not in marked]
    for path in left:
        path.unlink(missing_ok=True)
    return tuple(sorted(left))


def done(truth: Path) -> frozenset[str]:
    """Ids of all committed recordings.

    Raises:
        DamagedTruth: a recordings file cannot be read.
    """
    return frozenset(_ids(visible(truth, "recordings")))


def read_call(truth: Path, recording_id: str) -> CallResult:
    """One call as it was written.

    Raises:
        UnknownRecording: no committed shard holds it.
        DamagedTruth: a file cannot be read.
    """
    found = read_calls(truth, [recording_id])
    if not found:
        raise UnknownRecording(str(truth), recording=recording_id)
    return found[0]


def read_month(truth: Path, month: str) -> Iterator[CallResult]:
    """The calls that began in a month (YYYY-MM) on their local clock, without evaluations; one shard in memory.

    Raises:
        DamagedTruth: a file cannot be read.
    """
    for shard in committed(truth):
        path = shard.path(truth, "recordings")
        calls = [row for row in _rows(path, "recordings", _ids([path])) if f"{row['start_local']:%Y-%m}" == month]
        found = _Found()
        found.add_calls(truth, shard, calls)
        yield from map(found.result, sorted(found.recordings))


def read_newest(truth: Path, most: int) -> tuple[CallResult, ...]:
    """Calls of the newest shards, at most so many, without their evaluations.

    Raises:
        DamagedTruth: a file cannot be read.
    """
    found, ids = _Found(), list[str]()
    for shard in reversed(committed(truth)):
        path = shard.path(truth, "recordings")
        new = _ids([path])[: most - len(ids)]
        found.add_calls(truth, shard, _rows(path, "recordings", new))
        ids += new
        if len(ids) >= most:
            break
    return tuple(found.result(recording_id) for recording_id in ids)


def read_call_of(truth: Path, shard: Shard, recording_id: str) -> CallResult:
    """One call of a shard that is known, with its current evaluation: no other shard is looked at.

    Raises:
        UnknownRecording: the shard does not hold it.
        DamagedTruth: a file cannot be read.
    """
    found = read_calls_of(truth, shard, [recording_id])
    if not found:
        raise UnknownRecording(str(truth), recording=recording_id)
    return found[0]


def read_calls_of(truth: Path, shard: Shard, recording_ids: Collection[str]) -> tuple[CallResult, ...]:
    """Those of the calls that a shard holds, in order of id, each with its current evaluation in that shard.

    Raises:
        DamagedTruth: a file cannot be read.
    """
    found = _Found()
    found.add_calls(truth, shard, _rows(shard.path(truth, "recordings"), "recordings", recording_ids))
    for scoring in scorings_of(truth, shard):
        found.add_scoring(truth, scoring, recording_ids)
    return tuple(found.result(recording_id) for recording_id in sorted(found.recordings))


def scored_at(truth: Path, shard: Shard, label: str) -> datetime:
    """When a scoring was written: from then on its scores are known.

    Raises:
        DamagedTruth: the file is gone.
    """
    path = Scoring(shard, label).path(truth, "evaluations")
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError as error:
        raise DamagedTruth(str(path), reason=error.strerror) from error


def read_calls(truth: Path, recording_ids: Collection[str]) -> tuple[CallResult, ...]:
    """Those of the calls that are committed, in order of id, each with its current evaluation.

    A recording that stands in two shards is taken from the first. Its current evaluation is the one of the latest
    scoring (label, then day, then shard); among those of one scoring the greatest (rubric hash, model hash). The mart
    follows the same rule.

    Raises:
        DamagedTruth: a file cannot be read.
    """
    wanted, found = set(recording_ids), _Found()
    by_shard: dict[Shard, list[Scoring]] = defaultdict(list)
    for scoring in scorings(truth):
        by_shard[scoring.shard].append(scoring)
    for shard in committed(truth):
        calls = _rows(shard.path(truth, "recordings"), "recordings", wanted)
        if calls:
            found.add_calls(truth, shard, calls)
            for scoring in by_shard[shard]:
                found.add_scoring(truth, scoring, {call["recording_id"] for call in calls})
    return tuple(found.result(recording_id) for recording_id in sorted(found.recordings))


_Rank: TypeAlias = tuple[str, date, str, str, str]
"""Label, day, shard, rubric hash, model hash: the greatest is current."""


class _Found:
    """Rows of some calls, gathered from their shards."""

    def __init__(self) -> None:
        self.recordings: dict[str, Row] = {}
        self.utterances: dict[str, list[Row]] = defaultdict(list)
        self.measures: dict[str, Row] = {}
        self.evaluations: dict[str, tuple[_Rank, Row, list[Row]]] = {}

    def add_calls(self, truth: Path, shard: Shard, calls: list[Row]) -> None:
        new = {call["recording_id"] for call in calls} - self.recordings.keys()
        self.recordings |= {call["recording_id"]: call for call in calls if call["recording_id"] in new}
        for row in _rows(shard.path(truth, "utterances"), "utterances", new):
            self.utterances[row["recording_id"]].append(row)
        for row in _rows(shard.path(truth, "measures"), "measures", new):
            self.measures[row["recording_id"]] = row

    def add_scoring(self, truth: Path, scoring: Scoring, ids: Collection[str]) -> None:
        findings: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in _rows(scoring.path(truth, "findings"), "findings", ids):
            findings[row["recording_id"], row["rubric_hash"], row["model_hash"]].append(row)
        for row in _rows(scoring.path(truth, "evaluations"), "evaluations", ids):
            recording_id, *judge = key = row["recording_id"], row["rubric_hash"], row["model_hash"]
            rank: _Rank = scoring.label, scoring.shard.day, scoring.shard.name, *judge
            before = self.evaluations.get(recording_id)
            if before is None or rank > before[0]:
                self.evaluations[recording_id] = rank, row, findings[key]

    def result(self, recording_id: str) -> CallResult:
        recording = self.recordings[recording_id]
        _, evaluation, findings = self.evaluations.get(recording_id, (None, None, []))
        return CallResult(
            recording=rows.to_recording(recording),
            transcript=rows.to_transcript(recording, self.utterances[recording_id]),
            measures=rows.to_measures(self.measures[recording_id]),
            evaluation=rows.to_evaluation(evaluation, findings) if evaluation else None,
        )


def _encoded(table: str, table_rows: Iterable[Row]) -> bytes:
    # Nothing here depends on the clock, on threads or on the machine: same rows, same bytes.
    content = list(table_rows)
    try:
        columns = pa.Table.from_pylist(content, schema=SCHEMAS[table])
    except UnicodeEncodeError:
        columns = pa.Table.from_pylist(_escaped(content), schema=SCHEMAS[table])
    return _file(columns)


def _file(columns: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(columns, sink, version="2.6", compression="zstd", compression_level=3, row_group_size=65_536)
    return sink.getvalue().to_pybytes()


def _escaped(value: Any) -> Any:
    # A file whose name is GBK reaches us as text that no encoding takes: its odd bytes are kept as \udcxx.
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode()
        case dict():
            return {name: _escaped(item) for name, item in value.items()}
        case list():
            return [_escaped(item) for item in value]
        case tuple():
            return tuple(_escaped(item) for item in value)
    return value


def _rows(path: Path, table: str, recording_ids: Collection[str]) -> list[Row]:
    if not recording_ids:
        return []
    try:
        content = pq.read_table(
            path,
            schema=SCHEMAS[table],
            filters=pc.field("recording_id").isin(sorted(recording_ids)),
            use_threads=False,
            partitioning=None,
        )
    except (OSError, pa.ArrowException) as error:
        raise DamagedTruth(str(path), reason=error) from error
    return content.to_pylist()


def _ids(recordings: Iterable[Path]) -> list[str]:
    found: list[str] = []
    for path in recordings:
        try:
            column = pq.ParquetFile(path).read(columns=["recording_id"], use_threads=False).column(0)
        except (OSError, pa.ArrowException) as error:
            raise DamagedTruth(str(path), reason=error) from error
        found.extend(map(str, column.to_pylist()))
    return found
