"""The manifest of a speech model: which files it consists of, their hashes, licence and where they come from."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qa.asr.errors import BadModelManifest

MANIFEST = "manifest.toml"


class ModelFile(BaseModel):
    """One file of a model and the parts that it is joined from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")]
    bytes: Annotated[int, Field(gt=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    parts: tuple[Annotated[str, Field(pattern=r"^[A-Za-z0-9_.]+:[^/].*$")], ...] = ()
    """Each `importable.package:path/inside/it`, in the order of joining; none for a model that was fetched."""


class ModelManifest(BaseModel):
    """A model that can be made from installed packages, or was fetched from a hub."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    licence: str
    origin: str
    packages: tuple[str, ...]
    """Names and versions as in requirements.lock; none for a model that was fetched."""
    files: Annotated[tuple[ModelFile, ...], Field(min_length=1)]


def read_manifest(folder: Path) -> ModelManifest | None:
    """The manifest in a model's folder, or None where there is none (a model that somebody copied there).

    Raises:
        BadModelManifest: the file is no TOML or lacks something.
    """
    path = folder / MANIFEST
    try:
        return ModelManifest.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadModelManifest(str(path), problem=error) from error
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise BadModelManifest(str(path), problem=wrong) from error


def manifest_text(manifest: ModelManifest) -> str:
    """The TOML of a manifest, as `read_manifest` reads it."""
    lines = ["# Written by `qa models get`; `qa models verify` compares the files with it."]
    lines += [f"{key} = {_quoted(getattr(manifest, key))}" for key in ("name", "licence", "origin")]
    lines.append(f"packages = [{', '.join(map(_quoted, manifest.packages))}]")
    for file in manifest.files:
        lines += ["", "[[files]]", f"name = {_quoted(file.name)}", f"bytes = {file.bytes}"]
        lines += [f"sha256 = {_quoted(file.sha256)}", f"parts = [{', '.join(map(_quoted, file.parts))}]"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a basic string of TOML escapes as JSON does
