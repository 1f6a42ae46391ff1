"""`qa bench roles`: whether it is known who is the agent."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from qa.bench.calls import read_calls
from qa.bench.role_figures import RoleFigures, Verdicts
from qa.cli.console import QA_TOML, Config, out, progress
from qa.settings import load_settings


def roles(
    folder: Annotated[Path, typer.Argument(help="A folder with manifest.csv and labels.json.")] = Path("sample_audio"),
    config: Config = QA_TOML,
    minutes: Annotated[float, typer.Option("--minutes", min=0.1, help="Hear no more of the folder than this.")] = 60.0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """Name the parties of calls as recorded, with channels exchanged, and mixed down to mono; count what is right.

    Example: qa bench roles sample_audio
    """
    from qa.bench.roles import measure_roles  # noqa: PLC0415  loads CTranslate2

    settings = load_settings(config)
    with progress("录音 recordings") as advance:
        figures = measure_roles(folder, read_calls(folder, minutes), settings, advance)
    if as_json:
        typer.echo(json.dumps(asdict(figures)))
    else:
        _print(figures)


def _print(figures: RoleFigures) -> None:
    table = Table(f"{figures.calls} 通 calls, {figures.seconds / 60:.1f} min", "", box=None)
    table.add_row("双声道 stereo as recorded", _verdicts(figures.as_recorded))
    table.add_row("左右对调 channels exchanged", _verdicts(figures.exchanged))
    told = figures.as_recorded.right + figures.as_recorded.wrong + figures.as_recorded.unknown
    noticed, kept = f"{figures.told_wrong_found} / {told}", f"{figures.told_right_kept} / {told}"
    table.add_row("设置写错声道 settings name the wrong side", f"{noticed} 发现 noticed")
    table.add_row("设置写对声道 settings name the right side", f"{kept} 采信 believed")
    table.add_row("单声道存成双声道 mono saved as stereo", f"{figures.copies_known} / {figures.copies} 识别 recognised")
    errors, words = figures.mono_speakers, figures.mono_words
    parts = [
        f"{name} {_share(part, errors.speech)}"
        for name, part in (
            ("漏 missed", errors.missed), ("多 false alarm", errors.false_alarm), ("混 confused", errors.confused),
        )
    ]  # fmt: skip
    table.add_row(
        "混成单声道 mono mix: DER",
        f"{_share((errors.rate or 0.0) * errors.speech, errors.speech)}（{'，'.join(parts)}）",
    )
    shares = [
        f"{name} {_percent(words.share(kind))}"
        for kind, name in (("right", "对 right"), ("wrong", "错 wrong"), ("unknown", "未知 unknown"))
    ]
    table.add_row("字的归属 whose words", "，".join(shares))
    hour = figures.seconds / 3600
    spent = [
        f"{name} {seconds / hour:.0f} s"
        for name, seconds in (
            ("识别 recognition", figures.transcribing), ("分人 telling apart", figures.parting),
            ("指标 measures", figures.measuring),
        )
    ] if hour else []  # fmt: skip
    table.add_row("每小时录音用时 spent on an hour of mono", "，".join(spent))
    out.print(table)


def _verdicts(found: Verdicts) -> str:
    return f"{found.right} 对 right, {found.wrong} 错 wrong, {found.unknown} 未知 unknown"


def _share(part: float, whole: float) -> str:
    return _percent(part / whole if whole else None)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"
