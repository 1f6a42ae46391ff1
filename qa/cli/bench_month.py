"""`qa bench month`: how long the close of a month takes."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from qa.cli.console import QA_TOML, Config, out, progress
from qa.settings import load_settings

_SIZES = (30_000, 300_000, 3_000_000)


def month(
    *,
    config: Config = QA_TOML,
    evaluations: Annotated[list[int] | None, typer.Option("--evaluations", min=100, help="A size; repeat it.")] = None,
    agents: Annotated[int, typer.Option("--agents", min=1)] = 900,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """Close simulated months of growing size, each in a process of its own: time, processor time and memory.

    Everything stays on this machine; nothing is kept. Reviews leave one criterion out of the ranking, so that every
    score is worked out anew.

    Example: qa bench month --evaluations 30000 --evaluations 300000
    """
    from qa.bench.month import measure_closes  # noqa: PLC0415  loads DuckDB and Arrow

    with progress("月份 months") as advance:
        found = measure_closes(evaluations or _SIZES, agents, load_settings(config), advance)
    if as_json:
        typer.echo(json.dumps({"closes": [asdict(close) for close in found]}))
        return
    table = Table("评分 evaluations", "坐席 agents", "秒 s", "处理器秒 CPU s", "内存峰值 peak", box=None)
    for close in found:
        spent = (f"{close.seconds:.1f}", f"{close.cpu_seconds:.1f}", f"{close.peak_bytes / 1e6:.0f} MB")
        table.add_row(f"{close.evaluations:,}", str(close.agents), *spent)
    out.print(table)
