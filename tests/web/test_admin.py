"""Accounts, the audit trail and the state of the system, for administrators only."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from qa.people import audit, users
from qa.people.roles import Role
from qa.people.tables import SESSIONS, SIGN_IN_FAILURES, USERS
from tests.web.centre import ORIGIN, Centre

NEWCOMERS = ("new", "newer", "newest")
PATHS = ("/admin", "/admin/users", "/admin/audit")


@pytest.fixture(autouse=True)
def _without_newcomers(centre: Centre) -> Iterator[None]:
    yield
    with centre.people.writing() as db:
        db.execute(SIGN_IN_FAILURES.delete())
        for found in filter(None, (users.find_user(db, name) for name in NEWCOMERS)):
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
    assert entered(centre, "new", password).get("/").headers["location"] == "/password"
    with centre.people.reading() as db:
        assert password not in str(audit.lines(db, action="user.add"))


def entered(centre: Centre, name: str, password: str) -> TestClient:
    """A browser in which a newcomer has signed in."""
    client = TestClient(centre.app, headers=ORIGIN, follow_redirects=False)
    assert client.post("/signin", data={"name": name, "password": password}).status_code == 303
    return client


def change(client: TestClient, old: str, new: str, again: str | None = None) -> Response:
    token = client.get("/password").text.split('name="csrf" value="', 1)[1].split('"', 1)[0]
    form = {"old": old, "new": new, "again": new if again is None else again, "csrf": token}
    return client.post("/password", data=form)


def test_a_password_made_by_somebody_else_is_changed_before_anything_else(centre: Centre) -> None:
    _, password = made(centre)
    client = entered(centre, "new", password)
    for path in ("/", "/calls", "/calls/0123456789abcdef/sound", "/review", "/calls.csv"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/password"), path
    assert client.get("/review", headers={"HX-Request": "true"}).headers["hx-redirect"] == "/password"
    token = client.get("/password").text.split('name="csrf" value="', 1)[1].split('"', 1)[0]
    assert client.post("/training", data={"title": "x", "csrf": token}).headers["location"] == "/password"
    assert change(client, password, "my own long words").headers["location"] == "/"
    assert client.get("/").status_code == 200
    assert client.post("/signin", data={"name": "new", "password": password}).status_code == 401
    with centre.people.reading() as db:
        assert "my own long words" not in str(audit.lines(db))
        assert audit.lines(db, action="password.change")[0].actor == "new"


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("wrong", "my own long words", "my own long words", "不对"),
        ("", "my own long words", "other long words!", "不同"),
        ("", "short", "short", "不足 12 个字符"),
        ("", "", "", "不足 12 个字符"),
        ("", "the same", "the same", "相同"),
    ],
)
def test_a_change_that_cannot_be(centre: Centre, old: str, new: str, again: str, said: str) -> None:
    _, password = made(centre)
    client = entered(centre, "new", password)
    if new == "the same":
        new = again = password
    answer = change(client, old or password, new, again)
    assert answer.status_code == 422
    assert said in answer.text
    assert client.get("/").headers["location"] == "/password"


def test_the_present_password_cannot_be_guessed_from_an_open_browser(centre: Centre) -> None:
    _, password = made(centre)
    client = entered(centre, "new", password)
    tries = [change(client, "wrong", "my own long words").status_code for _ in range(6)]
    assert tries == [422] * 5 + [429]
    assert change(client, password, "my own long words").status_code == 429


def test_changing_a_password_signs_out_every_other_browser(centre: Centre) -> None:
    _, password = made(centre)
    mine, other = entered(centre, "new", password), entered(centre, "new", password)
    assert change(mine, password, "my own long words").status_code == 303
    assert mine.get("/").status_code == 200
    assert other.get("/").headers["location"].startswith("/signin")


LIST = "用户名,角色,姓名,班组\nnew,质检员,新人,\nnewer,班组长,<b>x</b>,一组"


def pasted(centre: Centre, text: str, user: str = "admin") -> Response:
    client = centre.client(user)
    return client.post("/admin/accounts", data={"list": text, "csrf": centre.token(client)})


def test_a_pasted_list_makes_accounts_whose_passwords_are_shown_once(centre: Centre) -> None:
    answer = pasted(centre, LIST)
    assert answer.status_code == 200
    shown = dict(re.findall(r"^(?:.*<pre[^>]*>)?(new\w*),(\w+)$", answer.text, re.MULTILINE))
    assert set(shown) == {"new", "newer"}
    assert "<b>x" not in answer.text
    for name, password in shown.items():
        assert entered(centre, name, password).get("/").headers["location"] == "/password"
        assert password not in centre.client("admin").get("/admin/users").text


def test_a_pasted_list_with_a_wrong_line_makes_no_account_and_stays_to_be_mended(centre: Centre) -> None:
    answer = pasted(centre, LIST + "\nnewest,国王,,\nagent,质检员,,")
    assert answer.status_code == 422
    assert "第 4 行" in answer.text
    assert "第 5 行" in answer.text
    assert "newest,国王" in answer.text
    assert "<b>x" not in answer.text
    with centre.people.reading() as db:
        assert users.find_user(db, "new") is None
    assert pasted(centre, "x").status_code == 422
    assert pasted(centre, "name,role\n" + "\n".join(f"n{i},analyst" for i in range(61))).status_code == 422
    assert pasted(centre, LIST, "manager").status_code == 403


def test_accounts_stand_in_the_order_of_the_address(centre: Centre) -> None:
    client = centre.client("admin")

    def shown(query: str) -> list[str]:
        return re.findall(r"<tr>\s*<td>([\w.-]+)</td>", client.get(f"/admin/users?{query}").text)

    names = shown("")
    assert names == sorted(names)
    assert shown("sort=-name") == names[::-1]
    assert shown("sort=password") == names
    for key in users.SORTS:
        assert client.get(f"/admin/users?sort=-{key}").status_code == 200


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
    times = re.findall(r"<td class=\"nowrap\">(\d{4}-[\d: -]+)</td>", page)
    assert times == sorted(times, reverse=True)
    page = centre.client("admin").get("/admin/audit?sort=at").text
    times = re.findall(r"<td class=\"nowrap\">(\d{4}-[\d: -]+)</td>", page)
    assert times == sorted(times)
    assert 'aria-sort="ascending"' in page
