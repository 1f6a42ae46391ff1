"""Every command is documented, and what a person does wrong is said with its remedy and exit code 2."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.core import TyperGroup

from qa.cli import app
from tests.faults.inbox import ROOT, centre


def qa(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "qa", *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )


def commands(command: Any, name: str) -> list[tuple[str, Any]]:
    if isinstance(command, TyperGroup):
        return [found for sub, child in command.commands.items() for found in commands(child, f"{name} {sub}")]
    return [(name, command)]


COMMANDS = commands(typer.main.get_command(app), "qa")


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_every_command_says_what_it_does_and_gives_an_example(name: str, command: Any) -> None:
    assert f"Example: {name}" in (command.help or "")


def test_stable_names() -> None:
    names = {name.removeprefix("qa ") for name, _ in COMMANDS}
    assert {"demo", "process", "transcribe", "nightly", "month close", "month show", "rubric lint"} <= names
    assert {"models list", "models get", "models verify", "eval", "doctor"} <= names


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nightly", "--config", "nowhere.toml"], "nowhere.toml"),
        (["month", "close", "October"], "2026-10"),
        (["month", "close", "２０２６-10"], "不是月份"),
        (["month", "show", "2026-1０"], "不是月份"),
        (["process", "nowhere.wav", "--rubric", "rubrics/outbound.yaml"], "nowhere.wav"),
        (["transcribe", "nowhere.wav"], "无法读取"),
        (["process", "x.wav", "--rubric", "nowhere.yaml"], "nowhere.yaml"),
        (["eval", "tests"], "labels.json"),
        (["nosuchcommand"], "No such command"),
    ],
)
def test_wrong_use_ends_with_2_and_a_remedy(arguments: list[str], said: str) -> None:
    done = qa(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_key_in_qa_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "qa.toml").write_text('[inbox]\nfodler = "x"\n')
    done = qa("doctor", cwd=tmp_path)
    assert done.returncode == 2
    assert "inbox.fodler" in done.stderr


def test_a_month_that_was_never_closed_is_told_how(tmp_path: Path) -> None:
    done = qa("month", "show", "--config", str(centre(tmp_path, calls=1)))
    assert done.returncode == 1
    assert "qa month close" in done.stderr


def test_a_data_folder_that_cannot_be_made_is_named_without_a_traceback(tmp_path: Path) -> None:
    config = centre(tmp_path, calls=1)
    (tmp_path / "data").write_text("a file where the folder should be")
    done = qa("nightly", "--plain", "--config", str(config))
    assert done.returncode == 1
    assert str(tmp_path / "data") in done.stderr
    assert "Traceback" not in done.stderr


def test_lint_says_every_defect_and_ends_with_1(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text((ROOT / "rubrics" / "outbound.yaml").read_text().replace("by: agent", "by: agnet", 2))
    done = qa("rubric", "lint", str(bad), str(ROOT / "rubrics" / "water_utility.yaml"))
    assert done.returncode == 1
    assert done.stderr.count("只能写 agent 或 customer") == 2
    assert "供水服务热线录音质量监控标准" in done.stdout
