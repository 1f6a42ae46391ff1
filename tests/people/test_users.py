"""Accounts, sessions and sign-in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from qa.people import sessions, sign_in_limit, unmaskings, users
from qa.people.errors import MissingLink, PeopleError, UnknownUser, UserExists, WeakPassword, WrongName
from qa.people.roles import Permission, Role, Scope, may, scope
from qa.people.tables import SESSIONS, USERS

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"


def wang(db: sa.Connection, role: Role = Role.ANALYST) -> users.User:
    return users.add_user(db, "wang", role, PASSWORD, now=NOW)


def test_the_password_is_kept_as_argon2id_only(db: sa.Connection) -> None:
    wang(db)
    stored = db.execute(sa.select(USERS.c.password)).scalar_one()
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored


@pytest.mark.parametrize(
    ("name", "password"), [("wang", "wrong"), ("nobody", PASSWORD), ("wang", ""), ("WANG", PASSWORD)]
)
def test_only_the_right_name_and_password_sign_in(db: sa.Connection, name: str, password: str) -> None:
    user = wang(db)
    assert users.sign_in(db, name, password) is None
    assert users.sign_in(db, "wang", PASSWORD) == user


@pytest.mark.parametrize(
    ("name", "role", "password", "error"),
    [
        ("wang", Role.ANALYST, PASSWORD, UserExists),
        ("li", Role.ANALYST, "short", WeakPassword),
        ("li", Role.AGENT, PASSWORD, MissingLink),
        ("li", Role.TEAM_LEADER, PASSWORD, MissingLink),
        ("../li", Role.ANALYST, PASSWORD, WrongName),
        ("", Role.ANALYST, PASSWORD, WrongName),
        ("<b>", Role.ANALYST, PASSWORD, WrongName),
    ],
)
def test_an_account_that_cannot_be(
    db: sa.Connection, name: str, role: Role, password: str, error: type[PeopleError]
) -> None:
    wang(db)
    with pytest.raises(error):
        users.add_user(db, name, role, password, now=NOW)


def test_an_unknown_name_is_said(db: sa.Connection) -> None:
    with pytest.raises(UnknownUser):
        users.get_user(db, "nobody")


def test_a_session_is_found_by_its_token_only(db: sa.Connection) -> None:
    user = wang(db)
    token, session = sessions.begin(db, user.id, now=NOW)
    assert sessions.find(db, token, now=NOW) == session
    assert sessions.find(db, token + "x", now=NOW) is None
    assert token not in str(db.execute(sa.select(SESSIONS)).mappings().one())


@pytest.mark.parametrize(("after", "seen", "alive"), [(1, None, True), (3, None, False), (3, 2, True), (13, 12, False)])
def test_a_session_ends_when_idle_and_after_a_working_day(
    db: sa.Connection, after: int, seen: int | None, alive: bool
) -> None:
    token, session = sessions.begin(db, wang(db).id, now=NOW)
    if seen is not None:
        sessions.touch(db, session, NOW + timedelta(hours=seen))
    assert (sessions.find(db, token, now=NOW + timedelta(hours=after)) is not None) is alive


def test_a_new_password_or_a_closed_account_signs_out_everywhere(db: sa.Connection) -> None:
    user = wang(db)
    first, _ = sessions.begin(db, user.id, now=NOW)
    users.set_password(db, user, "another long password")
    assert sessions.find(db, first, now=NOW) is None
    second, _ = sessions.begin(db, user.id, now=NOW)
    users.set_active(db, user, active=False)
    assert sessions.find(db, second, now=NOW) is None
    assert users.sign_in(db, "wang", "another long password") is None


def test_five_failures_of_a_name_block_it_for_a_quarter_of_an_hour(db: sa.Connection) -> None:
    for i in range(5):
        assert not sign_in_limit.blocked(db, name="wang", address=f"10.0.0.{i}", now=NOW)
        sign_in_limit.failed(db, name="wang", address=f"10.0.0.{i}", now=NOW)
    assert sign_in_limit.blocked(db, name="wang", address="10.0.0.9", now=NOW)
    assert not sign_in_limit.blocked(db, name="li", address="10.0.0.9", now=NOW)
    assert not sign_in_limit.blocked(db, name="wang", address="10.0.0.9", now=NOW + timedelta(minutes=15))


def test_many_names_from_one_address_are_blocked_too(db: sa.Connection) -> None:
    for i in range(30):
        sign_in_limit.failed(db, name=f"user{i}", address="10.0.0.1", now=NOW)
    assert sign_in_limit.blocked(db, name="li", address="10.0.0.1", now=NOW)


def test_leave_to_see_numbers_ends_by_itself_and_holds_for_one_call(db: sa.Connection) -> None:
    user = wang(db)
    unmaskings.unmask(db, user.id, "c1", now=NOW)
    assert unmaskings.unmasked(db, user.id, "c1", now=NOW + timedelta(minutes=14))
    assert not unmaskings.unmasked(db, user.id, "c2", now=NOW)
    assert not unmaskings.unmasked(db, user.id, "c1", now=NOW + timedelta(minutes=15))


CALL = {"agent": "1001", "team": "一组", "site": "杭州"}


@pytest.mark.parametrize(
    ("role", "links", "sees"),
    [
        (Role.AGENT, {"agent": "1001"}, True),
        (Role.AGENT, {"agent": "1002"}, False),
        (Role.AGENT, {"team": "一组"}, False),
        (Role.TEAM_LEADER, {"team": "一组"}, True),
        (Role.TEAM_LEADER, {"team": "二组"}, False),
        (Role.TEAM_LEADER, {"agent": "1001"}, False),
        (Role.TEAM_LEADER, {"team": "一组", "site": "宁波"}, False),
        (Role.ANALYST, {}, True),
        (Role.ANALYST, {"site": "宁波"}, False),
        (Role.MANAGER, {"site": "杭州"}, True),
        (Role.ADMIN, {}, True),
    ],
)
def test_whose_calls_a_role_sees(role: Role, links: dict[str, str], sees: bool) -> None:
    mine = scope(role, **{"agent": "", "team": "", "site": "", **links})
    assert mine.covers(**CALL) is sees


def test_an_account_without_a_link_sees_nothing() -> None:
    assert scope(Role.AGENT, agent="", team="", site="") == Scope(nothing=True)


@pytest.mark.parametrize("role", Role)
def test_who_hears_numbers_is_not_who_runs_the_system_nor_an_agent(role: Role) -> None:
    assert may(role, Permission.UNMASK) is (role in (Role.ANALYST, Role.EXPERT, Role.MANAGER))
