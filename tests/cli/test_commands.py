"""Every command is documented, and what a person does wrong is said with its remedy and exit code 2."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperGroup

from qa.cli import COMMANDS, load, main
from tests.faults.inbox import ROOT, centre


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


Qa = Callable[..., Done]


@pytest.fixture
def qa(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Qa:
    """The program as a person calls it, in this process: a fresh interpreter takes seconds to import it all."""

    def run(*arguments: str, cwd: Path = ROOT) -> Done:
        monkeypatch.setattr(sys, "argv", ["qa", *arguments])
        monkeypatch.chdir(cwd)
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Done(int(ended.value.code or 0), said.out, said.err)

    return run


def commands(command: Any, name: str) -> list[tuple[str, Any]]:
    if isinstance(command, TyperGroup):
        return [found for sub, child in command.commands.items() for found in commands(child, f"{name} {sub}")]
    return [(name, command)]


ALL = [found for name in COMMANDS for found in commands(load(name), f"qa {name}")]


@pytest.mark.parametrize(("name", "command"), ALL, ids=[name for name, _ in ALL])
def test_every_command_says_what_it_does_and_gives_an_example(name: str, command: Any) -> None:
    assert f"Example: {name}" in (command.help or "")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_in_the_help_of_all_is_how_the_commands_own_help_begins(name: str) -> None:
    first = load(name).help.strip().split("\n\n")[0]
    assert " ".join(first.split()) == COMMANDS[name][1]


def test_the_help_imports_no_command_and_a_real_process_ends_as_one_in_tests() -> None:
    ends = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr))"
    program = [sys.executable, "-c", f"{ends}; from qa.cli import main; main()"]
    done = subprocess.run([*program, "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert all(name in done.stdout for name in COMMANDS)
    heavy = {"numpy", "scipy", "numba", "duckdb", "pyarrow", "sqlalchemy", "pydantic", "fastapi", "pypinyin", "prefect"}
    assert heavy.isdisjoint(done.stderr.split())
    assert {name for name in done.stderr.split() if name.startswith("qa.cli.")} == {"qa.cli.console"}
    wrong = subprocess.run(
        [sys.executable, "-m", "qa", "nosuch"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "No such command 'nosuch'" in wrong.stderr


def test_stable_names() -> None:
    names = {name.removeprefix("qa ") for name, _ in ALL}
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
        (["mnoth"], "Did you mean 'month'?"),
    ],
)
def test_wrong_use_ends_with_2_and_a_remedy(qa: Qa, arguments: list[str], said: str) -> None:
    done = qa(*arguments)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


def test_an_unknown_key_in_qa_toml_is_named(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "qa.toml").write_text('[inbox]\nfodler = "x"\n')
    done = qa("doctor", cwd=tmp_path)
    assert done.code == 2
    assert "inbox.fodler" in done.err


def test_a_month_that_was_never_closed_is_told_how(qa: Qa, tmp_path: Path) -> None:
    done = qa("month", "show", "--config", str(centre(tmp_path, calls=1)))
    assert done.code == 1
    assert "qa month close" in done.err


def test_a_data_folder_that_cannot_be_made_is_named_without_a_traceback(qa: Qa, tmp_path: Path) -> None:
    config = centre(tmp_path, calls=1)
    (tmp_path / "data").write_text("a file where the folder should be")
    done = qa("nightly", "--plain", "--config", str(config))
    assert done.code == 1
    assert str(tmp_path / "data") in done.err
    assert "Traceback" not in done.err


def test_lint_says_every_defect_and_ends_with_1(qa: Qa, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text((ROOT / "rubrics" / "outbound.yaml").read_text().replace("by: agent", "by: agnet", 2))
    done = qa("rubric", "lint", str(bad), str(ROOT / "rubrics" / "water_utility.yaml"))
    assert done.code == 1
    assert done.err.count("只能写 agent 或 customer") == 2
    assert "供水服务热线录音质量监控标准" in done.out
