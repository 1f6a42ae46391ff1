"""`run_nightly` in a process of its own, as a person runs it: nothing but our own words, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from flows.server import PrivateServer
from tests.flows.fake_night import CUSTOMER_NUMBER


def start(config: Path, seconds: float, **environment: str) -> subprocess.Popen[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.flows.fake_night", str(config), str(seconds)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=inherited | environment,
        start_new_session=True,
    )


def said(night: subprocess.Popen[str]) -> tuple[list[str], str]:
    out, err = night.communicate(timeout=60)
    return out.splitlines(), err


def still_running(processes: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    alive = psutil.wait_procs(processes, timeout=seconds)[1]
    # Nobody may reap the orphans of a container; they have ended all the same.
    return [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


WHOLE_NIGHT = ["0 20", "5 20", "10 20", "15 20", "20 20", "scored 20"]


def test_a_night_says_only_what_we_say(config: Path) -> None:
    night = start(config, 0.0, http_proxy="http://127.0.0.1:9")
    assert said(night) == (WHOLE_NIGHT, "")
    assert night.returncode == 0
    home = config.parent / "data" / "prefect"
    assert "Night 2026-11-21: 20 recordings in 4 shards" in (home / "flows.log").read_text()
    assert (home / "server.log").read_text() == ""
    for file in (file for file in home.rglob("*") if file.is_file()):
        assert CUSTOMER_NUMBER.encode() not in file.read_bytes()


def test_a_server_that_the_user_names_is_used(config: Path, server: PrivateServer) -> None:
    (config.parent / "data" / "prefect" / "prefect.db").unlink()
    night = start(config, 0.0, PREFECT_API_URL=server.api_url, PREFECT_HOME=str(config.parent / "users"))
    assert said(night) == (WHOLE_NIGHT, "")
    assert not any((config.parent / "data" / "prefect").iterdir())


def test_ctrl_c_ends_the_night_quietly(config: Path) -> None:
    night = start(config, 60.0)
    assert night.stdout is not None
    assert night.stdout.readline() == "0 20\n"
    children = psutil.Process(night.pid).children(recursive=True)
    os.killpg(night.pid, signal.SIGINT)
    assert said(night) == (["interrupted"], "")
    assert still_running(children, seconds=1) == []


@pytest.mark.night
def test_a_killed_night_leaves_no_server_and_does_not_disturb_the_next(config: Path) -> None:
    killed = start(config, 1.0)
    assert killed.stdout is not None
    assert killed.stdout.readline() == "0 20\n"
    servers = [child for child in psutil.Process(killed.pid).children() if "flows.server_process" in child.cmdline()]
    assert len(servers) == 1
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    assert said(start(config, 0.0)) == (WHOLE_NIGHT, "")
    assert still_running(servers, seconds=10) == []
