"""Signing in and out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from qa.people import audit, sessions, sign_in_limit, users
from qa.web.address import inside
from qa.web.language import LANGUAGES
from qa.web.viewer import Viewer
from qa.web.visit import CHECKED, COOKIE, SignedIn, render, viewer_of

router = APIRouter()


@router.get("/signin")
def ask(request: Request) -> Response:
    """The form."""
    response = _form(request, next_=request.query_params.get("next", ""))
    wish = request.query_params.get("language")
    if wish in LANGUAGES:
        response.set_cookie("language", wish, max_age=31_536_000, samesite="lax", httponly=True)
    return response


@router.post("/signin")
def sign_in(
    request: Request,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next_: Annotated[str, Form(alias="next")] = "",
) -> Response:
    """Sign in, or say that name and password do not fit."""
    viewer, now, address = viewer_of(request), datetime.now(UTC), address_of(request)
    name = name.strip()[:64]
    with viewer.people.writing() as db:
        if sign_in_limit.blocked(db, name=name, address=address, now=now):
            return _form(request, next_=next_, name=name, problem="signin.blocked", status=429)
        user = users.sign_in(db, name, password[:1024])
        if user is None:
            sign_in_limit.failed(db, name=name, address=address, now=now)
            audit.note(db, name or "-", "signin.failed", now=now, details={"address": address})
            return _form(request, next_=next_, name=name, problem="signin.wrong", status=401)
        sign_in_limit.succeeded(db, name=name)
        token, _ = sessions.begin(db, user.id, now=now)
        audit.note(db, user.name, "signin", now=now, details={"address": address})
    response = RedirectResponse(inside(next_), 303)
    give_cookie(response, viewer, token)
    return response


def give_cookie(response: Response, viewer: Viewer, token: str) -> None:
    """Give the browser its session."""
    response.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=viewer.settings.web.https, path="/")


@router.post("/signout", dependencies=[CHECKED])
def sign_out(visit: SignedIn) -> Response:
    """Sign out."""
    with visit.viewer.people.writing() as db:
        sessions.end(db, visit.session)
        audit.note(db, visit.user.name, "signout", now=visit.now)
    response = visit.go("/signin")
    response.delete_cookie(COOKIE, path="/")
    return response


def _form(request: Request, *, next_: str, name: str = "", problem: str = "", status: int = 200) -> Response:
    with viewer_of(request).people.reading() as db:
        nobody = not users.anybody(db)
    context = {"next": inside(next_), "name": name, "problem": problem, "nobody": nobody}
    return HTMLResponse(render(request, viewer_of(request), "signin.html", visit=None, **context), status)


def address_of(request: Request) -> str:
    """Where the browser is. Only a proxy that qa.toml names is believed."""
    forwarded = request.headers.get("x-forwarded-for", "")
    if viewer_of(request).settings.web.behind_proxy and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()[:64]
    return request.client.host if request.client else "-"
