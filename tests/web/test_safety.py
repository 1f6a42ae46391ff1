"""Who gets in, what a forged request gets, and what every answer carries."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from qa.people import audit
from qa.web.app import create_app
from tests.web.centre import EVIL, HERE, ORIGIN, PASSWORD, Centre, calls

OPEN = {"/signin"}
"""Pages that need nobody to be signed in."""
FILLED = {"recording_id": "0" * 16, "appeal_id": "1", "playlist_id": "1", "name": "x"}


def routes(centre: Centre, *, unsafe: bool) -> list[tuple[str, str]]:
    found = []
    for route in _all(centre.app.routes):
        for method in sorted(route.methods or ()):
            if (method not in ("GET", "HEAD")) is unsafe and route.path not in OPEN:
                path = route.path
                for parameter in route.param_convertors:
                    path = path.replace("{" + parameter + "}", FILLED.get(parameter, "1"))
                found.append((method, path))
    return found


def _all(found: object) -> list[APIRoute]:
    result: list[APIRoute] = []
    for route in found:  # type: ignore[attr-defined]
        if isinstance(route, APIRoute):
            result.append(route)
        elif hasattr(route, "original_router"):
            result += _all(route.original_router.routes)
    return result


def test_there_are_routes_to_check(centre: Centre) -> None:
    assert len(routes(centre, unsafe=False)) >= 1
    assert len(routes(centre, unsafe=True)) >= 2


def test_nobody_sees_a_page_without_signing_in(centre: Centre) -> None:
    client = centre.client()
    for method, path in routes(centre, unsafe=False):
        answer = client.request(method, path)
        assert answer.status_code == 303, path
        assert answer.headers["location"].startswith("/signin"), path


def test_no_form_is_taken_without_its_token(centre: Centre) -> None:
    client = centre.client("manager")
    for method, path in routes(centre, unsafe=True):
        assert client.request(method, path, data={}).status_code == 403, path
        assert client.request(method, path, data={"csrf": "0" * 32}).status_code == 403, path


def test_a_token_of_another_session_is_refused(centre: Centre) -> None:
    mine, theirs = centre.client("analyst"), centre.client("expert")
    stolen = centre.token(theirs)
    assert mine.post("/looks", data={"csrf": stolen, "theme": "dark", "back": "/"}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "", "Referer": "https://evil.example/testserver"},
        {"Origin": HERE + ".evil.example"},
    ],
)
def test_a_post_from_another_site_is_refused_before_anything_else(centre: Centre, headers: dict[str, str]) -> None:
    client = centre.client("analyst")
    form = {"csrf": centre.token(client), "theme": "dark", "back": "/"}
    assert client.post("/looks", data=form, headers=headers).status_code == 403
    sign_in = {"name": "analyst", "password": PASSWORD}
    assert TestClient(centre.app).post("/signin", data=sign_in, headers=headers).status_code == 403


def test_every_answer_carries_the_security_headers(centre: Centre) -> None:
    client = centre.client("analyst")
    for path in ("/", "/signin", "/nowhere", "/static/css/base.css"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
    assert client.get("/").headers["cache-control"] == "no-store"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(centre: Centre) -> None:
    answer = centre.client().post("/signin", data={"name": "analyst", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_behind_https_the_cookie_and_the_browser_stay_there(centre: Centre) -> None:
    web = centre.settings.web.model_copy(update={"https": True})
    app = create_app(centre.settings.model_copy(update={"web": web}), people=centre.people)
    answer = TestClient(app, headers=ORIGIN).post(
        "/signin", data={"name": "analyst", "password": PASSWORD}, follow_redirects=False
    )
    assert "secure" in answer.headers["set-cookie"].lower()
    assert "max-age=" in answer.headers["strict-transport-security"]
    # Over plain HTTP a browser would not send it back.
    plain = centre.client().post("/signin", data={"name": "analyst", "password": PASSWORD})
    assert "secure" not in plain.headers["set-cookie"].lower()


@pytest.mark.parametrize("user", ["manager", "agent", "leader", "admin"])
def test_a_script_in_a_transcript_a_name_or_an_address_stays_text_on_every_page(centre: Centre, user: str) -> None:
    client = centre.client(user)
    recording = calls()[1].recording.recording_id
    pages = [
        *("/", "/calls", "/review", f"/review/{recording}", f"/calls/{recording}", "/appeals", "/agents"),
        *("/agents/1001", "/month", "/month/overlay?month=2026-11", "/rubrics", "/coaching", "/projects"),
        *("/listening", "/training", "/admin", "/admin/users", "/admin/audit", "/password", "/signin", "/nowhere"),
    ]
    evil = quote(EVIL)
    asked = [
        "agent",
        "phrase",
        "month",
        "rubric",
        "find",
        "actor",
        "plan",
        "after",
        "state",
        "sort",
        "page",
        "team",
        "at",
    ]
    for page in pages:
        for path in (page, f"{page}{'&' if '?' in page else '?'}" + "&".join(f"{name}={evil}" for name in asked)):
            text = client.get(path).text
            assert EVIL not in text, path
            assert "<script>alert" not in text, path
            assert "onerror=alert" not in text.replace("&lt;img src=x onerror=alert(1)&gt;", ""), path


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD + " "])
def test_a_wrong_password_is_refused_and_noted(centre: Centre, password: str) -> None:
    client = centre.client()
    answer = client.post("/signin", data={"name": "admin", "password": password})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    with centre.people.reading() as db:
        assert audit.lines(db, limit=1)[0].action == "signin.failed"
    assert centre.client("admin").get("/").status_code == 200


def test_the_sixth_failure_has_to_wait(centre: Centre) -> None:
    client = centre.client()
    tries = [client.post("/signin", data={"name": "guessed", "password": "wrong"}).status_code for _ in range(6)]
    assert tries == [401] * 5 + [429]


def test_signing_out_ends_the_session_on_the_server(centre: Centre) -> None:
    client = centre.client("analyst")
    kept = dict(client.cookies)
    assert centre.post(client, "/signout") == 303
    assert TestClient(centre.app, cookies=kept, follow_redirects=False).get("/").status_code == 303


@pytest.mark.parametrize(
    "next_", ["//evil.example", "/\\evil.example", "https://evil.example", "/signin", "evil", "/a\nb"]
)
def test_signing_in_leads_to_no_other_site(centre: Centre, next_: str) -> None:
    form = {"name": "analyst", "password": PASSWORD, "next": next_}
    assert centre.client().post("/signin", data=form).headers["location"] == "/"


def test_signing_in_leads_back_to_the_page(centre: Centre) -> None:
    asked = centre.client().get("/?agent=1001")
    assert asked.headers["location"] == "/signin?next=%2F%3Fagent%3D1001"
    form = {"name": "analyst", "password": PASSWORD, "next": "/?agent=1001"}
    assert centre.client().post("/signin", data=form).headers["location"] == "/?agent=1001"


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/css/%2e%2e/%2e%2e/app.py", "/static//etc/passwd"]
)
def test_no_path_leads_out_of_the_static_files(centre: Centre, path: str) -> None:
    answer = centre.client("analyst").get(path)
    assert answer.status_code in (404, 405)
    assert "create_app" not in answer.text


@pytest.mark.parametrize(("language", "said"), [("en", "There is no such page"), ("zh", "没有这一页")])
def test_a_page_that_is_not_there_says_so_in_a_sentence(centre: Centre, language: str, said: str) -> None:
    client = centre.client("analyst")
    client.cookies.set("language", language)
    answer = client.get("/calls/0000000000000000")
    assert (answer.status_code, f"<p>{said}" in answer.text) == (404, True)
