from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.errors import UsageError
from qa.intake import scan as scanning
from qa.intake.scan import Scan, scan
from qa.night import Notice
from qa.recording import Flag
from tests.intake.inboxes import NOW, Inbox, row


def codes(notices: tuple[Notice, ...]) -> dict[str, str]:
    return {notice.file: notice.code for notice in notices}


def files(seen: Scan) -> list[str]:
    return [recording.file for recording in seen.candidates]


def test_recordings_are_known_by_their_content_and_sorted_by_name(inbox: Inbox) -> None:
    inbox.add("b.wav")
    path = inbox.add("a/x.mp3")
    seen = inbox.scan(row("b.wav"), row("a/x.mp3", "c2", queue="宽带"))
    assert files(seen) == ["a/x.mp3", "b.wav"]
    first = seen.candidates[0]
    assert first.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert first.recording_id == first.sha256[:16]
    assert first.metadata.queue == "宽带"
    assert (seen.files, seen.set_aside, seen.warnings) == (2, (), ())


def test_the_same_audio_twice_is_one_recording(inbox: Inbox) -> None:
    for name in ("b.wav", "a.wav", "c.wav"):
        inbox.add(name, b"RIFF\0 the same")
    seen = inbox.scan(row("a.wav"), row("b.wav", "c2"), row("c.wav", "c3"))
    assert files(seen) == ["a.wav"]
    assert codes(seen.duplicates) == {"b.wav": "I303", "c.wav": "I303"}
    assert "a.wav" in seen.duplicates[0].what.en


def test_a_copy_with_a_good_row_stands_in_for_one_with_a_bad_row(inbox: Inbox) -> None:
    inbox.add("a.wav", b"RIFF\0 the same")
    inbox.add("b.wav", b"RIFF\0 the same")
    seen = inbox.scan(row("a.wav", start="?"), row("b.wav", "c2"))
    assert files(seen) == ["b.wav"]
    assert codes(seen.set_aside) == {"a.wav": "I203"}


@pytest.mark.parametrize(("age", "left"), [(0, True), (59, True), (61, False), (-3_600, False)])
def test_a_file_that_changed_just_now_is_left_for_the_next_night(inbox: Inbox, age: float, left: bool) -> None:
    inbox.add("a.wav", age=age)
    seen = inbox.scan(row())
    assert seen.left_for_next == (("a.wav",) if left else ())
    assert seen.files == 1


@pytest.mark.parametrize(
    "name", ["a.wav.part", "a.tmp", "a.wav.filepart", "a.mp3.crdownload", ".a.wav", ".a.wav.x7Gd2"]
)
def test_names_of_unfinished_files_are_left_for_the_next_night(inbox: Inbox, name: str) -> None:
    inbox.add(name)
    assert inbox.scan().left_for_next == (name,)


def test_a_row_whose_file_is_arriving_is_no_row_without_file(inbox: Inbox) -> None:
    inbox.add("a.wav.part")
    assert inbox.scan(row()).warnings == ()


def test_a_file_that_grows_while_it_is_read_is_left(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    path = inbox.add("a.wav")

    def read_and_grow(file: str, _: bytes) -> None:
        with path.open("ab") as more:
            more.write(file.encode())

    monkeypatch.setattr(scanning, "content_fault", read_and_grow)
    seen = inbox.scan(row())
    assert (seen.left_for_next, seen.candidates) == (("a.wav",), ())


def test_other_files_in_the_inbox_are_none_of_our_business(inbox: Inbox) -> None:
    for name in ("labels.json", "notes.txt", ".DS_Store", ".trash/old.wav"):
        inbox.add(name)
    assert inbox.scan().files == 0


def test_a_file_and_a_row_without_each_other_are_both_told(inbox: Inbox) -> None:
    inbox.add("a.wav")
    seen = inbox.scan(row("b.wav"), row("../c.wav", "c3"), row("d.wav", "c4", agent=""))
    assert codes(seen.set_aside) == {"a.wav": "I201"}
    assert codes(seen.warnings) == {"b.wav": "I301", "../c.wav": "I208", "d.wav": "I202"}
    assert seen.files == 1


UNUSABLE: list[tuple[str, Callable[[Inbox], object]]] = [
    ("I101", lambda inbox: inbox.add("a.wav", b"")),
    ("I102", lambda inbox: inbox.add("a.wav", b"hello, this is text\n")),
    ("I102", lambda inbox: inbox.add("a.wav", "您好，这里是文字。".encode("gbk"))),
    ("I103", lambda inbox: inbox.add("a.wav", b"ffconcat version 1.0\nfile b.wav\n")),
    ("I103", lambda inbox: inbox.add("a.wav", b"\xef\xbb\xbf#EXTM3U\nb.wav\n")),
    ("I105", lambda inbox: inbox.add("a.wav", bytes(10_001))),
    ("I114", lambda inbox: os.mkfifo(inbox.folder / "a.wav")),
    ("I117", lambda inbox: (inbox.folder / "a.wav").symlink_to("/etc/passwd")),
    ("I117", lambda inbox: (inbox.folder / "a.wav").symlink_to("nowhere")),
    ("I117", lambda inbox: (inbox.folder / "a.wav").symlink_to("a.wav")),
]


@pytest.mark.parametrize(("code", "make"), UNUSABLE)
def test_an_unusable_file_is_set_aside_and_the_rest_goes_on(
    inbox: Inbox, code: str, make: Callable[[Inbox], object]
) -> None:
    inbox.add("good.wav")
    make(inbox)
    seen = inbox.scan(row(), row("good.wav", "c2"))
    assert codes(seen.set_aside) == {"a.wav": code}
    assert files(seen) == ["good.wav"]
    assert (seen.files, seen.warnings) == (2, ())


def test_links_inside_count_as_files_and_links_to_folders_are_not_followed(inbox: Inbox, tmp_path: Path) -> None:
    inbox.add("a.wav")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.wav").write_bytes(b"RIFF\0")
    (inbox.folder / "far").symlink_to(tmp_path / "elsewhere")
    (inbox.folder / "round").symlink_to(inbox.folder)
    (inbox.folder / "b.wav").symlink_to("a.wav")
    seen = inbox.scan(row("a.wav"), row("b.wav", "c2"), row("far/x.wav", "c3"))
    assert files(seen) == ["a.wav"]
    assert codes(seen.duplicates) == {"b.wav": "I303"}
    assert codes(seen.warnings) == {"far": "I305", "round": "I305", "far/x.wav": "I301"}


def test_names_with_control_characters_are_used_and_shown_escaped(inbox: Inbox) -> None:
    inbox.add("new\nline.wav")
    inbox.add("bell\a.wav", b"")
    seen = inbox.scan(row("new\nline.wav"), row("bell\a.wav", "c2"))
    assert files(seen) == ["new\nline.wav"]
    assert codes(seen.set_aside) == {"bell\\x07.wav": "I101"}


def test_a_name_that_is_not_utf8_is_set_aside(inbox: Inbox) -> None:
    inbox.folder.mkdir()
    Path(os.fsdecode(os.fsencode(inbox.folder) + b"/\xc2\xbc\xd2\xf4.wav")).write_bytes(b"RIFF\0")
    assert [notice.code for notice in inbox.scan().set_aside] == ["I116"]


def test_names_can_carry_the_metadata(inbox: Inbox) -> None:
    inbox.add("20261003091200_1001_c1.wav")
    inbox.add("20261003091200_1002_c2.wav")
    inbox.add("20261003091300_1003_c2.wav")
    inbox.add("strange.wav")
    seen = inbox.scan(name_pattern="{start}_{agent}_{call_id}")
    assert [recording.metadata.agent for recording in seen.candidates] == ["1001"]
    assert codes(seen.set_aside) == {
        "20261003091200_1002_c2.wav": "I211",
        "20261003091300_1003_c2.wav": "I211",
        "strange.wav": "I209",
    }


def test_an_agent_who_is_not_in_the_roster_is_flagged(inbox: Inbox) -> None:
    inbox.add("a.wav")
    inbox.add("b.wav")
    (inbox.folder / "roster.csv").write_text("name,agent\n张,1001\n", encoding="gbk")
    seen = inbox.scan(row("a.wav"), row("b.wav", "c2", agent="999"), roster="roster.csv")
    assert [recording.flags for recording in seen.candidates] == [(), (Flag.UNKNOWN_AGENT,)]
    assert codes(seen.warnings) == {"b.wav": "I302"}


def test_an_inbox_that_is_not_there_or_says_nothing_of_its_calls_is_wrong_use(inbox: Inbox) -> None:
    chosen = inbox.settings(name_pattern=None)
    with pytest.raises(UsageError, match="neither manifest nor name_pattern"):
        scan(chosen)
    inbox.folder.rmdir()
    with pytest.raises(UsageError, match="no such inbox folder"):
        scan(chosen)


def test_a_second_look_reads_nothing_again(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox.add("a.wav")
    first = inbox.scan(row())
    monkeypatch.setattr(scanning, "_hash", lambda *_: pytest.fail("hashed again"))
    assert inbox.scan(row()) == first


def test_a_changed_file_is_another_recording(inbox: Inbox) -> None:
    inbox.add("a.wav", b"RIFF\0 one")
    first = inbox.scan(row())
    inbox.add("a.wav", b"RIFF\0 two", age=80_000)
    assert inbox.scan(row()).candidates[0].sha256 != first.candidates[0].sha256


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b"no database at all" * 999),
        lambda path: path.write_bytes(path.read_bytes()[:100] + bytes(8_000)),
        lambda path: path.write_bytes(b""),
        lambda path: sqlite3.connect(path).execute("DROP TABLE hashed").connection.commit(),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=["deleted", "overwritten", "damaged", "emptied", "no table", "a folder"],
)
def test_harm_to_the_ledger_changes_nothing(inbox: Inbox, harm: Callable[[Path], object]) -> None:
    inbox.add("a.wav")
    first = inbox.scan(row())
    harm(inbox.home / "data" / "intake.sqlite")
    assert inbox.scan(row()) == first
    assert inbox.scan(row()) == first


def test_nothing_in_the_inbox_is_changed(inbox: Inbox) -> None:
    for name in ("a.wav", "b.wav.part", "c/d.wav"):
        inbox.add(name)
    inbox.scan(row())

    def state() -> list[tuple[str, int, int]]:
        return sorted((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in inbox.folder.rglob("*"))

    before = state()
    scan(inbox.settings(), now=NOW)
    assert state() == before


NAMES = st.sampled_from(["a.wav", "b.wav", "d/c.mp3", "e.wav.part", ".f.wav", "g.txt", "new\nline.wav", "录音.amr"])
CONTENTS = st.sampled_from([b"", b"text", b"#EXTM3U", b"RIFF\0one", b"RIFF\0two", bytes(20_000)])
FILES = st.dictionaries(NAMES, st.tuples(CONTENTS, st.sampled_from([0.0, 100.0, -100.0])))
ROWS = st.lists(st.tuples(NAMES, st.sampled_from(["c1", "c2", "c3", ""]), st.sampled_from(["2026-10-03 09:12", "?"])))


@given(FILES, ROWS)
@settings(deadline=None, max_examples=60)
def test_every_file_is_in_exactly_one_bucket(
    present: dict[str, tuple[bytes, float]], rows: list[tuple[str, str, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        inbox = Inbox(Path(folder))
        for name, (content, age) in present.items():
            inbox.add(name, content, age=age)
        seen = inbox.scan(*(row(file, call_id, start=start) for file, call_id, start in rows))
    named = {file for file, _, _ in rows}
    expected = sorted(name.replace("\n", "\\n") for name in present if name != "g.txt" or name in named)
    placed = [*files(seen), *codes(seen.duplicates), *seen.left_for_next, *codes(seen.set_aside)]
    assert sorted(name.replace("\n", "\\n") for name in placed) == expected
    assert seen.files == len(expected)


def test_a_folder_with_a_manifest_of_its_own_is_told_once_and_not_entered(inbox: Inbox) -> None:
    inbox.add("a.wav")
    inbox.add("exam/b.wav")
    inbox.add("exam/deep/c.wav")
    (inbox.folder / "exam" / "manifest.csv").write_text("file\nb.wav\n", encoding="utf-8")
    seen = inbox.scan(row("a.wav"))
    assert files(seen) == ["a.wav"]
    assert (codes(seen.warnings), seen.set_aside) == ({"exam": "I308"}, ())
