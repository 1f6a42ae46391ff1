"""`qa bench`: the product against the alternative, both in one run."""

from __future__ import annotations

import typer

from qa.cli import bench_asr, bench_fairness, bench_judge, bench_measures, bench_month, bench_roles, bench_web

app = typer.Typer(no_args_is_help=True, help="The product against the alternative, both in one run.")


@app.callback()
def bench() -> None:
    """The product against the alternative, both in one run."""


app.command("roles")(bench_roles.roles)
app.command("measures")(bench_measures.measures)
app.command("web")(bench_web.web)
app.command("judge")(bench_judge.judge)
app.command("fairness")(bench_fairness.fairness)
app.command("month")(bench_month.month)
app.command("asr")(bench_asr.asr)
