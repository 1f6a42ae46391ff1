"""A Prefect API server of our own for the length of one flow.

Prefect's own temporary server prints a banner, takes its port by chance from 8000–8999, shares the terminal's Ctrl-C
and outlives a killed parent. This one is silent, is handed a socket the system chose, stands in a session of its own
and ends with the parent (see `flows.server_process`).
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from flows.errors import ServerNotStarted

START_SECONDS = 120.0
"""The first start makes the database, which takes a slow disk a while."""
STOP_SECONDS = 8.0

_ENVIRONMENT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
    # The flows use no blocks, automations or stored events; task runs are still recorded.
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
}


class PrivateServer:
    """Prefect's API for this process only; its database, settings and log stand in `home`.

    Entering starts it and returns at once, so that imports go on meanwhile; `wait` returns when it answers.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self._log = home / "server.log"
        self._port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._answered = False

    @property
    def api_url(self) -> str:
        """Where the API is reached."""
        return f"http://127.0.0.1:{self._port}/api"

    def __enter__(self) -> Self:
        self.home.mkdir(parents=True, exist_ok=True)
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        # The socket listens before the child runs: early requests queue, and nobody else can take the port.
        with socket.create_server(("127.0.0.1", 0)) as listening, self._log.open("wb") as log:
            self._port = listening.getsockname()[1]
            self._process = subprocess.Popen(  # noqa: S603  our own module
                [sys.executable, "-m", "flows.server_process", str(listening.fileno())],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=inherited | _ENVIRONMENT | {"PREFECT_HOME": str(self.home)},
                pass_fds=[listening.fileno()],
                start_new_session=True,
            )
        return self

    def wait(self) -> None:
        """Return when the API answers.

        Raises:
            ServerNotStarted: it ended or stayed silent for `START_SECONDS`.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=START_SECONDS)
        try:
            connection.request("GET", "/api/health")
            self._answered = connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException) as error:
            raise ServerNotStarted(str(self._log)) from error
        finally:
            connection.close()
        if not self._answered:
            raise ServerNotStarted(str(self._log))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        process = self._process
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            # One that never answered has nothing to hand over, and it would finish its start before it left.
            process.wait(STOP_SECONDS if self._answered else 0)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
