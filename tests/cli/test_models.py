"""`qa models get`: what is here and right is left alone, anything else is fetched."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from qa.asr import hub
from qa.asr.manifest import ModelFile, ModelManifest, manifest_text
from qa.asr.models import model_hash
from qa.cli import app
from tests.builders import digest


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A models folder with one model that was fetched before, and the names that a hub is asked for."""
    (tmp_path / "qa.toml").write_text('models = "models"\n')
    put(tmp_path / "models" / "small")
    names: list[str] = []

    def fetch(name: str, models: Path) -> Path:
        names.append(name)
        return put(models / name)

    monkeypatch.setattr(hub, "fetch", fetch)
    return names


def put(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    files = tuple(
        ModelFile(name=name, bytes=2, sha256=digest("{}")) for name in ("model.bin", "config.json", "tokenizer.json")
    )
    manifest = ModelManifest(name=folder.name, licence="", origin="a hub", packages=(), files=files)
    (folder / "manifest.toml").write_text(manifest_text(manifest), encoding="utf-8")
    for file in files:
        (folder / file.name).write_text("{}")
    return folder


def get(name: str, tmp_path: Path) -> str:
    done = CliRunner().invoke(app, ["models", "get", name, "--config", str(tmp_path / "qa.toml")])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_model_that_is_here_and_right_is_not_fetched_again(asked: list[str], tmp_path: Path) -> None:
    said = get("small", tmp_path)
    assert asked == []
    assert model_hash(tmp_path / "models" / "small")[:12] in said


def test_a_model_that_changed_or_lost_a_file_is_fetched_again(asked: list[str], tmp_path: Path) -> None:
    (tmp_path / "models" / "small" / "model.bin").write_text("no")
    get("small", tmp_path)
    (tmp_path / "models" / "small" / "config.json").unlink()
    get("small", tmp_path)
    assert asked == ["small", "small"]


def test_an_unknown_name_is_asked_for_at_the_hub(asked: list[str], tmp_path: Path) -> None:
    get("large-v3", tmp_path)
    assert asked == ["large-v3"]
