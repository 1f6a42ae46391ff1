"""`qa doctor`: whether this machine is ready for a night."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import typer

from qa.asr.models import locate, verify
from qa.cli.console import QA_TOML, Config, out
from qa.errors import Text, TinghengError, UsageError
from qa.rubric.diagnostics import RubricError
from qa.rubric.months import load_month_rubrics
from qa.rubric.overlay import FOLDER
from qa.settings import Settings, load_settings

ROOM = 2 * 1024**3
"""Free bytes under which a night may stop half-way."""


def doctor(config: Config = QA_TOML) -> None:
    """Check Python, libraries, speech model, rubrics, inbox and storage; each fault with its remedy.

    Example: qa doctor
    """
    checks: list[tuple[str, Callable[[Settings], str]]] = [
        ("Python", _python),
        ("解码 decoding", lambda _: f"PyAV {version('av')}"),
        ("识别 recognition", _model),
        ("句向量 sentences", _sentences),
        ("质检表 rubrics", _rubrics),
        ("收件夹 inbox", _inbox),
        ("数据 data", _room),
    ]
    settings = load_settings(config)
    faults = 0
    for name, check in checks:
        try:
            out.print(f"✓ {name}: {check(settings)}")
        except TinghengError as error:
            faults += 1
            out.print(f"✕ {name}: {error}")
    raise typer.Exit(1 if faults else 0)


def _python(settings: Settings) -> str:
    del settings
    return f"{sys.version.split()[0]} · {platform.machine()} · {os.cpu_count()} CPU"


def _model(settings: Settings) -> str:
    folder = locate(settings.speech.model, settings.models)
    return f"{folder.name} {verify(folder)[:12]} · {settings.speech.device} {settings.speech.compute_type}"


def _sentences(settings: Settings) -> str:
    from qa.scoring.sentences import alike_by  # noqa: PLC0415  loads the networks' runtime

    folder = settings.scoring.sentence_model
    _, identity = alike_by(folder)
    return f"{folder.name} {identity[:12]}" if folder else "词语与读音 words and sounds"


def _rubrics(settings: Settings) -> str:
    folder = settings.scoring.rubrics
    months = load_month_rubrics(folder)
    if months.defects:
        raise RubricError(str(folder / FOLDER), months.defects)
    overlays = f" · 月度调整 overlays {len(months.overlays)}" if months.overlays else ""
    return f"{len(months.rubrics)}{overlays} · ok"


def _inbox(settings: Settings) -> str:
    folder = settings.inbox.folder
    if not folder.is_dir():
        fix = Text("请建立它，或在 [inbox] folder 写另一个。", "Make it, or name another in [inbox] folder.")
        raise UsageError(str(folder), problem=Text("不是文件夹。", "is no folder."), fix=fix)
    return str(folder)


def _room(settings: Settings) -> str:
    place = next(p for p in (settings.data, *settings.data.parents) if p.exists())
    if not os.access(place, os.W_OK):
        fix = Text("请在 data = 写另一个文件夹。", "Name another folder in data =.")
        raise UsageError(str(place), problem=Text("无法写入。", "cannot be written."), fix=fix)
    free = shutil.disk_usage(place).free
    if free < ROOM:
        left = Text(f"只剩 {free / 1e9:.1f} GB。", f"has {free / 1e9:.1f} GB left.")
        raise UsageError(str(place), problem=left, fix=Text("请腾出空间。", "Free some space."))
    return f"{Path(settings.data)} · {free / 1e9:.0f} GB"
