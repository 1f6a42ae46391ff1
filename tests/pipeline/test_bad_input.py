"""A night with everything wrong that an inbox can hold: each file told with its remedy, and every good call done."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from qa.errors import TinghengError
from qa.intake import quarantine
from qa.night import NightRecord
from qa.pipeline.night import run_night
from qa.settings import load_settings
from qa.warehouse.parquet import read_calls
from tests.faults.inbox import row, write_config, write_manifest, write_wav
from tests.faults.quick_night import quick_shard

GOOD = ("good-a.wav", "good-b.wav")


def write_video(path: Path) -> None:
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 32
        frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
        for _ in range(10):
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def write_long_opus(path: Path, seconds: int) -> None:
    with av.open(str(path), "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=48_000)
        stream.layout = "mono"
        for second in range(seconds):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 48_000), np.int16), format="s16", layout="mono")
            frame.sample_rate, frame.pts = 48_000, second * 48_000
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def fill(inbox: Path) -> None:
    """Every kind of bad file, each with a manifest row of its own unless the row is what is wrong."""
    for i, name in enumerate(
        (*GOOD, "cut.wav", "twice-a.wav", "twice-b.wav", "when.wav", "stranger.wav", "no-row.wav")
    ):
        write_wav(inbox / name, seed=i)
    (inbox / "z-again.wav").write_bytes((inbox / GOOD[0]).read_bytes())
    whole = (inbox / "cut.wav").read_bytes()
    (inbox / "cut.wav").write_bytes(whole[: len(whole) // 2])
    (inbox / "empty.wav").touch()
    (inbox / "text.wav").write_text("这不是录音")
    write_video(inbox / "video.mp4")
    (inbox / "list.wav").write_text("ffconcat version 1.0\nfile good-a.wav\n")
    (inbox / "playlist.wav").write_text("#EXTM3U\ngood-a.wav\n")
    write_long_opus(inbox / "bomb.opus", 90)
    write_wav(inbox / "line\nbreak.wav", seed=99)


ROWS = [
    *(row(name) for name in GOOD),
    row("z-again.wav"),
    row("cut.wav"),
    row("empty.wav"),
    row("text.wav"),
    row("video.mp4"),
    row("list.wav"),
    row("playlist.wav"),
    row("bomb.opus"),
    row("line\nbreak.wav", call_id="line-break"),
    row("../outside.wav", call_id="outside"),
    row("twice-a.wav", call_id="same"),
    row("twice-b.wav", call_id="same", agent="1002"),
    row("when.wav", start="yesterday"),
    row("stranger.wav", agent="9999"),
    row("missing.wav"),
]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, NightRecord]:
    folder = tmp_path_factory.mktemp("centre")
    inbox = folder / "inbox"
    inbox.mkdir()
    fill(inbox)
    write_manifest(inbox, ROWS, encoding="gbk")
    (inbox / "agents.csv").write_text("agent\n1001\n1002\n")
    config = write_config(folder, more="[limits]\nseconds = 60\n")
    config.write_text(config.read_text().replace("[inbox]\n", '[inbox]\nroster = "agents.csv"\n'))
    before = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in inbox.iterdir()}
    record = run_night(load_settings(config), work=quick_shard)
    assert {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in inbox.iterdir()} == before, "the inbox was changed"
    return folder, record


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("empty.wav", "文件为空"),
        ("text.wav", "不是可识别的录音"),
        ("video.mp4", "没有声音"),
        ("list.wav", "不是录音"),
        ("playlist.wav", "不是录音"),
        ("bomb.opus", "超过"),
        ("twice-a.wav", "same"),
        ("twice-b.wav", "same"),
        ("when.wav", "yesterday"),
        ("no-row.wav", "没有该录音"),
    ],
)
def test_each_bad_file_is_set_aside_with_a_reason(night: tuple[Path, NightRecord], file: str, said: str) -> None:
    folder, record = night
    notices = [notice for notice in record.quarantined if notice.file == file]
    assert len(notices) == 1
    assert said in notices[0].what.zh
    assert notices[0].remedy.zh
    assert notices[0].remedy.en
    assert file in {entry.notice.file for entry in quarantine.read(folder / "data")}


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("z-again.wav", "完全相同"),
        ("cut.wav", "实际只有"),
        ("stranger.wav", "不在花名册中"),
        ("missing.wav", "不在收件夹中"),
    ],
)
def test_what_is_used_all_the_same_is_told(night: tuple[Path, NightRecord], file: str, said: str) -> None:
    assert any(notice.file == file and said in notice.what.zh for notice in night[1].warnings)


def test_a_row_that_climbs_out_of_the_inbox_is_refused(night: tuple[Path, NightRecord]) -> None:
    assert any("../outside.wav" in (notice.what.zh + notice.file) for notice in night[1].warnings)


def test_everything_else_is_done(night: tuple[Path, NightRecord]) -> None:
    folder, record = night
    done = read_calls(folder / "data" / "truth", record.recordings)
    assert {call.recording.file for call in done} == {*GOOD, "cut.wav", "stranger.wav", "line\nbreak.wav"}
    assert record.files == record.scored + record.duplicates + len(record.quarantined)
    assert (folder / "data" / "reports" / "night.html").is_file()


def test_a_mended_file_leaves_the_quarantine(night: tuple[Path, NightRecord]) -> None:
    folder, _ = night
    write_wav(folder / "inbox" / "empty.wav", seed=7)
    record = run_night(load_settings(folder / "qa.toml"), work=quick_shard)
    assert record.scored == 1
    assert "empty.wav" not in {entry.notice.file for entry in quarantine.read(folder / "data")}


def test_a_manifest_without_a_column_stops_the_night_and_names_it(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    write_wav(inbox / "a.wav")
    without = {name: value for name, value in row("a.wav").items() if name != "agent"}
    write_manifest(inbox, [without])
    with pytest.raises(TinghengError) as error:
        run_night(load_settings(write_config(tmp_path)), work=quick_shard)
    assert "agent" in error.value.message.zh
    assert "[inbox.columns]" in error.value.advice.zh
