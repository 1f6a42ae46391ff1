"""Accounts, the audit trail and the state of the system, for administrators only."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from qa.people import audit, users
from qa.people.roles import Role
from qa.people.tables import SESSIONS, USERS
from tests.web.centre import Centre

PATHS = ("/admin", "/admin/users", "/admin/audit")


@pytest.fixture(autouse=True)
def _without_newcomers(centre: Centre) -> Iterator[None]:
    yield
    with centre.people.writing() as db:
        found = users.find_user(db, "new")
        if found:
            db.execute(SESSIONS.delete().where(SESSIONS.c.user_id == found.id))
            db.execute(USERS.delete().where(USERS.c.id == found.id))


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("user", "status"), [("admin", 200), ("manager", 403), ("analyst", 403), ("agent", 403)])
def test_only_administrators_get_in(centre: Centre, user: str, path: str, status: int) -> None:
    assert centre.client(user).get(path).status_code == status


def made(centre: Centre, **fields: str) -> tuple[int, str]:
    client = centre.client("admin")
    form = {"name": "new", "role": "analyst", "csrf": centre.token(client), **fields}
    answer = client.post("/admin/users", data=form)
    shown = re.search(r'class="secret">([^<]+)<', answer.text)
    return answer.status_code, shown.group(1) if shown else ""


def test_a_new_account_signs_in_with_the_password_shown_once(centre: Centre) -> None:
    status, password = made(centre)
    assert status == 200
    assert password not in centre.client("admin").get("/admin/users").text
    signed_in = centre.client().post("/signin", data={"name": "new", "password": password})
    assert signed_in.status_code == 303
    with centre.people.reading() as db:
        assert password not in str(audit.lines(db, action="user.add"))


def test_accounts_are_found_by_name_agent_or_team(centre: Centre) -> None:
    client = centre.client("admin")

    def shown(text: str) -> set[str]:
        page = client.get("/admin/users", params={"find": text}).text
        return set(re.findall(r'action="/admin/users/([^"]+)"', page))

    assert shown("1002") == {"other_agent"}
    assert shown("二组") == {"other_leader"}
    assert shown("LEADER") >= {"leader", "other_leader"}
    assert shown("%") == set()
    assert shown("") >= {"agent", "manager", "admin"}
    assert client.get("/admin/users?page=99").status_code == 200


@pytest.mark.parametrize(
    "fields", [{"name": "agent"}, {"name": "<b>"}, {"role": "agent"}, {"role": "team_leader"}, {"role": "king"}]
)
def test_an_account_that_cannot_be_is_refused(centre: Centre, fields: dict[str, str]) -> None:
    assert made(centre, **fields)[0] == 422


def test_role_password_and_use_are_changed_and_noted(centre: Centre) -> None:
    made(centre)
    admin = centre.client("admin")
    assert centre.post(admin, "/admin/users/new", what="role", role="team_leader", team="一组") == 303
    with centre.people.reading() as db:
        assert users.get_user(db, "new").role is Role.TEAM_LEADER
    assert centre.post(admin, "/admin/users/new", what="password") == 200
    assert centre.post(admin, "/admin/users/new", what="disable") == 303
    with centre.people.reading() as db:
        assert not users.get_user(db, "new").active
        actions = [line.action for line in audit.lines(db, object_="new", limit=3)]
    assert actions == ["user.disable", "user.password", "user.role"]


@pytest.mark.parametrize("what", ["disable", "role"])
def test_administrators_do_not_shut_themselves_out(centre: Centre, what: str) -> None:
    assert centre.post(centre.client("admin"), "/admin/users/admin", what=what, role="analyst") == 422


def test_the_trail_is_shown_filtered_and_verified(centre: Centre) -> None:
    centre.client("expert").get("/calls/0123456789abcdef")
    page = centre.client("admin").get("/admin/audit?actor=expert&action=call.&verify=yes").text
    assert "call.refused" in page
    assert "记录完整" in page
    assert "<td>analyst</td>" not in page
