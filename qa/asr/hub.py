"""Speech models from a hub: the only place of the product that uses a network, and only when a person asks for it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from faster_whisper.utils import download_model

from qa.asr.errors import ModelFetchFailed, WrongModelHash
from qa.asr.manifest import MANIFEST, ModelFile, ModelManifest, manifest_text
from qa.asr.models import folder_name, locate, verify
from qa.storage import sync_directory

_SHA256 = re.compile("[0-9a-f]{64}")


def fetch(name: str, models_dir: Path) -> Path:
    """Fetch a model by its faster-whisper name (`large-v3`, or a hub's `owner/name`) into `models_dir`.

    The hub names its large files by their SHA-256: each is read again and compared. A manifest with all hashes is
    written beside them, so that `verify` can tell later whether the model is still the one that was fetched. What was
    in its place before is replaced.

    Raises:
        ModelFetchFailed: no such name, or no network.
        WrongModelHash: what came is not what the hub names; nothing is put in place.
    """
    folder = models_dir / folder_name(name)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".fetching-", dir=folder.parent) as place:
        made = Path(place) / "model"
        try:
            # Not with `output_dir`: faster-whisper 1.2 then passes an argument that the hub's client no longer has.
            snapshot = Path(download_model(name, cache_dir=f"{place}/cache"))
        except Exception as error:  # the hub's client raises many unrelated classes
            problem = (str(error) or type(error).__name__).splitlines()[0]
            raise ModelFetchFailed(name, name=name, problem=problem.rstrip(".")) from error
        files = tuple(_file(path, name) for path in sorted(snapshot.iterdir()) if path.is_file())
        # The snapshot's files are links into the cache.
        copytree(snapshot, made, symlinks=False)
        (made / MANIFEST).write_text(manifest_text(ModelManifest(
            name=folder.name, licence="", origin=_origin(snapshot), packages=(), files=files
        )), encoding="utf-8")  # fmt: skip
        if folder.exists():
            folder.rename(Path(place) / "before")
        made.rename(folder)
    sync_directory(folder.parent)
    verify(folder)
    return locate(name, models_dir)


def _file(path: Path, model: str) -> ModelFile:
    """A file of the snapshot with its hash, which must be the name of the blob that it links to where that is one."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    named = path.resolve().name
    if _SHA256.fullmatch(named) and found != named:
        raise WrongModelHash(model, file=path.name, expected=named, found=found, name=model)
    return ModelFile(name=path.name, bytes=path.stat().st_size, sha256=found)


def _origin(snapshot: Path) -> str:
    """`owner/name at revision`, from the cache's folders `models--owner--name/snapshots/revision`."""
    repository = snapshot.parent.parent.name.removeprefix("models--").replace("--", "/")
    return f"{repository} at {snapshot.name}"
