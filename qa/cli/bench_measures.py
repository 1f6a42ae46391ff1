"""`qa bench measures`: how far measures from the sound lie from the truth."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from qa.bench.calls import read_calls
from qa.bench.measures import COMPARED, measure_calls
from qa.cli.console import QA_TOML, Config, out, progress
from qa.measures.definitions import DEFINITIONS
from qa.settings import load_settings


def measures(
    folder: Annotated[Path, typer.Argument(help="A folder with labels.json.")] = Path("sample_audio"),
    config: Config = QA_TOML,
    minutes: Annotated[float, typer.Option("--minutes", min=0.1, help="Take no more of the folder than this.")] = 60.0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """Measure labelled calls on two channels from their sound and compare with their true turns.

    Words are taken from the labels, so that only the measuring is tested.

    Example: qa bench measures sample_audio
    """
    with progress("录音 recordings") as advance:
        figures = measure_calls(read_calls(folder, minutes), load_settings(config), advance)
    if as_json:
        typer.echo(json.dumps(asdict(figures)))
        return
    table = Table(f"{figures.calls} 通 calls", "平均绝对误差 mean abs. error", "偏差 bias", box=None)
    for name in COMPARED:
        definition = DEFINITIONS[name]
        scale, unit = (100, "%") if definition.unit == "percent" else (1, definition.unit)
        error, bias = figures.error(name), figures.bias(name)
        if error is not None and bias is not None:
            label = f"{definition.name.zh} {definition.name.en}"
            table.add_row(label, f"{error * scale:.2f} {unit}", f"{bias * scale:+.2f} {unit}")
    out.print(table)
    silences = f"{figures.silences_found} / {figures.silences} 找到 found, {figures.silences_extra} 多出 extra"
    holds = f"{figures.holds_found} / {figures.holds} 找到 found, {figures.holds_extra} 多出 extra"
    out.print(f"3 秒以上静默 silences of 3 s or more: {silences} · 保持音乐 hold music: {holds}")
