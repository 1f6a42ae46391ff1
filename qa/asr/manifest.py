"""The manifest of a speech model: which files it consists of, their hashes, licence and where they come from."""

from __future__ import annotations

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
    parts: Annotated[tuple[Annotated[str, Field(pattern=r"^[A-Za-z0-9_.]+:[^/].*$")], ...], Field(min_length=1)]
    """Each `importable.package:path/inside/it`, in the order of joining."""


class ModelManifest(BaseModel):
    """A model that can be made from installed packages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    licence: str
    origin: str
    packages: tuple[str, ...]
    """Names and versions as in requirements.lock."""
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
