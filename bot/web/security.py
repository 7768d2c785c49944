"""What keeps strangers out: same-origin proof, response headers, a limit on what may be sent."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The longest message allowed, every sign of four bytes, as a form writes it; and some room.
BODY_LIMIT: Final = 4096 * 12 + 8192

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY: Final = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'"
)
_HEADERS: Final = (
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    # Not `no-referrer`: with that a browser also hides the Origin of our own forms from us.
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("X-Robots-Tag", "noindex"),
)


class Guard:
    """Refuses what changes something without proof that our own page asks, and what is too much."""

    def __init__(self, app: ASGIApp, refuse: Callable[[Request, int], Response]) -> None:
        self._app = app
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self._app
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            if not _proven(scope["method"], headers):
                answer = self._refuse(Request(scope), 403)
            elif _too_much(headers):
                answer = self._refuse(Request(scope), 413)
        await answer(scope, receive, send)


def _too_much(headers: Headers) -> bool:
    """Judge by the size that is told; what is told falsely is cut off while it comes in."""
    told = headers.get("content-length", "0")
    return not told.isdecimal() or int(told) > BODY_LIMIT


def _proven(method: str, headers: Headers) -> bool:
    if method in _SAFE:
        return True
    fetched_from = headers.get("sec-fetch-site")
    if fetched_from is not None:
        return fetched_from in {"same-origin", "none"}
    origin = urlsplit(headers.get("origin", ""))
    return origin.scheme in {"http", "https"} and origin.netloc == headers.get("host")


class SafeHeaders:
    """Adds to every response what a browser must not do with it; pages are never kept."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS:
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_safely)
