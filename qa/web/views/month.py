"""月度: a closed month, as the close kept it: the weakest, all agents with intervals, indicators, sites."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.responses import Response

from qa.month.close import list_closes, read_close
from qa.month.shape import MonthClose
from qa.people.roles import Permission
from qa.report.month_page import month_page
from qa.report.month_texts import MonthTexts
from qa.web.errors import NothingHere
from qa.web.visit import SignedIn

router = APIRouter()


@router.get("/month")
def show(visit: SignedIn) -> Response:
    """The month asked for, by default the last one closed."""
    visit.need(Permission.SEE_MONTH)
    folder = visit.viewer.settings.data / "months"
    closed = dict(list_closes(folder)) if folder.is_dir() else {}
    wanted = visit.request.query_params.get("month") or max(closed, default="")
    if wanted and wanted not in closed:
        raise NothingHere("month")
    if not wanted:
        return visit.page("month.html", page=None, months=(), wanted="", texts=MonthTexts)
    close = read_close(folder, wanted)
    visit.note("month.view", wanted, revision=close.revision)
    page = month_page(_of_site(close, visit.user.site))
    return visit.page(
        "month.html", page=page, months=tuple(sorted(closed, reverse=True)), wanted=wanted, texts=MonthTexts
    )


def _of_site(close: MonthClose, site: str) -> MonthClose:
    """What somebody who is linked to a site sees: its own agents, every place in the ranking left as it is."""
    if not site:
        return close
    return replace(
        close,
        agents=tuple(agent for agent in close.agents if agent.site == site),
        sites=tuple(one for one in close.sites if one.site == site),
        agents_without_score=(),
    )
