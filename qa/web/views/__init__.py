"""The pages, one noun a file. A new page's router is added to `ROUTERS`."""

from __future__ import annotations

from fastapi import APIRouter

from qa.web.views import (
    admin,
    agents,
    appeals,
    call,
    calls,
    coaching,
    home,
    listening,
    looks,
    month,
    overlay,
    projects,
    review,
    rubric_checks,
    rubrics,
    sign_in,
    training,
)

ROUTERS: tuple[APIRouter, ...] = (
    sign_in.router,
    looks.router,
    home.router,
    calls.router,
    call.router,
    review.router,
    listening.router,
    appeals.router,
    admin.router,
    training.router,
    month.router,
    overlay.router,
    projects.router,
    agents.router,
    coaching.router,
    rubrics.router,
    rubric_checks.router,
)
