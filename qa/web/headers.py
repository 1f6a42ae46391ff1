"""What every answer says to the browser, and what no request gets past: a post from another site."""

from __future__ import annotations

import secrets
import time
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SAFE = {"GET", "HEAD", "OPTIONS"}
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}


def policy(nonce: str) -> str:
    """The content security policy: everything from here, no script or style written into a page.

    The nonce is for the style sheet that the player puts into its own shadow tree.
    """
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": f"'self' 'nonce-{nonce}'",
        "img-src": "'self' data:",
        "media-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class SecureHeaders:
    """ASGI middleware: security headers on every answer; `request.state.nonce` for the page."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        """`https`: tell browsers to come by HTTPS only."""
        self._app, self._https = app, https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce, began = secrets.token_urlsafe(12), time.perf_counter()
        scope.setdefault("state", {})["nonce"] = nonce

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers[name] = value
                headers["Content-Security-Policy"] = policy(nonce)
                # What `qa bench web` reads, and anybody who wonders why a page is slow.
                headers["Server-Timing"] = f"app;dur={(time.perf_counter() - began) * 1000:.1f}"
                # Pages and recordings hold personal data: nothing stays in a shared cache or on the disk.
                headers.setdefault("Cache-Control", "no-store")
                if self._https:
                    headers["Strict-Transport-Security"] = "max-age=31536000"
            await send(message)

        await self._app(scope, receive, send_with_headers)


class SameOrigin:
    """ASGI middleware: a request that changes something comes from a page of ours."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it with 403."""
        if scope["type"] == "http" and scope["method"] not in _SAFE and not _from_here(Headers(scope=scope)):
            await PlainTextResponse("cross-site request refused", 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _from_here(headers: Headers) -> bool:
    # Browsers send Origin with every post; the scheme is left out, since a proxy may speak HTTPS for us.
    origin = headers.get("origin") or headers.get("referer") or ""
    return urlsplit(origin).netloc == headers.get("host") and bool(origin)
