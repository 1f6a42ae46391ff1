"""The command line, one file a noun. Exit codes: 0 done, 1 findings or partial failure, 2 wrong use."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, Final

import typer
import typer.main
from typer.core import TyperGroup

from qa.cli.console import report_error
from qa.errors import NotAccessible, TinghengError

COMMANDS: Final = {
    "demo": ("demo:demo", "Hear and judge the thirty sample calls, close their month, and write both reports."),
    "process": ("process:process", "Transcribe and score recordings by one rubric; nothing is stored."),
    "transcribe": ("process:transcribe", "Write down who said what in recordings, with times."),
    "nightly": (
        "nightly:nightly",
        "Transcribe and score every new recording of the inbox, build the mart and the night's report.",
    ),
    "serve": ("serve:serve", "Serve the viewer until Ctrl-C."),
    "simulate": (
        "simulate:simulate",
        "Make up a centre with known truth, straight into the warehouse of a folder of its own.",
    ),
    "eval": ("accuracy:evaluate", "Hear recordings afresh whose truth is known, and compare with it."),
    "doctor": (
        "doctor:doctor",
        "Check Python, libraries, speech model, rubrics, inbox and storage; each fault with its remedy.",
    ),
    "month": ("month:app", "Dynamic quality management: the weakest become next month's focus."),
    "agent": ("agent:app", "One agent: analysis sheet and growth file."),
    "rubric": ("rubric:app", "Rubrics: check what QA people write in YAML."),
    "models": ("models:app", "Speech models: list, get, verify."),
    "bench": ("bench:app", "The product against the alternative, both in one run."),
    "users": ("users:app", "Accounts of the viewer."),
    "audit": ("audit:app", "The trail of who saw, heard, exported and decided what."),
}
"""Every command: where it stands, `module:name` under qa.cli, and its line in `qa --help`, which imports none."""
_PLAIN: Final[dict[str, Any]] = {"add_completion": False, "rich_markup_mode": None, "pretty_exceptions_enable": False}


def load(name: str) -> Any:
    """The command or group of that name in `COMMANDS`. What stands behind a command takes seconds to import."""
    module, _, attribute = COMMANDS[name][0].partition(":")
    found = getattr(import_module(f"{__name__}.{module}"), attribute)
    alone = typer.Typer(**_PLAIN)
    if isinstance(found, typer.Typer):
        alone.add_typer(found, name=name)
    else:
        alone.command(name)(found)
    return typer.main.get_group(alone).commands[name]


class _LoadedWhenAsked(TyperGroup):
    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, named, rest = super().resolve_command(ctx, args)
        return name, named and load(named.name or ""), rest


app = typer.Typer(
    name="qa",
    cls=_LoadedWhenAsked,
    help="Tingheng 听衡: hears every recorded call of a Mandarin service hotline and judges it with evidence.",
    no_args_is_help=True,
    **_PLAIN,
)
for _name, (_, _line) in COMMANDS.items():
    app.command(_name, help=_line)(lambda: None)


def main() -> None:
    """Run a command; whatever a person can mend is said in a message, never as a traceback."""
    try:
        app()
    except TinghengError as error:
        sys.exit(report_error(error))
    except OSError as error:
        sys.exit(report_error(NotAccessible(str(error.filename or "qa"), reason=error.strerror or error)))
    except KeyboardInterrupt:
        sys.exit(130)
