"""`qa users`: accounts of the viewer. The first one is made here; there is no default password."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated

import sqlalchemy as sa
import typer
from rich.table import Table

from qa.cli.console import QA_TOML, Config, out
from qa.people import audit, users
from qa.people.passwords import random_password
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
        user = users.add_user(
            db, name, role, password, now=now, display_name=display_name, agent=agent, team=team, site=site
        )
        audit.note(db, _operator(), "user.add", name, now=now, details={"role": role.value})
    out.print(f"已添加 added: {user.name} ({ROLE_NAME[role].zh} {ROLE_NAME[role].en})")
    _show(password, random=random)


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
