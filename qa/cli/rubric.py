"""`qa rubric`: check the forms that QA people write."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qa.cli.console import err, out
from qa.errors import Text, UsageError
from qa.rubric import manual as pages
from qa.rubric.condition import OPERATORS
from qa.rubric.diagnostics import RubricError
from qa.rubric.source import load_rubric

app = typer.Typer(no_args_is_help=True, help="Rubrics: check what QA people write in YAML.")


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


@app.command("manual")
def manual(
    operator: Annotated[str, typer.Argument(help="One operator, such as said; none: all.", metavar="[OPERATOR]")] = "",
) -> None:
    """Print the authors' manual of conditions, in Chinese.

    Example: qa rubric manual answers
    """
    if not operator:
        out.print(pages.manual())
        return
    if operator not in OPERATORS:
        known = ", ".join(OPERATORS)
        raise UsageError(
            operator,
            problem=Text("没有这个操作。", "no such operator."),
            fix=Text(f"可用：{known}。", f"There are {known}."),
        )
    out.print(pages.page(operator))
