"""管理: nights run, models, storage, the audit trail; accounts are in `accounts.py`."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from qa.asr.models import installed_models
from qa.people import audit
from qa.people.errors import AuditBroken
from qa.people.roles import Permission
from qa.warehouse.mart import current
from qa.web.nights import all_nights
from qa.web.storage import storage
from qa.web.visit import SignedIn

router = APIRouter()
_LINES = 100


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


@router.get("/admin/audit")
def trail(visit: SignedIn) -> Response:
    """The audit trail, the newest line first or the oldest; whether it is whole is checked on asking."""
    visit.need(Permission.ADMINISTER)
    query = visit.request.query_params
    wanted = {name: query.get(name, "").strip()[:200] for name in ("actor", "action", "object")}
    page, oldest = _page(query.get("page", "1")), query.get("sort") == "at"
    whole, broken = None, ""
    with visit.viewer.people.reading() as db:
        lines = audit.lines(
            db,
            actor=wanted["actor"],
            action=wanted["action"],
            object_=wanted["object"],
            limit=_LINES + 1,
            offset=(page - 1) * _LINES,
            oldest_first=oldest,
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
        "oldest": oldest,
    }
    return visit.page("admin.html", tab="audit", **context)


def _page(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
