"""`qa users`: accounts of the viewer. The first one is made here; there is no default password."""

from __future__ import annotations

import csv
import getpass
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import sqlalchemy as sa
import typer
from rich.table import Table

from qa.cli.console import QA_TOML, Config, out, progress
from qa.errors import Text, UsageError
from qa.people import accounts, audit, users
from qa.people.accounts import NewAccount
from qa.people.passwords import hashed, random_password
from qa.people.roles import ROLE_NAME, Role
from qa.people.store import open_people
from qa.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="Accounts of the viewer.")

Name = Annotated[str, typer.Argument(help="The user's name.", metavar="NAME")]
RoleOption = Annotated[Role, typer.Option("--role", help="What the person is.")]
Agent = Annotated[str, typer.Option("--agent", help="工号: the agent id, for the role agent.")]
Team = Annotated[str, typer.Option("--team", help="班组: the team, for the role team_leader.")]
Site = Annotated[str, typer.Option("--site", help="站点: see calls of this site only.")]
Random = Annotated[bool, typer.Option("--random", help="Make a password and print it once, instead of asking.")]


@app.command("add")
def add(
    name: Name,
    *,
    role: RoleOption,
    agent: Agent = "",
    team: Team = "",
    site: Site = "",
    display_name: Annotated[str, typer.Option("--display-name", help="The name for people.")] = "",
    random: Random = False,
    config: Config = QA_TOML,
) -> None:
    """Make an account; asks for the password, or makes one.

    Example: qa users add wang --role admin
    """
    with _writing(config) as db:
        users.check_links(name, role, agent=agent, team=team)
        password = _password(random=random)
        now = datetime.now(UTC)
        links = {"display_name": display_name, "agent": agent, "team": team, "site": site}
        user = users.add_user(db, name, role, password, now=now, **links)
        if random:
            users.ask_for_new_password(db, user)
        audit.note(db, _operator(), "user.add", name, now=now, details={"role": role.value})
    out.print(f"已添加 added: {user.name} ({ROLE_NAME[role].zh} {ROLE_NAME[role].en})")
    _show(password, random=random)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A CSV with the columns name, role, display_name, agent, team, site.")],
    *,
    passwords: Annotated[
        Path | None, typer.Option("--passwords", help="Write names and passwords to this new file, not to the screen.")
    ] = None,
    config: Config = QA_TOML,
) -> None:
    """Make many accounts from a CSV (UTF-8 or GBK): all of them, or none where a line is wrong.

    Each gets a random password that it has to change at the first sign-in. A file of passwords can be read by you only.

    Example: qa users import people.csv --passwords passwords.csv
    """
    with open_people(load_settings(config)) as people:
        with people.reading() as db:
            known = {user.name for user in users.list_users(db)}
        found = accounts.read_accounts(str(file), _content(file), known)
        made = [random_password() for _ in found]
        # Made slow on purpose; nobody waits for the database meanwhile.
        with progress("密码 passwords") as show:
            hashes = []
            for done, password in enumerate(made, 1):
                hashes.append(hashed(password))
                show(done, len(made))
        with people.writing() as db, _kept(passwords, found, made):
            accounts.add_accounts(db, found, hashes, by=_operator(), now=datetime.now(UTC))
    out.print(f"已添加 added: {len(found)}")
    if passwords is None:
        table = Table("用户 user", "角色 role", "密码（只显示这一次） password (shown this once)", box=None)
        for account, password in zip(found, made, strict=True):
            table.add_row(account.name, f"{ROLE_NAME[account.role].zh} {account.role.value}", password)
        out.print(table)
    else:
        out.print(f"密码在 passwords are in: {passwords}（分发后请删除 delete it once handed out）")


@app.command("list")
def list_(config: Config = QA_TOML) -> None:
    """List the accounts.

    Example: qa users list
    """
    with open_people(load_settings(config)) as people, people.reading() as db:
        found = users.list_users(db)
    table = Table("用户 user", "角色 role", "工号 agent", "班组 team", "站点 site", "启用 active", box=None)
    for user in found:
        role = f"{ROLE_NAME[user.role].zh} {user.role.value}"
        table.add_row(user.name, role, user.agent, user.team, user.site, "是 yes" if user.active else "否 no")
    out.print(table)


@app.command("password")
def password(name: Name, random: Random = False, config: Config = QA_TOML) -> None:
    """Set a password; the user is signed out everywhere.

    Example: qa users password wang
    """
    with _writing(config) as db:
        user = users.get_user(db, name)
        chosen = _password(random=random)
        users.set_password(db, user, chosen)
        if random:
            users.ask_for_new_password(db, user)
        audit.note(db, _operator(), "user.password", name, now=datetime.now(UTC))
    out.print(f"密码已设置 password set: {name}")
    _show(chosen, random=random)


@app.command("role")
def role(
    name: Name, *, role: RoleOption, agent: Agent = "", team: Team = "", site: Site = "", config: Config = QA_TOML
) -> None:
    """Give a user another role and other links.

    Example: qa users role wang --role team_leader --team 一组
    """
    with _writing(config) as db:
        users.set_role(db, users.get_user(db, name), role, agent=agent, team=team, site=site)
        audit.note(db, _operator(), "user.role", name, now=datetime.now(UTC), details={"role": role.value})
    out.print(f"已更改 changed: {name} → {ROLE_NAME[role].zh} {role.value}")


@app.command("disable")
def disable(name: Name, config: Config = QA_TOML) -> None:
    """Take an account out of use; the user is signed out everywhere.

    Example: qa users disable wang
    """
    _set_active(name, config, active=False)


@app.command("enable")
def enable(name: Name, config: Config = QA_TOML) -> None:
    """Put an account back in use.

    Example: qa users enable wang
    """
    _set_active(name, config, active=True)


def _set_active(name: str, config: Config, *, active: bool) -> None:
    with _writing(config) as db:
        users.set_active(db, users.get_user(db, name), active=active)
        action = "user.enable" if active else "user.disable"
        audit.note(db, _operator(), action, name, now=datetime.now(UTC))
    out.print(f"{'已启用 enabled' if active else '已停用 disabled'}: {name}")


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        problem = Text("没有这个文件。", "there is no such file.")
        raise UsageError(str(file), problem=problem, fix=Text("请检查路径。", "Check the path.")) from error


@contextmanager
def _kept(path: Path | None, found: Sequence[NewAccount], made: Sequence[str]) -> Iterator[None]:
    """Names and passwords in a new file for its owner only; gone again where the accounts do not come about."""
    if path is None:
        yield
        return
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        problem = Text("文件已存在，不会覆盖。", "the file is there already and is not written over.")
        raise UsageError(str(path), problem=problem, fix=Text("请换一个文件名。", "Choose another name.")) from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as out_file:
            rows = csv.writer(out_file)
            rows.writerow(("name", "password"))
            rows.writerows((account.name, password) for account, password in zip(found, made, strict=True))
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@contextmanager
def _writing(config: Config) -> Iterator[sa.Connection]:
    with open_people(load_settings(config)) as people, people.writing() as db:
        yield db


def _password(*, random: bool) -> str:
    if random:
        return random_password()
    return str(typer.prompt("密码 password", hide_input=True, confirmation_prompt="再输一次 again"))


def _show(password: str, *, random: bool) -> None:
    if random:
        out.print(f"密码（只显示这一次） password (shown this once): {password}")


def _operator() -> str:
    """Who works at the terminal, for the audit trail."""
    return f"cli:{getpass.getuser()}"
