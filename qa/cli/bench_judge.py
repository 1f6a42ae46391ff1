"""`qa bench judge`: how fast calls are scored."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from qa.cli.console import QA_TOML, Config, out
from qa.settings import load_settings

_GROWTH = ((0.5, 1.0), (2.0, 1.0), (4.0, 1.0), (1.0, 0.5), (1.0, 2.0), (1.0, 4.0))
"""Further sizes, as multiples of the call's length and of the number of phrases."""


def judge(
    folder: Annotated[Path, typer.Argument(help="A folder with labels.json.")] = Path("sample_audio"),
    config: Config = QA_TOML,
    calls: Annotated[int, typer.Option("--calls", min=1)] = 300,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """Score calls of three minutes against 150 phrases, from words in memory to scorecard, on one core.

    Then longer calls and more phrases, to show how the time grows.

    Example: qa bench judge sample_audio
    """
    from qa.bench.judge import MINUTES, PHRASES, measure_judge  # noqa: PLC0415  loads the compiled loops

    sizes = [(MINUTES, PHRASES), *((MINUTES * length, round(PHRASES * many)) for length, many in _GROWTH)]
    found = list(measure_judge(folder, load_settings(config).scoring.rubrics, sizes, calls))
    if as_json:
        typer.echo(json.dumps({"sizes": [asdict(one) for one in found]}))
        return
    table = Table(
        "分钟 minutes",
        "字 characters",
        "句式 phrases",
        "指标 criteria",
        "通/秒·核 calls/s a core",
        "倍时 time",
        box=None,
    )
    for one in found:
        times = found[0].calls_per_second / one.calls_per_second
        size = (f"{one.minutes:g}", f"{one.characters:.0f}", str(one.phrases), str(one.criteria))
        table.add_row(*size, f"{one.calls_per_second:.0f}", f"× {times:.2f}")
    out.print(table)
