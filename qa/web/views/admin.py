"""管理: users and roles, nights run, models, storage, the audit trail."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from qa.asr.models import installed_models
from qa.people import audit, users
from qa.people.errors import AuditBroken
from qa.people.passwords import random_password
from qa.people.roles import ROLE_NAME, Permission, Role
from qa.warehouse.mart import current
from qa.web.errors import NothingHere, WrongInput
from qa.web.nights import all_nights
from qa.web.storage import storage
from qa.web.visit import Form, Posted, SignedIn, Visit

router = APIRouter()
_LINES = 100
_USERS = 50


@router.get("/admin")
def overview(visit: SignedIn) -> Response:
    """Nights run, speech models, storage."""
    visit.need(Permission.ADMINISTER)
    settings = visit.viewer.settings
    mart = current(settings.data / "mart")
    return visit.page(
        "admin.html",
        tab="overview",
        nights=all_nights(settings.data / "nights"),
        models=installed_models(settings.models) if settings.models.is_dir() else (),
        model_in_use=settings.speech.model,
        storage=storage(settings.data),
        mart=mart.name if mart else "",
    )


@router.get("/admin/users")
def accounts(visit: SignedIn) -> Response:
    """Everybody who may sign in."""
    visit.need(Permission.ADMINISTER)
    return _accounts(visit)


@router.post("/admin/users")
def add(visit: SignedIn, form: Form) -> Response:
    """Make an account; its password is shown on the page that follows, and never again."""
    visit.need(Permission.ADMINISTER)
    password, role = random_password(), _role(form)
    links = {name: form[name][:200] for name in ("display_name", "agent", "team", "site")}
    with visit.viewer.people.writing() as db:
        user = users.add_user(db, form["name"], role, password, now=visit.now, **links)
        audit.note(db, visit.user.name, "user.add", user.name, now=visit.now, details={"role": role.value})
    return _accounts(visit, shown=(user.name, password))


@router.post("/admin/users/{name}")
def change(visit: SignedIn, form: Form, name: str) -> Response:
    """Another role or password, out of use or back."""
    visit.need(Permission.ADMINISTER)
    what = form["what"]
    if what != "password" and name == visit.user.name:
        raise WrongInput(name, field="name")
    with visit.viewer.people.writing() as db:
        user = users.get_user(db, name)
        shown = None
        match what:
            case "role":
                links = {link: form[link][:200] for link in ("agent", "team", "site")}
                users.set_role(db, user, _role(form), **links)
            case "password":
                shown = (name, random_password())
                users.set_password(db, user, shown[1])
            case "disable" | "enable":
                users.set_active(db, user, active=what == "enable")
            case _:
                raise NothingHere("user")
        details = {"role": form["role"]} if what == "role" else {}
        audit.note(db, visit.user.name, f"user.{what}", name, now=visit.now, details=details)
    if shown and name == visit.user.name:
        # One's own sessions have ended with the old password; the page still has to show the new one.
        return _accounts(visit, shown=shown)
    return _accounts(visit, shown=shown) if shown else visit.go("/admin/users")


@router.get("/admin/audit")
def trail(visit: SignedIn) -> Response:
    """The audit trail, the newest line first; whether it is whole is checked on asking."""
    visit.need(Permission.ADMINISTER)
    query = visit.request.query_params
    wanted = {name: query.get(name, "").strip()[:200] for name in ("actor", "action", "object")}
    page = _page(query.get("page", "1"))
    whole, broken = None, ""
    with visit.viewer.people.reading() as db:
        lines = audit.lines(
            db,
            actor=wanted["actor"],
            action=wanted["action"],
            object_=wanted["object"],
            limit=_LINES + 1,
            offset=(page - 1) * _LINES,
        )
        if query.get("verify"):
            try:
                whole = audit.verify(db)
            except AuditBroken as error:
                broken = error.details["line"]
    more = len(lines) > _LINES
    context: dict[str, Any] = {
        "lines": lines[:_LINES],
        "wanted": wanted,
        "number": page,
        "more": more,
        "whole": whole,
        "broken": broken,
    }
    return visit.page("admin.html", tab="audit", **context)


def _accounts(visit: Visit, shown: tuple[str, str] | None = None) -> Response:
    query = visit.request.query_params
    text, page = query.get("find", "").strip()[:64], _page(query.get("page", "1"))
    with visit.viewer.people.reading() as db:
        found, total = users.search_users(db, text, limit=_USERS, offset=(page - 1) * _USERS)
    pages = max(1, -(-total // _USERS))
    accounts: dict[str, Any] = {"users": found, "total": total, "find": text, "number": page, "pages": pages}
    return visit.page("admin.html", tab="users", shown=shown, ROLE_NAME=ROLE_NAME, **accounts)


def _role(form: Posted) -> Role:
    if form["role"] not in set(Role):
        raise WrongInput("user", field="role")
    return Role(form["role"])


def _page(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
