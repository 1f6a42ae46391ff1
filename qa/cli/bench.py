"""`qa bench`: the product against the alternative, both in one run."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from qa.bench.calls import read_calls
from qa.cli import bench_roles
from qa.cli.console import QA_TOML, Config, out, progress
from qa.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="The product against the alternative, both in one run.")
SAMPLES = Path("sample_audio")


@app.callback()
def bench() -> None:
    """The product against the alternative, both in one run."""


app.command("roles")(bench_roles.roles)


@app.command("asr")
def asr(
    folder: Annotated[Path, typer.Argument(help="A folder with labels.json.")] = SAMPLES,
    config: Config = QA_TOML,
    minutes: Annotated[float, typer.Option("--minutes", min=0.1, help="Hear no more of the folder than this.")] = 10.0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """Hear calls plainly (faster-whisper a channel, VAD, beam 5) and our way, in turn: speed, errors, memory.

    Example: qa bench asr --minutes 5
    """
    from qa.bench.asr import compare  # noqa: PLC0415  loads CTranslate2

    settings = load_settings(config)
    calls = read_calls(folder, minutes)
    with progress("录音 recordings") as advance:
        found = compare(calls, settings, advance)
    if as_json:
        typer.echo(json.dumps(asdict(found) | {"ratio": found.ratio, "cpu_ratio": found.cpu_ratio}))
        return
    out.print(f"{found.calls} 通通话 calls, {found.seconds / 60:.1f} min · {settings.speech.model}")
    table = Table("", "实时倍率 × real time", "处理器秒 CPU s", "字错率 CER", "内存峰值 peak", box=None)
    for name, way in (("faster-whisper", found.plain), ("听衡 ours", found.ours)):
        rate = way.errors.rate
        table.add_row(
            name,
            f"{found.seconds / way.wall_seconds:.1f}",
            f"{way.cpu_seconds:.1f}",
            "–" if rate is None else f"{rate:.1%}",
            f"{way.peak_bytes / 1e6:.0f} MB",
        )
    out.print(table)
    out.print(f"快 {found.ratio:.2f} 倍 times as fast by the clock, {found.cpu_ratio:.2f} by processor time")
