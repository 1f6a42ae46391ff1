"""`qa bench web`: the viewer under many readers at once."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from qa.cli.console import QA_TOML, Config, err, out
from qa.settings import load_settings


def web(
    *,
    config: Config = QA_TOML,
    evaluations: Annotated[int, typer.Option("--evaluations", min=1000, help="Simulated calls.")] = 3_000_000,
    agents: Annotated[int, typer.Option("--agents", min=1)] = 900,
    readers: Annotated[int, typer.Option("--readers", min=1, max=200)] = 20,
    seconds: Annotated[float, typer.Option("--seconds", min=4, help="How long they read.")] = 60.0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """Time every page with many readers on a simulated centre, new marts being put in place meanwhile.

    The real calls of the data folder are in it too. Everything stays on this machine; nothing is kept.

    Example: qa bench web --config sample_audio/qa.toml
    """
    from qa.bench.web import measure_web  # noqa: PLC0415  loads the viewer

    settings = load_settings(config)
    err.print("正在生成模拟中心 building the simulated centre …")
    found = measure_web(settings, evaluations=evaluations, agents=agents, readers=readers, seconds=seconds)
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False))
        return
    table = Table("页面 page", "n", "中位 median ms", "p95 ms", "p95 读者 client ms", box=None)
    for page in found.pages:
        times = (page.median_ms, page.p95_ms, page.p95_client_ms)
        table.add_row(page.page, str(page.n), *(f"{ms:.0f}" for ms in times))
    out.print(
        f"{found.evaluations:,} 份评分 evaluations · {found.agents} 名坐席 agents · {found.readers} 人同时 readers"
    )
    out.print(table)
    out.print(f"{found.requests} 次请求 requests · 丢失 lost {found.lost} · 换数据 marts put in place {found.swaps}")
    if found.first_sound_ms is not None and found.first_copy_ms is not None:
        copied = f"需先制作副本时 copy made first {found.first_copy_ms:.0f} ms"
        out.print(f"首声 first sound {found.first_sound_ms:.0f} ms · {copied}")
