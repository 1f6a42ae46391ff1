from __future__ import annotations

import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import ManifestError
from qa.intake.cells import read_start
from qa.intake.manifest import inbox_key, read_manifest
from qa.intake.row_faults import ColumnMissing, ColumnTwice, ManifestMissing, ManifestUnreadable
from qa.recording import Direction
from qa.settings import InboxSettings
from tests.intake.inboxes import row, write_manifest

CHINA = timezone(timedelta(hours=8))
INBOX = InboxSettings()
INBOX_ZONE = ZoneInfo(INBOX.time_zone)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_encodings_and_separators_of_offices_are_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = write_manifest(
        tmp_path / "m.csv", [row(team="一班", 备注="客户,着急")], encoding=encoding, delimiter=delimiter
    )
    (metadata,) = read_manifest(path, INBOX).metadata.values()
    assert metadata.team == "一班"
    assert metadata.extra == {"备注": "客户,着急"}


def test_every_column_of_ours_is_understood_and_the_others_kept(tmp_path: Path) -> None:
    cells = row(
        direction="呼出",
        team="一班",
        site="杭州",
        queue="宽带",
        customer_number="13800138000",
        satisfaction="4.5",
        seconds="61",
        vip="1",
    )
    metadata = read_manifest(write_manifest(tmp_path / "m.csv", [cells]), INBOX).metadata["a.wav"]
    assert metadata.start.isoformat() == "2026-10-03T09:12:00+08:00"
    assert metadata.direction is Direction.OUTBOUND
    assert (metadata.team, metadata.site, metadata.queue) == ("一班", "杭州", "宽带")
    assert (metadata.customer_number, metadata.satisfaction, metadata.seconds) == ("13800138000", 4.5, 61)
    assert metadata.extra == {"vip": "1"}


def test_columns_are_found_by_their_own_names(tmp_path: Path) -> None:
    cells = {"录音": "a.wav", "流水号": "c1", "工号": "1001", "时间": "2026/10/3 9:12", "等待": "7"}
    columns = {"file": "录音", "call_id": "流水号", "agent": "工号", "start": "时间", "wait": "等待"}
    manifest = read_manifest(
        write_manifest(tmp_path / "m.csv", [cells], encoding="gbk"), InboxSettings(columns=columns)
    )
    assert manifest.metadata["a.wav"].agent == "1001"
    assert manifest.metadata["a.wav"].extra["wait"] == "7"


def test_a_parquet_manifest_says_the_same(tmp_path: Path) -> None:
    table = pa.table(
        {
            "file": ["a.wav", "b.wav"],
            "call_id": ["c1", "c2"],
            "agent": [1001.0, 1002.0],
            "start": pa.array([datetime(2026, 10, 3, 9, 12)] * 2, pa.timestamp("ns")),
            "satisfaction": [5.0, None],
        }
    )
    pq.write_table(table, tmp_path / "m.parquet")
    metadata = read_manifest(tmp_path / "m.parquet", INBOX).metadata
    assert [known.agent for known in metadata.values()] == ["1001", "1002"]
    assert [known.satisfaction for known in metadata.values()] == [5, None]
    assert metadata["a.wav"].start == datetime(2026, 10, 3, 9, 12, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10-03T09:12:00", "2026-10-03T09:12:00+08:00"),
        ("2026-10-03 09:12:00", "2026-10-03T09:12:00+08:00"),
        ("2026/10/3 9:12", "2026-10-03T09:12:00+08:00"),
        ("2026.10.3 9:12:05", "2026-10-03T09:12:05+08:00"),
        ("2026年10月3日 9时12分", "2026-10-03T09:12:00+08:00"),
        ("2026年10月3日9时12分5秒", "2026-10-03T09:12:05+08:00"),
        ("20261003091200", "2026-10-03T09:12:00+08:00"),
        ("20261003-091200", "2026-10-03T09:12:00+08:00"),
        ("20261003T091200Z", "2026-10-03T17:12:00+08:00"),
        ("2026-10-03T09:12:00.25Z", "2026-10-03T17:12:00.250000+08:00"),
        ("2026-10-03T09:12:00+0900", "2026-10-03T08:12:00+08:00"),
        ("2026-10-03T09:12:00-05:30", "2026-10-03T22:42:00+08:00"),
        ("2026-10-03", None),
        ("03/10/2026 09:12", None),
        ("2026-13-03 09:12", None),
        ("2026-02-30 09:12", None),
        ("2026-10-03 25:12", None),
        ("46298.38", None),
        ("昨天", None),
        ("", None),
    ],
)
def test_starts_are_read_or_refused(text: str, expected: str | None) -> None:
    start = read_start(text, INBOX_ZONE)
    assert (start.isoformat() if start else None) == expected


ROW_FAULTS = [
    (row(start="昨天"), "I203", "line 3: the start “昨天” is no date with time."),
    (row(agent=""), "I202", "line 3: agent is empty."),
    (row(call_id=" "), "I202", "line 3: call_id is empty."),
    (row(direction="上行"), "I204", "line 3: the direction “上行” is not known."),
    (row(satisfaction="满意"), "I205", "line 3: satisfaction “满意” is not a number."),
    (row(satisfaction="nan"), "I205", "line 3: satisfaction “nan” is not a number."),
    (row(seconds="1:01"), "I205", "line 3: seconds “1:01” is not a number."),
]


@pytest.mark.parametrize(("cells", "code", "what"), ROW_FAULTS)
def test_a_faulty_row_sets_its_own_recording_aside(tmp_path: Path, cells: dict[str, str], code: str, what: str) -> None:
    good = row("b.wav", "c2", direction="", satisfaction="", seconds="")
    manifest = read_manifest(write_manifest(tmp_path / "m.csv", [good, cells]), INBOX)
    assert list(manifest.metadata) == ["b.wav"]
    assert {file: (fault.code, fault.message.en) for file, fault in manifest.faults.items()} == {"a.wav": (code, what)}


def test_a_row_with_more_cells_than_columns_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text('file,call_id,agent,start\n"a\nb.wav",c1,1,2026-10-03 09:12\nc.wav,c2,1,2026-10-03 09:12,x\n')
    manifest = read_manifest(path, INBOX)
    assert list(manifest.metadata) == ["a\nb.wav"]
    assert manifest.faults["c.wav"].message.en == "line 4: more cells than there are columns."


@pytest.mark.parametrize(
    ("rows", "usable", "codes"),
    [
        ([row(), row()], ["a.wav"], {}),
        ([row(), row(agent="2")], [], {"a.wav": "I206"}),
        ([row(), row("b.wav")], [], {"a.wav": "I206", "b.wav": "I206"}),
        ([row(), row("b.wav", start="?")], [], {"a.wav": "I206", "b.wav": "I206"}),
        ([row(), row(call_id="c2")], [], {"a.wav": "I207"}),
        ([row(), row("b.wav"), row("c.wav", "c3")], ["c.wav"], {"a.wav": "I206", "b.wav": "I206"}),
        ([row(call_id=""), row("b.wav", "")], [], {"a.wav": "I202", "b.wav": "I202"}),
    ],
    ids=["equal rows", "two agents", "two files", "one unreadable", "one file twice", "others go on", "no id"],
)
def test_rows_that_contradict_each_other_are_all_set_aside(
    tmp_path: Path, rows: list[dict[str, str]], usable: list[str], codes: dict[str, str]
) -> None:
    manifest = read_manifest(write_manifest(tmp_path / "m.csv", rows), INBOX)
    assert list(manifest.metadata) == usable
    assert {file: fault.code for file, fault in manifest.faults.items()} == codes


@pytest.mark.parametrize(
    "cell", ["../a.wav", "day/../../a.wav", "/etc/passwd", "C:\\a.wav", "\\\\host\\share\\a.wav", "..\\a.wav"]
)
def test_a_file_outside_the_inbox_is_refused(tmp_path: Path, cell: str) -> None:
    manifest = read_manifest(write_manifest(tmp_path / "m.csv", [row(cell), row("b.wav", "c2")]), INBOX)
    assert list(manifest.metadata) == ["b.wav"]
    assert [(fault.code, fault.where) for fault in manifest.refused] == [("I208", cell)]


@pytest.mark.parametrize(
    ("content", "error", "text"),
    [
        (b"file,call_id,start\n", ColumnMissing, "“agent” is missing; found: file, call_id, start"),
        (b"file,call_id,agent,agent,start\n", ColumnTwice, "“agent” stands there more than once"),
        (b"", ManifestUnreadable, "cannot be read as a table"),
        (b"\x81\x30\xff\xff", ManifestUnreadable, "cannot be read as a table"),
        (b"PAR1 but not really", ManifestUnreadable, "cannot be read as a table"),
        (None, ManifestMissing, "no such file"),
    ],
)
def test_a_manifest_that_cannot_be_used_says_why(
    tmp_path: Path, content: bytes | None, error: type[ManifestError], text: str
) -> None:
    path = tmp_path / "m.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error) as raised:
        read_manifest(path, INBOX)
    assert text in str(raised.value)
    assert "m.csv" in str(raised.value)


def test_a_missing_column_names_the_remedy(tmp_path: Path) -> None:
    path = write_manifest(tmp_path / "m.csv", [{"file": "a.wav", "工号": "1"}])
    with pytest.raises(ColumnMissing) as raised:
        read_manifest(path, INBOX)
    assert "[inbox.columns]" in raised.value.advice.en
    assert "call_id" in raised.value.advice.zh


PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).map(str.strip).filter(bool)
FILES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="/\\\0\r:"), min_size=1, max_size=20
).filter(lambda name: name.strip(" \t\u3000") == name and name not in (".", "..") and bool(name.strip()))


@given(st.dictionaries(FILES.map(inbox_key), st.tuples(PLAIN, PLAIN), min_size=1, max_size=5))
@settings(deadline=None, max_examples=60)
def test_what_was_written_is_read_back(calls: dict[str, tuple[str, str]]) -> None:
    rows = [
        row(file, str(number), agent=agent, queue=queue) for number, (file, (agent, queue)) in enumerate(calls.items())
    ]
    with tempfile.TemporaryDirectory() as folder:
        manifest = read_manifest(write_manifest(Path(folder) / "m.csv", rows), INBOX)
    assert {file: (known.agent, known.queue) for file, known in manifest.metadata.items()} == calls
