"""What the engine says when a model cannot be loaded or fetched; no model is loaded here."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from qa.asr import engine, hub
from qa.asr.errors import ModelDoesNotLoad, ModelFetchFailed, NoSuchDevice, UnknownModel, WrongModelHash
from qa.asr.models import installed_models, model_hash, verify
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


def cached(cache_dir: str, content: bytes = b"{}", *, named: str | None = None) -> str:
    """A model in a hub's cache: files are links to blobs, which are named by their SHA-256 where they are large."""
    cache = Path(cache_dir) / "models--Systran--faster-whisper-small"
    snapshot = cache / "snapshots" / "abc123"
    snapshot.mkdir(parents=True)
    (cache / "blobs").mkdir()
    blob = cache / "blobs" / (named or hashlib.sha256(content).hexdigest())
    blob.write_bytes(content)
    (snapshot / "model.bin").symlink_to(blob)
    for name in ("config.json", "tokenizer.json"):
        (snapshot / name).write_bytes(b"{}")
    return str(snapshot)


def test_fetching_puts_a_model_where_its_name_finds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "download_model", lambda _, cache_dir: cached(cache_dir))
    folder = hub.fetch("Systran/faster-whisper-small", tmp_path)
    assert folder == tmp_path / "Systran--faster-whisper-small"
    assert [path.name for path in tmp_path.iterdir()] == ["Systran--faster-whisper-small"]
    (listed,) = installed_models(tmp_path)
    assert (listed.installed, listed.origin) == (True, "Systran/faster-whisper-small at abc123")


def test_a_fetched_model_that_changed_is_noticed_and_can_be_fetched_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "download_model", lambda _, cache_dir: cached(cache_dir))
    folder = hub.fetch("small", tmp_path)
    (folder / "model.bin").write_bytes(b"other")
    with pytest.raises(WrongModelHash):
        verify(folder)
    assert verify(hub.fetch("small", tmp_path)) == model_hash(folder)


def test_what_is_not_what_the_hub_names_is_not_put_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "download_model", lambda _, cache_dir: cached(cache_dir, named="0" * 64))
    with pytest.raises(WrongModelHash, match=r"should be 0000"):
        hub.fetch("small", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_fetch_says_why_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(_: str, cache_dir: str) -> None:
        raise OSError(f"no network.\n{cache_dir}")

    monkeypatch.setattr(hub, "download_model", unreachable)
    with pytest.raises(ModelFetchFailed) as refused:
        hub.fetch("large-v3", tmp_path)
    assert refused.value.message.en == "the speech model large-v3 could not be fetched: no network."
    assert list(tmp_path.iterdir()) == []
