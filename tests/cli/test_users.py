"""Accounts on the command line: no default password, a random one shown once, every act in the audit trail."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from qa.cli import app, demo
from qa.errors import UsageError
from qa.people import accounts, audit, users
from qa.people.accounts import NewAccount
from qa.people.errors import AccountsRefused, MissingLink, UserExists, WeakPassword
from qa.people.roles import Role
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


LIST = "用户名,角色,工号\nli,坐席,1001\nwang,质检员,\n"


def imported(config: Path, *more: str, text: str = LIST, encoding: str = "gbk") -> Result:
    (config.parent / "people.csv").write_text(text, encoding=encoding)
    return CliRunner().invoke(
        app, ["users", "import", str(config.parent / "people.csv"), *more, "--config", str(config)]
    )


def test_a_list_is_imported_and_its_passwords_are_shown_once(config: Path) -> None:
    result = imported(config)
    assert result.exit_code == 0, result.output
    shown = dict(re.findall(r"^ ?(li|wang) .* (\w{16}) *$", result.output, re.MULTILINE))
    with People(sqlite_address(config.parent / "data")) as people, people.writing() as db:
        for name, password in shown.items():
            user = users.sign_in(db, name, password)
            assert user is not None
            assert user.must_change
        assert len(shown) == 2
        assert not any(password in str(audit.lines(db)) for password in shown.values())


def test_passwords_go_to_a_file_that_only_its_owner_reads(config: Path) -> None:
    file = config.parent / "passwords.csv"
    result = imported(config, "--passwords", str(file))
    assert result.exit_code == 0, result.output
    assert file.stat().st_mode & 0o777 == 0o600
    rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert [row[0] for row in rows] == ["name", "li", "wang"]
    assert not any(password in result.output for _, password in rows[1:])
    again = imported(config, "--passwords", str(file), text="name,role\nsun,expert\n")
    assert isinstance(again.exception, UsageError)
    assert "sun" not in CliRunner().invoke(app, ["users", "list", "--config", str(config)]).output
    assert list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines())) == rows


def test_nothing_of_a_wrong_list_is_done(config: Path) -> None:
    file = config.parent / "passwords.csv"
    result = imported(config, "--passwords", str(file), text=LIST + "zhao,班组长,\n")
    assert isinstance(result.exception, AccountsRefused)
    assert [fault.line for fault in result.exception.diagnostics] == [4]
    assert not file.exists()
    assert "li" not in CliRunner().invoke(app, ["users", "list", "--config", str(config)]).output
    missing = CliRunner().invoke(app, ["users", "import", "nowhere.csv", "--config", str(config)])
    assert isinstance(missing.exception, UsageError)


def test_an_account_that_fails_at_the_last_moment_leaves_no_passwords(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = config.parent / "passwords.csv"
    monkeypatch.setattr(accounts, "read_accounts", lambda *_: 2 * (NewAccount("li", Role.ANALYST, "", "", "", ""),))
    result = imported(config, "--passwords", str(file))
    assert isinstance(result.exception, UserExists)
    assert not file.exists()
    assert "li" not in CliRunner().invoke(app, ["users", "list", "--config", str(config)]).output


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
