"""Manifests with transcripts, inboxes for a trial, and settings that are tried out."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from qa.accuracy.inbox import arrived, send_over
from qa.accuracy.sentences import by_corpus, compare_files
from qa.accuracy.transcribed import TranscribedFile, find_manifest, read_transcripts
from qa.accuracy.trial import with_values
from qa.audio.decode import DecodeWorker
from qa.audio.line import TelephoneLine
from qa.errors import UsageError
from qa.settings import LimitSettings, Settings
from tests import builders
from tests.audio.audio_files import write_audio
from tests.audio.sounds import voice
from tests.builders import recording


def test_a_manifest_of_files_and_transcripts(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.tsv"
    manifest.write_text("file\ttranscript\tcorpus\na.flac\t您好\taishell\nb.flac\t\tthchs\n", encoding="utf-8")
    (tmp_path / "other.csv").write_text("name,size\na,1\n")
    assert find_manifest(tmp_path) == find_manifest(manifest) == manifest
    first, second = read_transcripts(manifest)
    assert first == TranscribedFile("a.flac", "您好", "aishell")
    assert second.said == ""


@pytest.mark.parametrize("text", ["", "file,size\na,1\n", "file\ttranscript\na\t好\n", "file,text\n,好\n"])
def test_what_is_no_such_manifest_is_refused(tmp_path: Path, text: str) -> None:
    manifest = tmp_path / "manifest.csv"
    manifest.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"manifest\.csv"):
        read_transcripts(manifest)


def test_two_manifests_in_a_folder_leave_the_choice_to_a_person(tmp_path: Path) -> None:
    for name in ("a.csv", "b.tsv"):
        separator = "," if name == "a.csv" else "\t"
        (tmp_path / name).write_text(f"file{separator}text\n")
    assert find_manifest(tmp_path) is None


def test_files_are_counted_by_corpus_and_one_that_was_not_heard_is_all_deleted() -> None:
    files = [TranscribedFile("a", "您好", "x"), TranscribedFile("b", "请讲", "x"), TranscribedFile("c", "再见", "y")]
    said = builders.transcript(turns=[builders.turn("您好")])
    heard = [builders.call_result(call=recording(call_id="a"), heard=said)]
    figures = compare_files(files, heard, {})
    assert [each.transcribed for each in figures] == [True, False, False]
    counted = {corpus: (n, h.errors.characters, h.errors.deletions) for corpus, (n, h, _) in by_corpus(figures).items()}
    assert counted == {"x": (2, 4, 2), "y": (1, 2, 2), "全部 all": (3, 6, 4)}


def test_recordings_go_over_the_line_and_what_is_none_stays_for_the_night_to_refuse(tmp_path: Path) -> None:
    (tmp_path / "calls").mkdir()
    write_audio(tmp_path / "calls" / "a.wav", np.stack([voice(1.0), voice(1.0, seed=1)]), "pcm_mulaw")
    (tmp_path / "calls" / "b.wav").write_bytes(b"no sound at all")
    manifest = tmp_path / "manifest.csv"
    manifest.write_text("call_id,file\n1,calls/a.wav\n2,calls/b.wav\n")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    names = send_over(TelephoneLine(), manifest, tmp_path, inbox, LimitSettings())
    assert names == {"calls/a.wav": "calls/a.wav.wav", "calls/b.wav": "calls/b.wav"}
    with (inbox / "manifest.csv").open() as stream:
        assert [row["file"] for row in csv.DictReader(stream)] == ["calls/a.wav.wav", "calls/b.wav"]
    with DecodeWorker() as decoder:
        samples = decoder.decode(inbox / "calls/a.wav.wav", LimitSettings(), file="a").samples
    assert samples.shape == (2, 16_000)
    assert (inbox / "calls/b.wav").read_bytes() == b"no sound at all"


def test_a_folder_goes_over_a_line_once_and_one_that_broke_off_goes_again(tmp_path: Path) -> None:
    write_audio(tmp_path / "a.wav", voice(0.5)[None], "pcm_mulaw")
    (tmp_path / "manifest.csv").write_text("call_id,file\n1,a.wav\n")
    inbox, limits = tmp_path / "inbox", LimitSettings()
    inbox.mkdir()
    assert arrived(None, tmp_path, inbox, limits) == tmp_path
    assert arrived(TelephoneLine(), tmp_path, inbox, limits) == inbox
    heard = (inbox / "a.wav.wav").stat().st_mtime_ns
    assert arrived(TelephoneLine(), tmp_path, inbox, limits) == inbox
    assert (inbox / "a.wav.wav").stat().st_mtime_ns == heard


def test_values_are_tried_out() -> None:
    tried = with_values(Settings(), ["speech.beam_size=1", "speech.model=large-v3", "data=elsewhere"])
    assert (tried.speech.beam_size, tried.speech.model, tried.data) == (1, "large-v3", Path("elsewhere"))
    assert with_values(Settings(), []) == Settings()


@pytest.mark.parametrize(
    "wrong", ["speech.beam=1", "beam_size=1", "speech.beam_size=0", "nothing", "scoring.credit=0.9"]
)
def test_a_value_that_cannot_be_is_refused(wrong: str) -> None:
    with pytest.raises(UsageError, match=r"speech\.beam_size=1") as refused:
        with_values(Settings(), [wrong])
    assert wrong in refused.value.where
