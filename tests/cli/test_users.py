"""Accounts on the command line: no default password, a random one shown once, every act in the audit trail."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qa.cli import app, demo
from qa.people import audit, users
from qa.people.errors import MissingLink, WeakPassword
from qa.people.store import People, sqlite_address
from qa.settings import load_settings


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "qa.toml"
    path.write_text('data = "data"\n', encoding="utf-8")
    return path


def test_the_first_user_signs_in_with_the_password_that_was_printed_once(config: Path) -> None:
    added = CliRunner().invoke(app, ["users", "add", "wang", "--role", "admin", "--random", "--config", str(config)])
    assert added.exit_code == 0, added.output
    shown = re.search(r"shown this once\): (\S+)", added.output)
    assert shown
    with People(sqlite_address(config.parent / "data")) as people, people.writing() as db:
        assert users.sign_in(db, "wang", shown.group(1)) is not None
        assert [line.action for line in audit.lines(db)] == ["user.add"]
        assert shown.group(1) not in str(audit.lines(db))


def test_a_password_is_asked_twice_and_may_not_be_short(config: Path) -> None:
    command = ["users", "add", "wang", "--role", "analyst", "--config", str(config)]
    assert isinstance(CliRunner().invoke(app, command, input="short\nshort\n").exception, WeakPassword)
    assert CliRunner().invoke(app, command, input="a long password\na long password\n").exit_code == 0
    assert "wang" in CliRunner().invoke(app, ["users", "list", "--config", str(config)]).output


def test_an_agent_needs_an_agent_id(config: Path) -> None:
    command = ["users", "add", "li", "--role", "agent", "--random", "--config", str(config)]
    assert isinstance(CliRunner().invoke(app, command).exception, MissingLink)


def test_audit_verify_prints_the_hash_to_note_down(config: Path) -> None:
    runner = CliRunner()
    runner.invoke(app, ["users", "add", "wang", "--role", "admin", "--random", "--config", str(config)])
    runner.invoke(app, ["users", "disable", "wang", "--config", str(config)])
    verified = runner.invoke(app, ["audit", "verify", "--config", str(config)])
    assert verified.exit_code == 0
    last = re.search(r"last hash: ([0-9a-f]{64})", verified.output)
    assert last
    again = runner.invoke(app, ["audit", "verify", "--expect", last.group(1), "--config", str(config)])
    assert again.exit_code == 0


def test_the_demo_ends_with_a_user_whose_password_is_shown_once(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = []
    for _ in range(2):
        demo._invite(load_settings(config))
        printed = re.search(r"shown this once\) (\S+)", capsys.readouterr().out)
        assert printed
        shown.append(printed.group(1))
    with People(sqlite_address(config.parent / "data")) as people, people.writing() as db:
        assert users.sign_in(db, demo.USER, shown[0]) is None
        assert users.sign_in(db, demo.USER, shown[1]) is not None
