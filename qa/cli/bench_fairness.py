"""`qa bench fairness`: how good the ranking is where the truth is known."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from qa.cli.console import out, progress


def fairness(
    *,
    months: Annotated[int, typer.Option("--months", min=2, help="Simulated months of each kind.")] = 500,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same figures.")] = 0,
    page: Annotated[Path | None, typer.Option("--page", help="Write a page of plots here.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """Rank simulated months as a close does, and compare with what is true of each agent.

    Precision of the ten against the plain mean, calibration of P(among the weakest ten), coverage of the intervals, how
    often somebody is named «clear», and whether the analysis of coaching finds the true effect.

    Example: qa bench fairness --months 500 --page fairness.html
    """
    from qa.report.rendering import render_study, write_report  # noqa: PLC0415  NumPy and SciPy load slowly
    from qa.simulate.study import study  # noqa: PLC0415

    with progress("月份 months") as show:
        found = study(months, seed=seed, progress=show)
    if page is not None:
        write_report(page, render_study(found))
    if as_json:
        typer.echo(json.dumps(asdict(found)))
        return
    headings = (
        "情形 centre",
        "P@10",
        "原始 raw",
        "区间 coverage",
        "校准差 calibration",
        "有“明确” clear",
        "其中对 right",
    )
    table = Table(*headings, box=None)
    for s in found.scenarios:
        right = "–" if s.clear_right is None else f"{s.clear_right:.1%}"
        figures = (f"{s.precision:.3f}", f"{s.raw_precision:.3f}", f"{s.coverage:.1%}", f"{s.calibration_error:.4f}")
        table.add_row(s.name, *figures, f"{s.named_clear:.1%}", right)
    out.print(f"每种 {found.months} 个模拟月 simulated months of each kind")
    out.print(table)
    c = found.coaching
    out.print(
        f"辅导 coaching: 真实 true {c.true_effect:.1f} · 前后相减 before/after {c.before_after:.2f} · "
        f"ANCOVA {c.estimate:.2f}, 90 % 区间包含 covers {c.coverage:.1%}"
    )
    m = found.correction
    out.print(
        f"机器偏差 machine bias: 真实 true {m.true_bias:.2f} · 抽听 n ≈ {m.heard:.0f} estimate {m.estimate:.2f} · "
        f"90 % 区间包含真值 covers {m.coverage:.1%}，未校正 uncorrected {m.uncorrected:.1%}"
    )
    out.print(
        f"  该站点在最弱十人中所占 that site's share of the ten: 校正 corrected {m.named:.0%}，"
        f"未校正 uncorrected {m.named_raw:.0%}，公平 fair 50%"
    )
    if page is not None:
        out.print(f"页面 page: {page}")
