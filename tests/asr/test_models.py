"""Installing, verifying and finding speech models, on tiny stand-ins for the weights."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path

import pytest

from qa.asr.errors import (
    BadModelManifest,
    ModelNotInstalled,
    ModelPackageMissing,
    NotAModelFolder,
    UnknownModel,
    WrongModelHash,
)
from qa.asr.manifest import read_manifest
from qa.asr.models import NOTE, folder_name, install, installed_models, locate, model_hash, verify

PARTS = {"model.bin.part1": b"first half, ", "model.bin.part2": b"second half", "config.json": b"{}", "t.json": b"[]"}
FILES = {
    "model.bin": ("model.bin.part1", "model.bin.part2"),
    "config.json": ("config.json",),
    "tokenizer.json": ("t.json",),
}


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An importable package that carries the parts."""
    package = tmp_path / "site" / "tiny_weights"
    (package / "data").mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('never imported')")
    for name, content in PARTS.items():
        (package / "data" / name).write_bytes(content)
    monkeypatch.syspath_prepend(str(package.parent))
    monkeypatch.delitem(sys.modules, "tiny_weights", raising=False)
    return package / "data"


@pytest.fixture
def models(tmp_path: Path, weights: Path) -> Path:
    """A models/ folder with the manifest of `tiny`, not installed."""
    folder = tmp_path / "models" / "tiny"
    folder.mkdir(parents=True)
    lines = ['name = "tiny"', 'licence = "MIT"', 'origin = "made here"', 'packages = ["tiny-weights==1"]']
    for name, parts in FILES.items():
        content = b"".join(PARTS[part] for part in parts)
        lines += ["[[files]]", f'name = "{name}"', f"bytes = {len(content)}"]
        lines += [f'sha256 = "{hashlib.sha256(content).hexdigest()}"']
        lines += [f"parts = {[f'tiny_weights:data/{part}' for part in parts]}"]
    (folder / "manifest.toml").write_text("\n".join(lines))
    return folder.parent


def test_parts_are_joined_in_order_and_nothing_else_is_left(models: Path) -> None:
    folder = install("tiny", models)
    assert (folder / "model.bin").read_bytes() == b"first half, second half"
    assert {p.name for p in folder.iterdir()} == {"manifest.toml", "verified.json", *FILES}


def test_installing_twice_leaves_right_files_alone_and_mends_wrong_ones(models: Path) -> None:
    folder = install("tiny", models)
    before = (folder / "config.json").stat().st_mtime_ns
    (folder / "model.bin").write_bytes(b"half written")
    install("tiny", models)
    assert (folder / "model.bin").read_bytes() == b"first half, second half"
    assert (folder / "config.json").stat().st_mtime_ns == before


def test_packages_with_other_weights_are_refused_and_nothing_is_put_in_place(models: Path, weights: Path) -> None:
    (weights / "model.bin.part2").write_bytes(b"something else")
    with pytest.raises(WrongModelHash) as refused:
        install("tiny", models)
    expected, found = (hashlib.sha256(b"first half, " + end).hexdigest() for end in (b"second half", b"something else"))
    assert str(refused.value) == (
        f"[M001] {weights}: the SHA-256 of model.bin is {found} and should be {expected}. "
        "Delete model.bin in that folder and run qa models get tiny; if it differs again, install the packages anew."
    )
    assert refused.value.message.zh == f"model.bin 的 SHA-256 不符：应为 {expected}，实为 {found}。"
    assert not (models / "tiny" / "model.bin").exists()


def test_a_missing_package_is_named(models: Path, weights: Path) -> None:
    shutil.rmtree(weights)
    with pytest.raises(ModelPackageMissing) as refused:
        install("tiny", models)
    assert str(refused.value) == (
        "[M002] tiny: the package tiny-weights with the model tiny is not installed. "
        "Install the locked dependencies (make demo does it), then run qa models get tiny."
    )


def test_a_damaged_file_is_found_by_verify_and_by_its_changed_time(models: Path) -> None:
    folder = install("tiny", models)
    (folder / "tokenizer.json").write_bytes(b"xx")
    with pytest.raises(WrongModelHash):
        verify(folder)
    with pytest.raises(WrongModelHash):
        model_hash(folder)


def test_a_file_damaged_without_a_trace_is_found_by_verify(models: Path) -> None:
    folder = install("tiny", models)
    then = (folder / "tokenizer.json").stat()
    (folder / "tokenizer.json").write_bytes(b"xx")
    os.utime(folder / "tokenizer.json", ns=(then.st_atime_ns, then.st_mtime_ns))
    assert model_hash(folder)
    with pytest.raises(WrongModelHash):
        verify(folder)


def test_the_hash_is_that_of_the_content_wherever_it_lies(models: Path, tmp_path: Path) -> None:
    folder = install("tiny", models)
    other = tmp_path / "elsewhere"
    other.mkdir()
    for name in FILES:
        shutil.copy(folder / name, other / name)
    assert model_hash(other) == model_hash(folder) == verify(folder)
    (other / "model.bin").write_bytes(b"a better model")
    assert model_hash(other) != model_hash(folder)


def test_a_folder_that_cannot_be_written_still_has_a_hash(models: Path) -> None:
    folder = install("tiny", models)
    expected = model_hash(folder)
    (folder / NOTE).unlink()
    (folder / NOTE).mkdir()
    assert model_hash(folder) == expected


@pytest.mark.parametrize("note", ["", "[]", "{", '{"model.bin": 3}', '{"model.bin": {"sha256": "no"}}'])
def test_a_damaged_note_is_not_believed(models: Path, note: str) -> None:
    folder = install("tiny", models)
    expected = model_hash(folder)
    (folder / NOTE).write_text(note)
    assert model_hash(folder) == expected


def test_locating_by_name_by_folder_and_by_hub_name(models: Path, tmp_path: Path) -> None:
    folder = install("tiny", models)
    assert locate("tiny", models) == folder
    copied = models / folder_name("Systran/faster-whisper-small")
    shutil.copytree(folder, copied, ignore=shutil.ignore_patterns("manifest.toml"))
    assert locate("Systran/faster-whisper-small", models) == copied
    assert install(copied.name, models) == copied
    own = tmp_path / "own"
    shutil.copytree(copied, own)
    assert locate(str(own), models) == own


def test_what_cannot_be_located_is_told_apart(models: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelNotInstalled, match=r"\[M003\] .*tiny: the speech model tiny is not installed \(no model"):
        locate("tiny", models)
    with pytest.raises(UnknownModel, match=r"\[M004\] large-v9: there is no speech model named large-v9.* are: tiny\."):
        locate("large-v9", models)
    (tmp_path / "music").mkdir()
    with pytest.raises(NotAModelFolder, match=r"\[M005\] .*music: this folder holds no CTranslate2 Whisper model"):
        locate(str(tmp_path / "music"), models)
    with pytest.raises(UnknownModel):
        install("large-v9", models)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name = ", "Invalid value"),
        ('name = "x"', "licence"),
        (
            'name="x"\nlicence="x"\norigin="x"\npackages=[]\n[[files]]\nname="../x"\nbytes=1\nsha256="0"\nparts=[]',
            "files.0.name",
        ),
    ],
)
def test_a_manifest_that_is_wrong_names_the_problem(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "manifest.toml").write_text(text)
    with pytest.raises(BadModelManifest, match=problem):
        read_manifest(tmp_path)


def test_the_list_shows_what_is_installed_and_what_could_be(models: Path) -> None:
    assert [(m.name, m.installed, m.licence) for m in installed_models(models)] == [("tiny", False, "MIT")]
    install("tiny", models)
    (models / "notes").mkdir()
    assert [(m.name, m.installed) for m in installed_models(models)] == [("tiny", True)]
    assert installed_models(models / "nowhere") == ()


def test_the_manifest_in_the_repository_is_the_published_model() -> None:
    manifest = read_manifest(Path(__file__).parents[2] / "models" / "whisper-base")
    assert manifest is not None
    hashes = {file.name: file.sha256 for file in manifest.files}
    assert hashes["model.bin"] == "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
    assert (hashes["config.json"][:8], hashes["tokenizer.json"][:8]) == ("56a6d811", "fb7b6319")
    assert hashes["vocabulary.txt"].startswith("34ce3fe1")
