"""Speech models on this machine: install from packages, verify, find by name, tell apart by hash.

When the 145 MB are read: at `install`, at `verify` (`qa models verify`, and once at the start of a night) and the
first time that a folder is used. Between those a note beside the model (`verified.json`) keeps each file's hash with
its size and time of change, and `model_hash` reads a file again only when one of these differs. A worker's start
costs four `stat` calls.
"""

from __future__ import annotations

import errno
import hashlib
import importlib.util
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from qa.asr.errors import ModelNotInstalled, ModelPackageMissing, NotAModelFolder, UnknownModel, WrongModelHash
from qa.asr.manifest import MANIFEST, ModelFile, read_manifest
from qa.errors import DiskFull
from qa.storage import sync_directory, write_atomically

NOTE = "verified.json"
_BLOCK = 1 << 20
# Without tokenizer.json faster-whisper would ask a hub for one.
_REQUIRED = ("model.bin", "config.json", "tokenizer.json")
_IDENTITY = (*_REQUIRED, "preprocessor_config.json", "vocabulary.json", "vocabulary.txt")


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """One line of `qa models list`."""

    name: str
    folder: Path
    installed: bool
    licence: str
    """Empty where the folder has no manifest."""
    origin: str


def installed_models(models_dir: Path) -> tuple[InstalledModel, ...]:
    """Every model under `models_dir`, by name; those with only a manifest are not installed yet.

    Raises:
        BadModelManifest: a manifest cannot be read.
    """
    found = []
    for folder in sorted(path for path in models_dir.glob("*") if path.is_dir()):
        manifest = read_manifest(folder)
        complete = _first_missing(folder) is None
        if manifest or complete:
            licence, origin = (manifest.licence, manifest.origin) if manifest else ("", "")
            found.append(InstalledModel(folder.name, folder, complete, licence, origin))
    return tuple(found)


def install(name: str, models_dir: Path) -> Path:
    """Make the files of the model `name` from its packages and verify them; what is there and right is left alone.

    A model that was fetched, or that somebody copied there, is only read through.

    Each file is joined beside its place, synced, verified and only then renamed: a kill leaves no half file.

    Returns:
        The model's folder.

    Raises:
        UnknownModel: no manifest of that name under `models_dir`.
        ModelPackageMissing: a package of the manifest is not installed.
        WrongModelHash: what the packages hold is not what the manifest says; nothing is put in place.
        DiskFull: no room; nothing is put in place.
    """
    folder = models_dir / name
    manifest = read_manifest(folder)
    if manifest is None and (not folder.is_dir() or _first_missing(folder)):
        raise UnknownModel(name, name=name, known=_known(models_dir))
    for file in manifest.files if manifest and manifest.packages else ():
        if not (folder / file.name).is_file() or _sha256([folder / file.name]) != file.sha256:
            _join(file, folder, name)
    verify(folder)
    return folder


def verify(folder: Path) -> str:
    """Read every file of a model, compare it with the manifest where there is one, and note the hashes.

    Returns:
        The model's hash, as `model_hash` gives it.

    Raises:
        ModelNotInstalled: a file of the manifest is not there.
        NotAModelFolder: no manifest, and no model either.
        WrongModelHash: a file differs from the manifest.
    """
    _require_files(folder)
    hashes = {path.name: _sha256([path]) for path in _identity_files(folder)}
    _compare(folder, hashes)
    _write_note(folder, hashes)
    return _together(hashes)


def locate(model: str, models_dir: Path) -> Path:
    """The folder of the model that qa.toml names: a name under `models_dir`, or a folder of its own.

    A hub's name (`Systran/faster-whisper-small`) stands under `models_dir` with `--` for `/`, once fetched. Nothing
    is ever fetched here: recognition works without a network.

    Raises:
        ModelNotInstalled: known, but its files are not here.
        NotAModelFolder: a folder without a CTranslate2 Whisper model.
        UnknownModel: neither a name nor a folder.
    """
    folder = models_dir / folder_name(model)
    if not folder.is_dir():
        folder = Path(model)
        if not folder.is_dir():
            raise UnknownModel(model, name=model, known=_known(models_dir))
    _require_files(folder)
    return folder


def folder_name(model: str) -> str:
    """The name of a model's folder under models/."""
    return model.replace("/", "--")


def model_hash(folder: Path) -> str:
    """The identity of a model, 64 hex digits over the hashes of its files: the same model anywhere has the same.

    Reads only files that changed since their hash was noted.

    Raises:
        NotAModelFolder, ModelNotInstalled: files are missing.
        WrongModelHash: a file differs from the manifest.
    """
    _require_files(folder)
    noted, files = _read_note(folder), _identity_files(folder)
    known = {path.name: noted[path.name]["sha256"] for path in files if _unchanged(path, noted)}
    hashes = {path.name: str(known.get(path.name) or _sha256([path])) for path in files}
    _compare(folder, hashes)
    if len(known) < len(files):
        _write_note(folder, hashes)
    return _together(hashes)


def _join(file: ModelFile, folder: Path, model: str) -> None:
    parts = [_part(part, model) for part in file.parts]
    found = _sha256(parts)
    if found != file.sha256:
        raise WrongModelHash(str(parts[0].parent), file=file.name, expected=file.sha256, found=found, name=model)
    target = folder / file.name
    handle, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=folder)
    try:
        with os.fdopen(handle, "wb") as joined:
            for part in parts:
                with part.open("rb") as source:
                    while block := source.read(_BLOCK):
                        joined.write(block)
            joined.flush()
            os.fchmod(joined.fileno(), 0o644)
            os.fsync(joined.fileno())
        Path(temporary).replace(target)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(str(target)) from error
        raise
    finally:
        Path(temporary).unlink(missing_ok=True)
    sync_directory(folder)


def _part(part: str, model: str) -> Path:
    package, _, path = part.partition(":")
    # find_spec does not import: a package of weights has nothing to run.
    spec = importlib.util.find_spec(package)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        if (Path(place) / path).is_file():
            return Path(place) / path
    raise ModelPackageMissing(model, name=model, package=package.replace("_", "-"))


def _require_files(folder: Path) -> None:
    missing = _first_missing(folder)
    if missing and (folder / MANIFEST).is_file():
        raise ModelNotInstalled(str(folder), name=folder.name, file=missing)
    if missing:
        raise NotAModelFolder(str(folder), file=missing)


def _first_missing(folder: Path) -> str | None:
    manifest = read_manifest(folder)
    names = [file.name for file in manifest.files] if manifest else _REQUIRED
    return next((name for name in names if not (folder / name).is_file()), None)


def _identity_files(folder: Path) -> list[Path]:
    manifest = read_manifest(folder)
    names = {*_IDENTITY, *(file.name for file in manifest.files)} if manifest else {*_IDENTITY}
    return [folder / name for name in sorted(names) if (folder / name).is_file()]


def _compare(folder: Path, hashes: dict[str, str]) -> None:
    manifest = read_manifest(folder)
    for file in manifest.files if manifest else ():
        found = hashes.get(file.name)
        if found != file.sha256:
            raise WrongModelHash(str(folder), file=file.name, expected=file.sha256, found=found, name=folder.name)


def _sha256(parts: list[Path]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        with part.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    return digest.hexdigest()


def _together(hashes: dict[str, str]) -> str:
    lines = "".join(f"{name} {hashes[name]}\n" for name in sorted(hashes))
    return hashlib.sha256(lines.encode()).hexdigest()


def _unchanged(path: Path, noted: dict[str, dict[str, object]]) -> bool:
    now, then = path.stat(), noted.get(path.name, {})
    return (then.get("bytes"), then.get("changed_ns")) == (now.st_size, now.st_mtime_ns)


def _read_note(folder: Path) -> dict[str, dict[str, object]]:
    try:
        noted = json.loads((folder / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    entries = noted.items() if isinstance(noted, dict) else ()
    return {name: entry for name, entry in entries if isinstance(entry, dict) and "sha256" in entry}


def _write_note(folder: Path, hashes: dict[str, str]) -> None:
    stats = {name: (folder / name).stat() for name in hashes}
    note = {
        name: {"bytes": stats[name].st_size, "changed_ns": stats[name].st_mtime_ns, "sha256": sha256}
        for name, sha256 in hashes.items()
    }
    # A model may lie in a read-only folder; then its hashes are computed each time.
    with suppress(OSError, DiskFull):
        write_atomically(folder / NOTE, json.dumps(note, indent=1).encode())


def _known(models_dir: Path) -> str:
    return ", ".join(model.name for model in installed_models(models_dir)) or "-"
