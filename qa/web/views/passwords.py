"""One's own password: changed at any time, and before anything else where somebody else made it."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from qa.people import audit, sessions, sign_in_limit, users
from qa.people.errors import WeakPassword
from qa.people.passwords import MINIMUM
from qa.web.views.sign_in import address_of, give_cookie
from qa.web.visit import Form, SignedIn, Visit

router = APIRouter()


@router.get("/password")
def ask(visit: SignedIn) -> Response:
    """The form."""
    return _form(visit)


@router.post("/password")
def change(visit: SignedIn, form: Form) -> Response:
    """Change it; every other browser of this person is signed out."""
    # Not stripped of blanks: a password may begin with one.
    old, new, again = (dict(form.items()).get(name, "")[:1024] for name in ("old", "new", "again"))
    address, name = address_of(visit.request), visit.user.name
    with visit.viewer.people.writing() as db:
        if sign_in_limit.blocked(db, name=name, address=address, now=visit.now):
            return _form(visit, "signin.blocked", status=429)
        if users.sign_in(db, name, old) is None:
            sign_in_limit.failed(db, name=name, address=address, now=visit.now)
            audit.note(db, name, "password.refused", now=visit.now, details={"address": address})
            return _form(visit, "password.wrong", status=422)
        if new != again:
            return _form(visit, "password.differ", status=422)
        if new == old:
            return _form(visit, "password.same", status=422)
        try:
            users.set_password(db, visit.user, new)
        except WeakPassword:
            return _form(visit, "password.short", status=422)
        token, _ = sessions.begin(db, visit.user.id, now=visit.now)
        audit.note(db, name, "password.change", now=visit.now, details={"address": address})
    response = visit.go("/")
    give_cookie(response, visit.viewer, token)
    return response


def _form(visit: Visit, problem: str = "", *, status: int = 200) -> Response:
    return visit.page("password.html", problem=problem, minimum=MINIMUM, status=status)
