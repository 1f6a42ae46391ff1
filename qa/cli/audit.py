"""`qa audit`: whether the trail of views, plays, exports and decisions is whole."""

from __future__ import annotations

from typing import Annotated

import typer

from qa.cli.console import QA_TOML, Config, out
from qa.people import audit
from qa.people.store import open_people
from qa.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="The trail of who saw, heard, exported and decided what.")

Expect = Annotated[str, typer.Option("--expect", help="A last hash noted earlier: it must still stand in the trail.")]


@app.command("verify")
def verify(expect: Expect = "", config: Config = QA_TOML) -> None:
    """Check that no line of the audit trail was changed, removed or slipped in; prints its last hash to note down.

    Example: qa audit verify
    """
    with open_people(load_settings(config)) as people, people.reading() as db:
        whole = audit.verify(db, expected=expect or None)
    out.print(f"审计记录完整 the audit trail is whole: {whole.lines} 条 lines")
    out.print(f"最后一条的哈希 last hash: {whole.last_hash}")
