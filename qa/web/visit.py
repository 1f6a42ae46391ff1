"""One request by a signed-in person: who it is, what they may do, the mart, and the way back as a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cached_property
from hmac import compare_digest
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from qa.people import audit, sessions
from qa.people.roles import ROLE_NAME, Permission
from qa.people.sessions import Session
from qa.people.users import User, user_by_id
from qa.web.errors import ForgedPost, NotAllowed, NotSignedIn, PasswordDue
from qa.web.language import Language, language
from qa.web.marts import LentMart
from qa.web.navigation import NAVIGATION
from qa.web.search import scope_parameters
from qa.web.viewer import Viewer

COOKIE = "tingheng_session"
_WITHOUT_PASSWORD = ("/password", "/signout", "/looks")
"""All that is open to somebody whose password is to be changed first."""


class Visit:
    """A request with everything that a view needs."""

    def __init__(self, request: Request, viewer: Viewer, user: User, session: Session, stack: ExitStack) -> None:
        self.request, self.viewer, self.user, self.session = request, viewer, user, session
        self._stack = stack
        self.now = datetime.now(UTC)

    @cached_property
    def mart(self) -> LentMart:
        """The mart in use, the same for the whole request.

        Raises:
            NoMart: no night has run yet.
        """
        return self._stack.enter_context(self.viewer.marts.lend())

    @cached_property
    def language(self) -> Language:
        """The language of the page."""
        return language(self.user.language, self.request.cookies.get("language"))

    @cached_property
    def scope(self) -> dict[str, Any]:
        """Whose calls may be seen, as parameters that every query of the viewer takes."""
        return scope_parameters(self.user.scope)

    def may(self, permission: Permission) -> bool:
        """Whether the person may do something."""
        return self.user.may(permission)

    def need(self, permission: Permission) -> None:
        """Raise NotAllowed where the person may not."""
        if not self.may(permission):
            raise NotAllowed(permission.value)

    def note(self, action: str, object_: str = "", **details: object) -> None:
        """Add a line to the audit trail, in a transaction of its own."""
        with self.viewer.people.writing() as db:
            audit.note(db, self.user.name, action, object_, now=self.now, details=details)

    def page(
        self, template: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **context: Any
    ) -> Response:
        """A page. The template sees `t`, `say`, `visit`, `here` and what is given."""
        return HTMLResponse(
            render(self.request, self.viewer, template, visit=self, **context), status, dict(headers or {})
        )

    def go(self, address: str) -> Response:
        """See another page (after a post)."""
        return RedirectResponse(address, 303)


def render(request: Request, viewer: Viewer, template: str, *, visit: Visit | None, **context: Any) -> str:
    """The HTML of a template."""
    wish = request.query_params.get("language") if visit is None else None
    spoken = visit.language if visit else language(wish, request.cookies.get("language"))
    theme = visit.user.theme if visit else request.cookies.get("theme", "")
    frame = {
        "t": spoken,
        "say": spoken.say,
        "visit": visit,
        "Permission": Permission,
        "role_name": ROLE_NAME[visit.user.role] if visit else "",
        "theme": theme if theme in ("light", "dark") else "auto",
        "nonce": request.state.nonce,
        "navigation": [entry for entry in NAVIGATION if visit and entry.shown_to(visit.user)],
        "path": request.url.path,
        "here": f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path,
    }
    return viewer.templates.get_template(template).render({**frame, **context})


def viewer_of(request: Request) -> Viewer:
    """The viewer that serves this request."""
    found: Viewer = request.app.state.viewer
    return found


def _signed_in(request: Request) -> Iterator[Visit]:
    viewer, now = viewer_of(request), datetime.now(UTC)
    with viewer.people.reading() as db:
        session = sessions.find(db, request.cookies.get(COOKIE, ""), now=now)
        user = user_by_id(db, session.user_id) if session else None
    if session is None or user is None or not user.active:
        raise NotSignedIn("session")
    if user.must_change and request.url.path not in _WITHOUT_PASSWORD:
        raise PasswordDue(user.name)
    if sessions.due(session, now):
        with viewer.people.writing() as db:
            sessions.touch(db, session, now)
    with ExitStack() as stack:
        yield Visit(request, viewer, user, session, stack)


SignedIn = Annotated[Visit, Depends(_signed_in)]
"""A view's first parameter: the visit of somebody who is signed in."""


class Posted:
    """A form that was sent from a page of ours: its fields as text."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields

    def __getitem__(self, name: str) -> str:
        """A field, stripped; empty where it is missing."""
        return self._fields.get(name, "").strip()

    def number(self, name: str) -> int:
        """A field that is a whole number; −1 where it is none."""
        text = self[name].removeprefix("-")
        return int(self[name]) if text.isascii() and text.isdigit() and len(text) < 10 else -1

    def items(self) -> Iterator[tuple[str, str]]:
        """Every field."""
        yield from self._fields.items()


async def _posted(request: Request, visit: SignedIn) -> Posted:
    form = await request.form(max_files=0, max_fields=500)
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    token = request.headers.get("x-csrf-token") or fields.get("csrf", "")
    if not compare_digest(token.encode("utf-8", "replace"), visit.session.csrf.encode()):
        raise ForgedPost("csrf")
    return Posted(fields)


CHECKED = Depends(_posted)
"""For a post without fields: `@router.post(…, dependencies=[CHECKED])`."""
Form = Annotated[Posted, Depends(_posted)]
"""A post's second parameter: its form, refused when it does not carry the session's token."""
