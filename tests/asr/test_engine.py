"""What the engine says when a model cannot be loaded or fetched; no model is loaded here."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.asr import engine, hub
from qa.asr.errors import ModelDoesNotLoad, ModelFetchFailed, NoSuchDevice, UnknownModel
from qa.settings import SpeechSettings


def broken(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (folder / name).write_bytes(b"{}")
    return folder


def test_a_model_that_the_library_refuses_is_a_model_error(tmp_path: Path) -> None:
    broken(tmp_path / "odd")
    with pytest.raises(ModelDoesNotLoad, match=r"\[M007\] .*odd: the speech model does not load on cpu with int8: "):
        engine.WhisperEngine(SpeechSettings(model="odd"), tmp_path)


def test_a_graphics_card_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "get_cuda_device_count", lambda: 1)
    broken(tmp_path / "odd")
    with pytest.raises(NoSuchDevice, match=r"\[M010\] cuda:1: this CUDA device is not here \(there are 1\)"):
        engine.WhisperEngine(SpeechSettings(model="odd", device="cuda", device_index=(0, 1)), tmp_path, worker=3)


def test_nothing_is_fetched_when_a_model_is_only_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "download_model", lambda *_, **__: pytest.fail("asked the network"))
    with pytest.raises(UnknownModel, match="qa models get large-v3 first"):
        engine.WhisperEngine(SpeechSettings(model="large-v3"), tmp_path)


def test_fetching_puts_a_model_where_its_name_finds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "download_model", lambda _, cache_dir: str(broken(Path(cache_dir) / "snapshot")))
    assert hub.fetch("Systran/faster-whisper-small", tmp_path) == tmp_path / "Systran--faster-whisper-small"
    assert [path.name for path in tmp_path.iterdir()] == ["Systran--faster-whisper-small"]


def test_a_failed_fetch_says_why_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(_: str, cache_dir: str) -> None:
        raise OSError(f"no network.\n{cache_dir}")

    monkeypatch.setattr(hub, "download_model", unreachable)
    with pytest.raises(ModelFetchFailed) as refused:
        hub.fetch("large-v3", tmp_path)
    assert refused.value.message.en == "the speech model large-v3 could not be fetched: no network."
    assert list(tmp_path.iterdir()) == []
