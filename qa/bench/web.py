"""How fast the viewer answers many readers at once, while a night's mart is put in place under them.

The centre is simulated at the size asked, beside the real calls that the settings' data folder holds; the viewer runs
in a process of its own, and everything goes over this machine's loopback.
"""

from __future__ import annotations

import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote, urlencode

from qa.month.close import close_month
from qa.month.closes import read_close
from qa.month.listening import plan_listening
from qa.month.proposal import next_month
from qa.month.shape import MonthClose
from qa.people import coaching, projects, users
from qa.people.passwords import random_password
from qa.people.roles import Role
from qa.people.store import People, sqlite_address
from qa.settings import Settings
from qa.storage import write_atomically
from qa.warehouse.mart import CURRENT, current, open_mart
from qa.warehouse.simulated import build_simulated_mart

HOST = "127.0.0.1"
_START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class PageTimes:
    """What one page took."""

    page: str
    n: int
    median_ms: float
    p95_ms: float
    """Of the server's own time, from the request to the first byte of the answer."""
    p95_client_ms: float
    """As the reader saw it, the last byte included."""


@dataclass(frozen=True, slots=True)
class WebTimes:
    """A run."""

    evaluations: int
    agents: int
    readers: int
    seconds: float
    requests: int
    lost: int
    """Requests without an answer, or answered with an error."""
    swaps: int
    """Marts put in place while readers read."""
    pages: tuple[PageTimes, ...]
    first_sound_ms: float | None
    """From the request of a recording to the first bytes of sound, its copy made before; None without a real call."""
    first_copy_ms: float | None
    """The same when the muted copy has to be made first."""


@dataclass
class _Tally:
    server: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    client: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    lost: int = 0
    guard: threading.Lock = field(default_factory=threading.Lock)


def measure_web(settings: Settings, *, evaluations: int, agents: int, readers: int, seconds: float) -> WebTimes:
    """Build the centre, serve it, and let `readers` read for so many seconds."""
    with tempfile.TemporaryDirectory(prefix="tingheng-bench-") as folder:
        data = Path(folder)
        (data / "truth").symlink_to(settings.truth.resolve())
        build_simulated_mart(data / "truth", data / "mart", calls=evaluations, agents=agents)
        passwords = _people(data, readers)
        with open_mart(data / "mart") as mart:
            month = mart.rows("web_month_means")[0]["month"]
            close_month(month, mart, settings.month, data / "months")
            _plans(data, read_close(data / "months", month), settings)
            real = [str(row["recording_id"]) for row in mart.rows("bench_real_calls")]
        with _served(settings, data) as port:
            cookies = [_sign_in(port, name, password) for name, password in passwords.items()]
            copy_ms, sound_ms = _first_sound(port, cookies[0], real)
            _warm_up(port, cookies[0], real, agents)
            tally, swaps = _Tally(), 0
            until = time.monotonic() + seconds
            threads = [
                threading.Thread(target=_read, args=(port, cookie, number, until, real, agents, tally))
                for number, cookie in enumerate(cookies)
            ]
            for thread in threads:
                thread.start()
            while time.monotonic() < until - seconds / 4:
                time.sleep(seconds / 4)
                _swap(data / "mart", swaps)
                swaps += 1
            for thread in threads:
                thread.join()
    pages = tuple(
        PageTimes(page, len(took), _at(took, 0.5), _at(took, 0.95), _at(tally.client[page], 0.95))
        for page, took in sorted(tally.server.items())
    )
    total = sum(page.n for page in pages) + tally.lost
    return WebTimes(
        evaluations,
        agents,
        readers,
        seconds,
        total,
        tally.lost,
        swaps,
        pages,
        first_sound_ms=sound_ms,
        first_copy_ms=copy_ms,
    )


def _people(data: Path, readers: int) -> dict[str, str]:
    """An account for each reader: its password by name."""
    passwords = {f"reader{n}": random_password() for n in range(readers)}
    with People(sqlite_address(data)) as people, people.writing() as db:
        for name, password in passwords.items():
            users.add_user(db, name, Role.MANAGER, password, now=datetime.now(UTC))
    return passwords


def _plans(data: Path, close: MonthClose, settings: Settings) -> None:
    """What people of such a centre keep up: everybody's listening, the focus agents' coaching, projects."""
    now = datetime.now(UTC)
    with People(sqlite_address(data)) as people, people.writing() as db:
        plan_listening(db, close, settings.listening, now=now)
        month = next_month(close.month)
        for agent in close.focus:
            plan = coaching.make_plan(db, agent.agent, month, criteria=(), goal="–", made_by=1, now=now)
            coaching.plan_session(db, plan, coach=1, planned_for=now)
        for key in (indicator for indicator in close.indicators if indicator.key):
            about = {"rubric": key.rubric, "criterion": key.criterion, "title": key.name, "owner": "reader0"}
            projects.make_project(db, close.month, **about, target=0.9, due_at=now, made_by=1, now=now)


def _sign_in(port: int, name: str, password: str) -> str:
    """The session's cookie."""
    connection = HTTPConnection(HOST, port, timeout=30)
    headers = {"Origin": f"http://{HOST}:{port}", "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/signin", urlencode({"name": name, "password": password}), headers)
    cookie = connection.getresponse().getheader("Set-Cookie", "").partition(";")[0]
    connection.close()
    return cookie


@contextmanager
def _served(settings: Settings, data: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = int(free.getsockname()[1])
    config = data / "qa.toml"
    inbox, rubrics = settings.inbox.folder.resolve(), settings.scoring.rubrics.resolve()
    # JSON strings are TOML strings; paths come from settings that were read already.
    config.write_text(
        f"data = {_toml(data)}\n[inbox]\nfolder = {_toml(inbox)}\n[scoring]\nrubrics = {_toml(rubrics)}\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "qa", "serve", "--port", str(port), "--config", str(config)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603  our own program
    try:
        _await(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _toml(path: Path) -> str:
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _await(port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _first_sound(port: int, cookie: str, real: list[str]) -> tuple[float | None, float | None]:
    """Milliseconds to the first bytes of sound: when the copy has to be made, and when it is there."""
    took: dict[str, list[float]] = defaultdict(list)
    for recording in real[:5]:
        for when in ("copy", "again"):
            connection = HTTPConnection(HOST, port, timeout=60)
            began = time.perf_counter()
            connection.request("GET", f"/calls/{recording}/sound", headers={"Cookie": cookie, "Range": "bytes=0-"})
            answer = connection.getresponse()
            if answer.status in (200, 206):
                answer.read(4096)
                took[when].append((time.perf_counter() - began) * 1000)
            connection.close()
    return (max(took["copy"]), max(took["again"])) if took["again"] else (None, None)


def _warm_up(port: int, cookie: str, real: list[str], agents: int) -> None:
    """Open every page once: a server that has just started loads its libraries on the way."""
    for _, address in _pages(random.Random(0), real, agents):  # noqa: S311
        connection = HTTPConnection(HOST, port, timeout=60)
        connection.request("GET", address, headers={"Cookie": cookie})
        connection.getresponse().read()
        connection.close()


def _read(  # noqa: PLR0917
    port: int, cookie: str, number: int, until: float, real: list[str], agents: int, tally: _Tally
) -> None:
    """One reader: opens page after page, with a short look at each."""
    chance = random.Random(number)  # noqa: S311  which page comes next
    connection = HTTPConnection(HOST, port, timeout=30)
    while time.monotonic() < until:
        page, address = chance.choice(_pages(chance, real, agents))
        began = time.perf_counter()
        try:
            connection.request("GET", address, headers={"Cookie": cookie})
            answer = connection.getresponse()
            answer.read()
            good, server = answer.status == 200, _server_ms(answer.getheader("Server-Timing", ""))
        except (OSError, HTTPException):
            connection.close()
            connection, good, server = HTTPConnection(HOST, port, timeout=30), False, 0.0
        with tally.guard:
            if good:
                tally.server[page].append(server)
                tally.client[page].append((time.perf_counter() - began) * 1000)
            else:
                tally.lost += 1
        time.sleep(chance.uniform(0.5, 1.5))


def _pages(chance: random.Random, real: list[str], agents: int) -> list[tuple[str, str]]:
    agent = 10000 + chance.randrange(agents)
    day = f"2026-10-{1 + chance.randrange(30):02d}"
    listed = [
        ("今日 home", "/"),
        ("通话 calls", "/calls"),
        ("通话 calls of an agent", f"/calls?agent={agent}"),
        ("通话 calls by score", f"/calls?from={day}&to={day}&sort=percent&page={1 + chance.randrange(3)}"),
        (
            "通话 calls by criterion",
            f"/calls?criterion=simulated:c{chance.randrange(12)}&outcome=violated&agent={agent}",
        ),
        ("通话 calls in words", f"/calls?phrase={quote('不知道')}"),
        ("复核 review", "/review"),
        ("申诉 appeals", "/appeals"),
        ("坐席 agents", "/agents"),
        ("坐席 one agent", f"/agents/{agent}"),
        ("月度 month", "/month"),
        ("评分标准 rubrics", "/rubrics"),
        ("抽听 listening", "/listening"),
        ("辅导 coaching", "/coaching"),
        ("项目 projects", "/projects"),
    ]
    if real:
        listed.append(("通话 one call", f"/calls/{chance.choice(real)}"))
    return listed


def _server_ms(header: str) -> float:
    return float(header.rpartition("dur=")[2] or 0)


def _swap(marts: Path, number: int) -> None:
    """Put a mart in place as a night does: a new file, then CURRENT."""
    path = current(marts)
    if path is None:
        raise AssertionError("the bench has built a mart")
    fresh = marts / f"mart-20261102T{number:012d}Z-{'0' * 12}.duckdb"
    try:
        fresh.hardlink_to(path)
    except OSError:
        shutil.copyfile(path, fresh)
    write_atomically(marts / CURRENT, f"{fresh.name}\n".encode())


def _at(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
