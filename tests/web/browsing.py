"""A real browser on a running viewer, for tests: what it complains of and where it goes is kept."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from fastapi import FastAPI
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.web.centre import PASSWORD

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_AXE = Axe()
REMEDY = (
    "the browser tests need Chromium: `apt-get install chromium fonts-noto-cjk`, or name another one in the variable "
    "TINGHENG_CHROMIUM"
)


def chromium() -> str:
    """The browser's program, named by the environment or found on the path."""
    named = os.environ.get("TINGHENG_CHROMIUM")
    found = named or next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(REMEDY)
    return found


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The viewer on a free port of this machine; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@contextmanager
def browsing() -> Iterator[Browser]:
    """Headless Chromium."""
    with sync_playwright() as playwright:
        # Root has no user namespaces to build the sandbox from; what is browsed is ours alone.
        sandbox = [] if os.getuid() else ["--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*sandbox, "--mute-audio"])
        yield browser
        browser.close()


@dataclass
class Seat:
    """One person at one browser."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    """What the console said that should not be, and failures of scripts."""
    elsewhere: list[str] = field(default_factory=list)
    """Requests to another host."""

    def go(self, path: str) -> Page:
        """Open a page and wait until it is whole, its waveform included."""
        self.page.goto(self.address + path)
        if self.page.locator("#player").count():
            self.page.wait_for_selector("#player[data-ready]")
        return self.page

    def serious(self, *rules: str) -> list[str]:
        """Serious and critical findings of axe on the page as it is, of some rules only where they are named."""
        # What passes is not described: on a long page that takes longer than looking.
        options: dict[str, Any] = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
        found: list[dict[str, Any]] = _AXE.run(self.page, options=options).response["violations"]
        return [
            f"{one['id']}: {[node['html'][:160] for node in one['nodes']][:3]}"
            for one in found
            if one["impact"] in ("serious", "critical")
        ]


@contextmanager
def seated(
    browser: Browser, address: str, user: str | None, *, language: str = "zh", theme: str = "light", width: int = 1280
) -> Iterator[Seat]:
    """A fresh browser window, signed in as `user`."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if theme == "dark" else "light"
    )
    host = urlsplit(address).netloc
    context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in (("language", language), ("theme", theme))]
    )
    page = context.new_page()
    seat = Seat(page, address)

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            seat.complaints.append(message.text)

    page.on("console", on_console)
    page.on("pageerror", lambda error: seat.complaints.append(str(error)))
    page.on(
        "request",
        lambda request: (
            seat.elsewhere.append(request.url)
            if urlsplit(request.url).scheme in ("http", "https", "ws") and urlsplit(request.url).netloc != host
            else None
        ),
    )
    if user:
        form: dict[str, str | float | bool] = {"name": user, "password": PASSWORD}
        context.request.post(f"{address}/signin", form=form, headers={"Origin": address}, max_redirects=0)
    yield seat
    context.close()
