"""The pages, one noun a file. A new page's router is added to `ROUTERS`."""

from __future__ import annotations

from fastapi import APIRouter

from qa.web.views import (
    accounts,
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
    passwords,
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
    passwords.router,
    home.router,
    calls.router,
    call.router,
    review.router,
    listening.router,
    appeals.router,
    admin.router,
    accounts.router,
    training.router,
    month.router,
    overlay.router,
    projects.router,
    agents.router,
    coaching.router,
    rubrics.router,
    rubric_checks.router,
)
