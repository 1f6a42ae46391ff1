"""`qa rubric`: check the forms that QA people write."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qa.cli.console import err, out
from qa.rubric.diagnostics import RubricError
from qa.rubric.source import load_rubric

app = typer.Typer(no_args_is_help=True, help="Rubrics: check what QA people write in YAML.")


@app.callback()
def _rubric() -> None:
    """Keep `lint` a subcommand while it is the only one."""


@app.command("lint")
def lint(files: Annotated[list[Path], typer.Argument(help="Rubric files.", metavar="FILE...")]) -> None:
    """Check rubrics; every defect is told with its line and what to do.

    Example: qa rubric lint rubrics/telecom_hotline.yaml
    """
    refused = 0
    for file in files:
        try:
            loaded = load_rubric(file)
        except RubricError as error:
            refused += 1
            for diagnostic in error.diagnostics:
                err.print(str(diagnostic))
            continue
        count = sum(1 for _ in loaded.rubric.criteria())
        out.print(f"{file}: {loaded.rubric.name} {loaded.rubric.version} · {count} 项 criteria · ok")
    raise typer.Exit(1 if refused else 0)
