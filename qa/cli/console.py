"""What commands have in common: the terminal, progress, errors, settings."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text as RichText

from qa.errors import StorageError, TinghengError, UnusableRecording

_WIDE = 120
"""Columns where the output is no terminal: tables in a log file should not wrap."""
out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False, width=None if sys.stdout.isatty() else _WIDE)
err = Console(
    stderr=True,
    highlight=False,
    soft_wrap=True,
    markup=False,
    emoji=False,
    width=None if sys.stderr.isatty() else _WIDE,
)

Config = Annotated[Path, typer.Option("--config", "-c", help="The settings file.", show_default=True)]
QA_TOML = Path("qa.toml")


def report_error(error: TinghengError) -> int:
    """Print what is wrong and what to do, in both languages; returns the exit code."""
    err.print(f"[{error.code}] {error.where}")
    err.print(f"  {error.message.zh}{error.advice.zh}")
    err.print(f"  {error.message.en} {error.advice.en}")
    for diagnostic in getattr(error, "diagnostics", ()):
        err.print(str(diagnostic))
    partial = isinstance(error, StorageError | UnusableRecording) or error.code.startswith("F")
    return 1 if partial else 2


class _Rate(ProgressColumn):
    def render(self, task: Task) -> RichText:
        return RichText(f"{task.speed * 60:.0f}/min" if task.speed else "")


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """A progress bar with rate and time left, fed by `(done, total)`; nothing when the output is no terminal.

    Without a total it says how many are done and how fast.
    """
    columns: list[Any] = [TextColumn(what), BarColumn(), MofNCompleteColumn(), _Rate(), TimeElapsedColumn()]
    with Progress(*columns, TimeRemainingColumn(), console=err, disable=not err.is_terminal, transient=True) as bar:
        task = bar.add_task(what, total=None)

        def advance(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total)

        yield advance
