"""Runs a flow in this process, silently: what `qa nightly` calls.

Prefect reads its environment when it is first imported, so the flows are imported only after that is set.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flows.server import PrivateServer
from qa.settings import Settings, load_settings

if TYPE_CHECKING:
    from qa.night import NightRecord

DRAIN_SECONDS = 5.0
"""For the last log lines and events to reach the API."""


def run_nightly(config: Path, on_progress: Callable[[int, int], None] | None = None) -> NightRecord:
    """Run the night of the qa.toml `config`; `on_progress(done, total)` counts recordings.

    Raises:
        NightUnfinished: some shards failed for good; it carries the record of all that was done.
        TinghengError: the night as a whole could not run.
    """
    with _prefect(load_settings(config)):
        from flows.nightly import nightly, progress_to

        with progress_to(on_progress):
            return nightly(str(config.resolve()))


@contextmanager
def _prefect(settings: Settings) -> Iterator[None]:
    """Prefect ready for use: the server the user names, else one of our own with its home in the data folder."""
    users_own = "PREFECT_API_URL" in os.environ or "PREFECT_PROFILE" in os.environ
    os.environ["DO_NOT_TRACK"] = "1"
    os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
    os.environ.setdefault("PREFECT_LOGGING_SETTINGS_PATH", str(Path(__file__).with_name("logging.yml")))
    if users_own:
        yield
        return
    home = settings.data / "prefect"
    os.environ["PREFECT_HOME"] = str(home)
    # A proxy of the network outside is no way to a server on this machine.
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = f"{os.environ.get('NO_PROXY', '')},127.0.0.1".lstrip(",")
    with PrivateServer(home) as server:
        # These imports take seconds, which the server needs for itself anyway.
        from prefect.settings import PREFECT_API_URL, temporary_settings

        import flows.nightly  # noqa: F401

        server.wait()
        with temporary_settings({PREFECT_API_URL: server.api_url}):
            try:
                yield
            finally:
                drain()


def drain() -> None:
    """Hand over what Prefect still sends in the background; later it would meet a stopped server and say so aloud."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogHandler

    APILogHandler().flush()
    EventsWorker.drain_all(timeout=DRAIN_SECONDS)
