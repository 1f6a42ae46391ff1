"""The child process of `flows.server`: Prefect's API on a socket that the parent opened.

`python -m flows.server_process FD` serves until its standard input closes. The parent holds the other end, so the
server ends with it, however the parent ends: a killed night leaves no server behind.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from fastapi import FastAPI

GRACE_SECONDS = 5.0
"""For the last requests, once the parent is gone."""


def main(descriptor: int) -> None:
    """Serve Prefect's API on the listening socket `descriptor` until standard input closes."""
    server = uvicorn.Server(
        uvicorn.Config(_app, factory=True, log_level="error", lifespan="on", timeout_graceful_shutdown=2)
    )
    threading.Thread(target=_leave_with_parent, args=(server,), daemon=True).start()
    server.run(sockets=[socket.socket(fileno=descriptor)])


def _app() -> FastAPI:
    from prefect.server.api.server import create_app  # noqa: PLC0415  slow: after the watch on the parent began

    # ephemeral: neither the UI nor the services of a scheduling server are started.
    return create_app(ephemeral=True, final=True)


def _leave_with_parent(server: uvicorn.Server) -> None:
    sys.stdin.buffer.read()
    server.should_exit = True
    time.sleep(GRACE_SECONDS)
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
