"""The application: pages, static files, what every answer carries, and errors as pages."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from qa.errors import TinghengError, UsageError
from qa.people.errors import PeopleError
from qa.people.store import People, open_people
from qa.rubric.diagnostics import RubricError
from qa.settings import Settings
from qa.warehouse.errors import NoMart, UnknownRecording
from qa.web.errors import NothingHere, NotSignedIn, PasswordDue, WebError
from qa.web.headers import SameOrigin, SecureHeaders
from qa.web.marts import Marts
from qa.web.playback import RecordingGone
from qa.web.viewer import STATIC, Viewer
from qa.web.views import ROUTERS
from qa.web.visit import render, viewer_of


def create_app(settings: Settings, *, people: People | None = None, config: Path | None = None) -> FastAPI:
    """The viewer of the centre that `settings` describe; `config` is the file they are from.

    Raises:
        StoreUnavailable: the database of people cannot be opened.
    """
    viewer = Viewer(settings, people or open_people(settings), Marts(settings.data / "mart"), config)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        threading.Thread(target=viewer.prepare, daemon=True).start()
        yield
        viewer.playback.close()
        viewer.marts.close()
        viewer.people.close()

    app = FastAPI(
        title="Tingheng",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
        middleware=[
            Middleware(SecureHeaders, https=settings.web.https),
            Middleware(GZipMiddleware, minimum_size=1024, compresslevel=4),
            Middleware(SameOrigin),
        ],
    )
    app.state.viewer = viewer
    app.mount("/static", _Static(directory=STATIC), name="static")
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(TinghengError, _explain)
    app.add_exception_handler(HTTPException, _explain_http)
    app.add_exception_handler(Exception, _apologise)
    return app


class _Static(StaticFiles):
    """Files whose address changes with their content."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    async def get_response(self, path: str, scope: Scope) -> Response:
        # Manifest and licences lie beside the scripts and may be read too.
        return await super().get_response(path, scope)


def _explain(request: Request, error: Exception) -> Response:
    if isinstance(error, NotSignedIn):
        return _to_sign_in(request)
    if isinstance(error, PasswordDue):
        return _elsewhere(request, "/password")
    if not isinstance(error, TinghengError):
        raise TypeError("not an error of ours") from error
    return _page(request, error)


def _to_sign_in(request: Request) -> Response:
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    address = f"/signin?next={quote(back, safe='')}" if request.method == "GET" and back != "/" else "/signin"
    return _elsewhere(request, address)


def _elsewhere(request: Request, address: str) -> Response:
    if request.headers.get("hx-request"):
        return Response(status_code=204, headers={"HX-Redirect": address})
    return RedirectResponse(address, 303)


def _explain_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    # A method that a page does not take, a path that no page has: to the reader it is the same.
    return _page(request, NothingHere(request.url.path), status=status)


def _page(request: Request, error: TinghengError, status: int | None = None) -> Response:
    known = error.status if isinstance(error, WebError) else 422 if isinstance(error, PeopleError | UsageError) else 500
    if isinstance(error, RubricError):
        known = 422
    if isinstance(error, NoMart):
        known = 503
    if isinstance(error, UnknownRecording | RecordingGone):
        known = 404
    html = render(
        request, viewer_of(request), "error.html", visit=None, error=error, nothing_yet=isinstance(error, NoMart)
    )
    return HTMLResponse(html, status or known)


def _apologise(request: Request, error: Exception) -> Response:
    """Something nobody foresaw; the log has the traceback, the reader no part of it."""
    return HTMLResponse(render(request, viewer_of(request), "broken.html", visit=None), 500)
