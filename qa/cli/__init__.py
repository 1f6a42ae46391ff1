"""The command line, one file a noun. Exit codes: 0 done, 1 findings or partial failure, 2 wrong use."""

from __future__ import annotations

import sys

import typer

from qa.cli import (
    accuracy,
    agent,
    audit,
    bench,
    demo,
    doctor,
    models,
    month,
    nightly,
    process,
    rubric,
    serve,
    simulate,
    users,
)
from qa.cli.console import report_error
from qa.errors import NotAccessible, TinghengError

app = typer.Typer(
    name="qa",
    help="Tingheng 听衡: hears every recorded call of a Mandarin service hotline and judges it with evidence.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("demo")(demo.demo)
app.command("process")(process.process)
app.command("transcribe")(process.transcribe)
app.command("nightly")(nightly.nightly)
app.add_typer(month.app, name="month")
app.add_typer(agent.app, name="agent")
app.add_typer(rubric.app, name="rubric")
app.add_typer(models.app, name="models")
app.add_typer(bench.app, name="bench")
app.command("serve")(serve.serve)
app.add_typer(users.app, name="users")
app.add_typer(audit.app, name="audit")
app.command("simulate")(simulate.simulate)
app.command("eval")(accuracy.evaluate)
app.command("doctor")(doctor.doctor)


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
