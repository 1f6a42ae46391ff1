from __future__ import annotations

from pathlib import Path

from qa.errors import Text
from qa.intake import quarantine
from qa.intake.faults import DecodeFailed, EmptyFile
from qa.intake.notices import notice_of
from qa.intake.quarantine import Quarantined


def test_a_file_stays_with_its_latest_reason_until_it_is_mended(tmp_path: Path) -> None:
    empty = notice_of(EmptyFile("a.wav"))
    broken = notice_of(DecodeFailed("new\nline.wav", reason="?"))
    assert quarantine.read(tmp_path) == ()
    quarantine.record(tmp_path, broken, sha256="ab" * 32)
    quarantine.record(tmp_path, notice_of(DecodeFailed("a.wav", reason="?")))
    quarantine.record(tmp_path, empty)
    assert quarantine.read(tmp_path) == (Quarantined(empty), Quarantined(broken, "ab" * 32))
    assert quarantine.clear(tmp_path, "new\nline.wav")
    assert not quarantine.clear(tmp_path, "new\nline.wav")
    assert quarantine.read(tmp_path) == (Quarantined(empty),)


def test_a_damaged_entry_is_left_out(tmp_path: Path) -> None:
    path = quarantine.record(tmp_path, notice_of(EmptyFile("a.wav")))
    path.write_text("{", encoding="utf-8")
    assert quarantine.read(tmp_path) == ()


def test_the_entry_is_readable_by_people(tmp_path: Path) -> None:
    content = quarantine.record(tmp_path, notice_of(EmptyFile("录音.wav"))).read_text(encoding="utf-8")
    assert "录音.wav" in content
    assert Text("文件为空（0 字节）。", "the file is empty (0 bytes).").zh in content
