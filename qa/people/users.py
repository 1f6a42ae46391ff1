"""Accounts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from qa.people import passwords, records
from qa.people.errors import MissingLink, UnknownUser, UserExists, WrongName
from qa.people.roles import Permission, Role, Scope, may, scope
from qa.people.sessions import end_all
from qa.people.tables import USERS

_NAME = re.compile(r"[\w.-]{1,64}")


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in."""

    id: int
    name: str
    display_name: str
    role: Role
    agent: str
    """The agent id of a user who is an agent."""
    team: str
    site: str
    language: str
    """`zh`, `en` or empty: not chosen."""
    theme: str
    """`light`, `dark` or empty: as the system."""
    active: bool
    must_change: bool
    """Whether the password, which somebody else made, is to be changed before anything else."""
    created_at: datetime

    @property
    def scope(self) -> Scope:
        """Whose calls this user may see."""
        return scope(self.role, agent=self.agent, team=self.team, site=self.site)

    @property
    def shown(self) -> str:
        """The name for people."""
        return self.display_name or self.name

    def may(self, permission: Permission) -> bool:
        """Whether this user may do something."""
        return may(self.role, permission)


def add_user(
    db: sa.Connection,
    name: str,
    role: Role,
    password: str,
    *,
    now: datetime,
    display_name: str = "",
    agent: str = "",
    team: str = "",
    site: str = "",
) -> User:
    """Make an account.

    Raises:
        WrongName, UserExists, WeakPassword, MissingLink: it cannot be made.
    """
    if not is_name(name):
        raise WrongName(name)
    check_links(name, role, agent=agent, team=team)
    if find_user(db, name):
        raise UserExists(name)
    stored = passwords.hashed(password, where=name)
    links = {"agent": agent, "team": team, "site": site, "display_name": display_name}
    return add_hashed(db, name, role, stored, now=now, **links)


def add_hashed(db: sa.Connection, name: str, role: Role, stored: str, *, now: datetime, **links: str) -> User:
    """Make an account that was checked, with the hash of its password: hashing many takes minutes.

    Raises:
        UserExists: the name is taken.
    """
    if find_user(db, name):
        raise UserExists(name)
    about = {"role": role, "password": stored, "active": True, "created_at": now}
    records.add(db, USERS, name=name, **about, **links)
    return get_user(db, name)


def is_name(name: str) -> bool:
    """Whether a user may be called so."""
    return _NAME.fullmatch(name) is not None


def check_links(name: str, role: Role, *, agent: str, team: str) -> None:
    """Raise MissingLink where somebody of this role would see no call at all."""
    if role is Role.AGENT and not agent:
        raise MissingLink(name, role=role.value, link_zh="工号", link_en="an agent id")
    if role is Role.TEAM_LEADER and not team:
        raise MissingLink(name, role=role.value, link_zh="班组", link_en="a team")


def find_user(db: sa.Connection, name: str) -> User | None:
    """The account of a name."""
    return records.one(db, User, sa.select(USERS).where(USERS.c.name == name))


def get_user(db: sa.Connection, name: str) -> User:
    """The account of a name.

    Raises:
        UnknownUser: there is none.
    """
    user = find_user(db, name)
    if user is None:
        raise UnknownUser(name)
    return user


def list_users(db: sa.Connection) -> tuple[User, ...]:
    """Every account, by name."""
    return records.every(db, User, sa.select(USERS).order_by(USERS.c.name))


SORTS = ("name", "display_name", "role", "agent", "team", "site", "active")
"""Columns that accounts may be put in order by."""


def search_users(
    db: sa.Connection, text: str, *, limit: int, offset: int = 0, by: str = "name", descending: bool = False
) -> tuple[tuple[User, ...], int]:
    """Accounts whose name, agent or team holds `text`: those of one page in the order of `by`, and how many there are.

    `by` is one of `SORTS`.
    """
    order = USERS.c[by if by in SORTS else "name"]
    held = (USERS.c.name, USERS.c.display_name, USERS.c.agent, USERS.c.team)
    fits = sa.or_(*(column.contains(text, autoescape=True) for column in held))
    query = sa.select(USERS).where(fits).order_by(order.desc() if descending else order, USERS.c.name)
    found = records.every(db, User, query.limit(limit).offset(offset))
    return found, int(db.execute(sa.select(sa.func.count()).select_from(USERS).where(fits)).scalar_one())


def user_by_id(db: sa.Connection, user_id: int) -> User | None:
    """The account of an id."""
    return records.one(db, User, sa.select(USERS).where(USERS.c.id == user_id))


def anybody(db: sa.Connection) -> bool:
    """Whether there is an account at all."""
    return db.execute(sa.select(USERS.c.id).limit(1)).first() is not None


def names(db: sa.Connection) -> dict[int, str]:
    """What every user is called, by id."""
    # A centre has an account for every agent, and most pages want only names.
    rows = db.execute(sa.select(USERS.c.id, USERS.c.name, USERS.c.display_name))
    return {key: display_name or name for key, name, display_name in rows}


def sign_in(db: sa.Connection, name: str, password: str) -> User | None:
    """The account, if the password is right and the account is in use."""
    stored = db.execute(sa.select(USERS.c.password).where(USERS.c.name == name)).scalar_one_or_none()
    right = passwords.matches(stored, password)
    user = find_user(db, name) if right else None
    return user if user is not None and user.active else None


def set_password(db: sa.Connection, user: User, password: str) -> None:
    """Set a password; every session of the user ends.

    Raises:
        WeakPassword: it is too short.
    """
    stored = passwords.hashed(password, where=user.name)
    records.change(db, USERS, user.id, password=stored, must_change=False)
    end_all(db, user.id)


def ask_for_new_password(db: sa.Connection, user: User) -> None:
    """Somebody else made the password: it is to be changed before anything else is done with the account."""
    records.change(db, USERS, user.id, must_change=True)


def set_active(db: sa.Connection, user: User, *, active: bool) -> None:
    """Take an account out of use or back; out of use, its sessions end."""
    records.change(db, USERS, user.id, active=active)
    if not active:
        end_all(db, user.id)


def set_role(db: sa.Connection, user: User, role: Role, *, agent: str, team: str, site: str) -> None:
    """Give a user another role and other links.

    Raises:
        MissingLink: somebody of this role would see no call.
    """
    check_links(user.name, role, agent=agent, team=team)
    records.change(db, USERS, user.id, role=role, agent=agent, team=team, site=site)


def set_looks(db: sa.Connection, user: User, *, language: str | None = None, theme: str | None = None) -> None:
    """Remember how a user wants the pages."""
    wanted = {"language": language, "theme": theme}
    records.change(db, USERS, user.id, **{name: value for name, value in wanted.items() if value is not None})
