from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import psutil
import pytest

from qa.audio import decoding
from qa.audio.decode import DecodeWorker
from qa.audio.hearing import shorter_than_stated
from qa.errors import UnusableRecording
from qa.intake import faults
from qa.settings import LimitSettings
from tests.audio.audio_files import (
    cut,
    spoil,
    wav_with_size,
    with_last_granule,
    write_audio,
    write_flac_with_picture,
    write_video,
)
from tests.audio.recordings import a_recording
from tests.audio.sounds import conversation, silence, tone

LIMITS = LimitSettings()
STEREO = np.stack([tone(6, 440), tone(6, 1000, level=0.1)])
MONO = STEREO[:1]


@pytest.fixture(scope="module")
def worker() -> Iterator[DecodeWorker]:
    with DecodeWorker() as started:
        yield started


CODINGS = [
    ("µ-law", "a.wav", "pcm_mulaw", 8_000, 2),
    ("A-law", "a.wav", "pcm_alaw", 8_000, 2),
    ("PCM", "a.wav", "pcm_s16le", 44_100, 2),
    ("8-bit PCM", "a.wav", "pcm_u8", 8_000, 2),
    ("24-bit PCM", "a.wav", "pcm_s24le", 16_000, 2),
    ("float PCM", "a.wav", "pcm_f32le", 16_000, 2),
    ("IMA-ADPCM", "a.wav", "adpcm_ima_wav", 8_000, 2),
    ("G.726", "a.wav", "adpcm_g726", 8_000, 1),
    ("G.722", "a.g722", "adpcm_g722", 16_000, 1),
    ("MP3", "a.mp3", "libmp3lame", 16_000, 2),
    ("MP3 in WAV", "a.wav", "libmp3lame", 8_000, 1),
    ("Opus", "a.ogg", "libopus", 48_000, 2),
    ("Opus in WebM", "a.webm", "libopus", 48_000, 2),
    ("AMR-NB", "a.amr", "libopencore_amrnb", 8_000, 1),
    ("AAC", "a.m4a", "aac", 16_000, 2),
    ("AAC in ADTS", "a.aac", "aac", 16_000, 1),
    ("FLAC", "a.flac", "flac", 8_000, 2),
]


@pytest.mark.parametrize("coding", CODINGS, ids=[row[0] for row in CODINGS])
def test_a_whole_file_decodes_to_its_sound_and_is_not_called_short(
    worker: DecodeWorker, tmp_path: Path, coding: tuple[str, str, str, int, int]
) -> None:
    _, name, codec, rate, channels = coding
    container = "adts" if name.endswith(".aac") else None
    path = write_audio(tmp_path / name, STEREO[:channels], codec, rate, container)
    decoded = worker.decode(path, LIMITS)
    assert decoded.samples.shape[0] == decoded.channels == channels
    assert decoded.sample_rate == rate
    assert decoded.samples.shape[1] == pytest.approx(decoded.seconds * 16_000, abs=2)
    assert decoded.seconds == pytest.approx(6, abs=0.25)
    spectrum = np.abs(np.fft.rfft(decoded.samples[0, 16_000:80_000]))
    assert np.argmax(spectrum) / 4 == pytest.approx(440, abs=1)
    assert not shorter_than_stated(a_recording(seconds=6), decoded)


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 0x7FFFF000])
def test_a_wav_whose_header_knows_no_size_is_whole(worker: DecodeWorker, tmp_path: Path, size: int) -> None:
    path = wav_with_size(write_audio(tmp_path / "a.wav", STEREO, "pcm_s16le"), size)
    decoded = worker.decode(path, LIMITS)
    assert decoded.seconds == pytest.approx(6)
    assert not shorter_than_stated(a_recording(), decoded)


@pytest.mark.parametrize(
    ("name", "codec", "damage"),
    [
        ("a.wav", "pcm_mulaw", lambda path: cut(path, 0.5)),
        ("a.wav", "pcm_s16le", lambda path: cut(path, 0.5)),
        ("a.flac", "flac", lambda path: cut(path, 0.5)),
        ("a.mp3", "libmp3lame", lambda path: spoil(path, 0.3, 0.8)),
        ("a.mp3", "libmp3lame", lambda path: cut(path, 0.6)),
    ],
)
def test_lost_audio_is_said_and_the_rest_is_used(
    worker: DecodeWorker, tmp_path: Path, name: str, codec: str, damage: Callable[[Path], Path]
) -> None:
    decoded = worker.decode(damage(write_audio(tmp_path / name, STEREO, codec)), LIMITS)
    assert 0.5 < decoded.seconds < 5
    (notice,) = shorter_than_stated(a_recording(), decoded)
    assert notice.code == "I304"
    assert "6.0" in notice.what.en


def test_the_manifest_tells_what_a_cut_ogg_does_not(worker: DecodeWorker, tmp_path: Path) -> None:
    decoded = worker.decode(cut(write_audio(tmp_path / "a.ogg", STEREO, "libopus", 48_000), 0.5), LIMITS)
    assert not shorter_than_stated(a_recording(), decoded)
    (notice,) = shorter_than_stated(a_recording(seconds=6), decoded)
    assert "清单" in notice.what.zh


@pytest.mark.parametrize("content", [b"ffconcat version 1.0\nfile other.wav\n", b"#EXTM3U\n#EXTINF:6,\nother.wav\n"])
def test_the_decoder_itself_follows_no_list(tmp_path: Path, content: bytes) -> None:
    write_audio(tmp_path / "other.wav", MONO, "pcm_s16le")
    (tmp_path / "call.wav").write_bytes(content)
    heard: list[bytes] = []
    with pytest.raises(decoding.Refused) as raised:
        decoding.decode(tmp_path / "call.wav", 60, heard.append)
    assert raised.value.reply == {"kind": "not_audio"}
    assert not heard


def _limits(**values: float) -> LimitSettings:
    return LimitSettings.model_validate(values)


UNUSABLE = [
    (faults.NotAudio, lambda path: path.write_bytes(os.urandom(50_000)), LIMITS),
    (faults.NotAudio, lambda path: cut(write_audio(path, MONO, "aac", 16_000, "mp4"), 0.5), LIMITS),
    (faults.NoAudioStream, write_video, LIMITS),
    (faults.TooShort, lambda path: write_audio(path, MONO[:, :4_000], "pcm_s16le"), LIMITS),
    (faults.TooShort, lambda path: cut(write_audio(path, MONO, "pcm_s16le"), 0.05), LIMITS),
    (faults.DecodeFailed, lambda path: spoil(write_audio(path, MONO, "flac", container="flac"), 0.1, 1), LIMITS),
    (faults.TooLong, lambda path: write_audio(path, MONO, "libopus", 48_000, "ogg"), _limits(seconds=5)),
    (faults.TooLong, lambda path: write_audio(path, MONO, "pcm_s16le"), _limits(seconds=5)),
    (faults.TooLong, lambda path: write_audio(path, MONO, "libopencore_amrnb", 8_000, "amr"), _limits(seconds=5)),
    (faults.DecodeTooMuchMemory, write_flac_with_picture, _limits(decode_memory_bytes=1_000_000)),
    (
        faults.DecodeTooSlow,
        lambda path: write_audio(path, MONO, "flac", 48_000, "flac"),
        _limits(decode_wall_seconds=1e-3),
    ),
    (faults.NotAFile, os.mkfifo, LIMITS),
    (faults.EmptyFile, Path.touch, LIMITS),
    (faults.Unreadable, lambda path: None, LIMITS),
    (faults.TooManyBytes, lambda path: path.write_bytes(bytes(99)), _limits(file_bytes=98)),
    (faults.PlaylistNotAudio, lambda path: path.write_bytes(b"ffconcat version 1.0\nfile other.wav\n"), LIMITS),
    (faults.NotAudio, lambda path: path.write_bytes("客户来电记录".encode("gbk")), LIMITS),
]


@pytest.mark.parametrize(
    ("fault", "make", "limits"), UNUSABLE, ids=[f"{row[0].__name__}-{i}" for i, row in enumerate(UNUSABLE)]
)
def test_an_unusable_file_has_its_reason_and_the_next_one_is_decoded(
    worker: DecodeWorker,
    tmp_path: Path,
    fault: type[UnusableRecording],
    make: Callable[[Path], object],
    limits: LimitSettings,
) -> None:
    make(tmp_path / "call.wav")
    with pytest.raises(fault) as raised:
        worker.decode(tmp_path / "call.wav", limits, file="day/call.wav")
    assert raised.value.where == "day/call.wav"
    good = write_audio(tmp_path / "good.wav", MONO, "pcm_mulaw")
    assert worker.decode(good, LIMITS).seconds == pytest.approx(6)


def test_more_than_two_channels_are_refused(worker: DecodeWorker, tmp_path: Path) -> None:
    import wave

    with wave.open(str(tmp_path / "a.wav"), "wb") as out:
        out.setparams((4, 2, 8_000, 0, "NONE", ""))
        out.writeframes(bytes(8 * 8_000))
    with pytest.raises(faults.TooManyChannels):
        worker.decode(tmp_path / "a.wav", LIMITS)


def test_a_long_opus_file_is_refused_before_it_is_decoded(worker: DecodeWorker, tmp_path: Path) -> None:
    bomb = write_audio(tmp_path / "a.ogg", silence(60)[None], "libopus", 48_000)
    with_last_granule(bomb, 36_000 * 48_000)
    with pytest.raises(faults.TooLong):
        worker.decode(bomb, LIMITS)


@pytest.mark.parametrize("name", ["http:call.wav", "concat:a|b.wav", "-", "new\nline.wav", "录音 1.wav", "%03d.wav"])
def test_no_name_is_taken_for_anything_but_a_name(
    worker: DecodeWorker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write_audio(tmp_path / "a.wav", MONO, "pcm_mulaw").rename(tmp_path / name)
    assert worker.decode(Path(name), LIMITS).seconds == pytest.approx(6)


def test_the_same_file_gives_the_same_samples(tmp_path: Path) -> None:
    path = write_audio(tmp_path / "a.wav", conversation(2, 2), "pcm_mulaw")
    pieces = []
    for _ in range(2):
        with DecodeWorker() as fresh:
            pieces.append(fresh.decode(path, LIMITS).samples)
    assert np.array_equal(pieces[0], pieces[1])


def test_a_decoder_that_dies_is_one_files_misfortune(tmp_path: Path) -> None:
    path = write_audio(tmp_path / "call.wav", MONO, "pcm_mulaw")
    with DecodeWorker() as worker:
        others = set(psutil.Process().children())
        worker.decode(path, LIMITS)
        (child,) = set(psutil.Process().children()) - others
        child.suspend()
        threading.Timer(0.2, child.kill).start()
        with pytest.raises(faults.DecoderDied) as raised:
            worker.decode(path, LIMITS)
        assert "SIGKILL" in raised.value.message.en
        others = set(psutil.Process().children())
        assert worker.decode(path, LIMITS).seconds == pytest.approx(6)
        (idle,) = set(psutil.Process().children()) - others
        idle.kill()
        idle.wait()
        assert worker.decode(path, LIMITS).seconds == pytest.approx(6)


def _seconds(path: Path) -> float:
    with DecodeWorker() as worker:
        return worker.decode(path, LIMITS).seconds


def test_it_works_inside_a_worker_of_a_spawned_pool(tmp_path: Path) -> None:
    path = write_audio(tmp_path / "a.wav", MONO, "pcm_mulaw")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(_seconds, path).result(timeout=60) == pytest.approx(6)


def test_no_decoder_outlives_a_killed_parent(tmp_path: Path) -> None:
    path = write_audio(tmp_path / "a.wav", MONO, "pcm_mulaw")
    script = textwrap.dedent(f"""
        import time
        from pathlib import Path
        from qa.audio.decode import DecodeWorker
        from qa.settings import LimitSettings
        worker = DecodeWorker()
        worker.decode(Path({str(path)!r}), LimitSettings())
        sys_out = open(1, "w", closefd=False)
        sys_out.write("ready\\n")
        sys_out.flush()
        time.sleep(60)
    """)
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=root) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        (child,) = psutil.Process(parent.pid).children()
        parent.kill()
    gone, _ = psutil.wait_procs([child], timeout=5)
    assert gone
