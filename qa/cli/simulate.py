"""`qa simulate`: a made-up centre whose truth is known."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from qa.cli.console import out, progress
from qa.errors import Text, UsageError

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def simulate(
    folder: Annotated[Path, typer.Argument(help="A new folder for it.")],
    *,
    month: Annotated[str, typer.Option("--month", help="The first month, YYYY-MM.")] = "2026-08",
    months: Annotated[int, typer.Option("--months", min=1, max=60, help="How many months.")] = 3,
    agents: Annotated[int, typer.Option("--agents", min=1, help="How many agents.")] = 200,
    calls: Annotated[float, typer.Option("--calls", min=1, help="Mean calls an agent and month.")] = 40,
    unequal: Annotated[float, typer.Option("--unequal", min=0, max=3, help="σ of the logarithm of that number.")] = 0.5,
    spread: Annotated[float, typer.Option("--spread", min=0, help="τ: how much agents truly differ, points.")] = 4.0,
    noise: Annotated[float, typer.Option("--noise", min=10.7, help="σ: of one call, points.")] = 14.0,
    case_mix: Annotated[float, typer.Option("--case-mix", min=0, help="How much queues differ, points.")] = 6.0,
    uneven_mix: Annotated[
        float, typer.Option("--uneven-mix", min=0, max=1, help="0: all serve all queues; 1: one queue each.")
    ] = 0.5,
    machine_bias: Annotated[
        float, typer.Option("--machine-bias", help="Points the machine wrongly takes at the second site.")
    ] = 0.0,
    coaching: Annotated[float, typer.Option("--coaching", help="Points that coaching truly gives.")] = 3.0,
    wait_list: Annotated[float, typer.Option("--wait-list", min=0, max=1, help="Share of the weakest who wait.")] = 0.5,
    heard: Annotated[
        float, typer.Option("--heard", min=0, max=1, help="Share of the calls that people score blind, by lot.")
    ] = 0.0,
    drift: Annotated[float, typer.Option("--drift", min=0, help="Points by which a level wanders a month.")] = 1.0,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed makes the same centre.")] = 0,
) -> None:
    """Make up a centre with known truth, straight into the warehouse of a folder of its own.

    Every name in it says that it is simulated; what is true of each agent stands in simulated.json. Months are closed
    and looked at as real ones are, with the folder's own qa.toml.

    Example: qa simulate made-up && qa month close 2026-10 --config made-up/qa.toml
    """
    from qa.simulate.centre import Centre  # noqa: PLC0415  NumPy and Arrow load slowly
    from qa.simulate.store import simulate as make  # noqa: PLC0415

    if not _MONTH.fullmatch(month):
        raise UsageError(
            month,
            problem=Text("不是 YYYY-MM 形式的月份。", "not a month as YYYY-MM."),
            fix=Text("例如 2026-08。", "For example 2026-08."),
        )
    centre = Centre(
        agents=agents,
        calls=calls,
        unequal=unequal,
        spread=spread,
        noise=noise,
        case_mix=case_mix,
        uneven_mix=uneven_mix,
        machine_bias=machine_bias,
        coaching=coaching,
        drift=drift,
        teams=max(1, agents // 15),
    )
    with progress("模拟 simulating") as show:
        config = make(
            folder, centre, first_month=month, months=months, wait_list=wait_list, heard=heard, seed=seed, progress=show
        )
    out.print(f"模拟中心 simulated centre: {folder} · 真值 truth: {folder / 'simulated.json'}")
    out.print(f"qa month close {month} --config {config}")
