"""`qa serve`: the viewer."""

from __future__ import annotations

from typing import Annotated

import typer
import uvicorn

from qa.cli.console import QA_TOML, Config, out
from qa.people.store import open_people
from qa.people.users import anybody
from qa.settings import load_settings
from qa.web.app import create_app

PORT = 8317
Host = Annotated[str, typer.Option("--host", help="The address to listen on; 0.0.0.0: everybody in the network.")]
Port = Annotated[int, typer.Option("--port", help="The port to listen on.", min=1, max=65535)]


def serve(host: Host = "127.0.0.1", port: Port = PORT, config: Config = QA_TOML) -> None:
    """Serve the viewer until Ctrl-C.

    A night may run meanwhile: readers are taken to the new results without a pause.

    Example: qa serve --port 8317
    """
    settings = load_settings(config)
    people = open_people(settings)
    with people.reading() as db:
        nobody = not anybody(db)
    if nobody:
        out.print("还没有用户，请先添加。 There are no users yet; add one first: qa users add NAME --role admin")
    out.print(f"打开 open: http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/")  # noqa: S104
    # No access log: addresses hold agent ids and what people search for. Who saw what stands in the audit trail.
    uvicorn.run(
        create_app(settings, people=people, config=config.resolve()),
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
    )
