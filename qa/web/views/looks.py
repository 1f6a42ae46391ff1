"""How a person wants the pages: language and theme."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from qa.people import users
from qa.web.address import inside
from qa.web.language import LANGUAGES
from qa.web.visit import Form, SignedIn

router = APIRouter()
_YEAR = 31_536_000


@router.post("/looks")
def set_looks(visit: SignedIn, form: Form) -> Response:
    """Keep the choice with the account, and in a cookie for the sign-in page."""
    language, theme = form["language"], form["theme"]
    chosen = {
        "language": language if language in LANGUAGES else None,
        "theme": theme if theme in ("light", "dark", "auto") else None,
    }
    with visit.viewer.people.writing() as db:
        users.set_looks(db, visit.user, **chosen)
    response = visit.go(inside(form["back"]))
    for name, value in chosen.items():
        if value:
            response.set_cookie(name, value, max_age=_YEAR, samesite="lax", httponly=True)
    return response
