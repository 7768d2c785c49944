"""Puts the web chat together: addresses, what guards them, and what is said when it fails."""

import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.web.channel import WebChannel
from bot.web.chat import EMPTY, Chat
from bot.web.desk import Desk, Receive
from bot.web.entry import Entry
from bot.web.pages import STATIC, Pages
from bot.web.seats import DemoPerson
from bot.web.security import BODY_LIMIT, Guard, SafeHeaders
from conversations.errors import StoreError
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.wording import Text

_FOR_GOOD: Final = "public, max-age=31536000, immutable"
_WRONG: Final[Mapping[int, tuple[Text, Text]]] = {
    403: (Text("This is not possible from here."), Text("Please use the buttons on our own page.")),
    404: (Text("This page is not there."), Text("You can go back to the conversation.")),
    413: (Text("That is too much to send in one go."), Text("Please send it in parts.")),
    503: (Text("We cannot show this page just now."), Text("Please try again in a moment.")),
}
_OTHER: Final = (Text("Something went wrong with us."), Text("Please try again in a moment."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    well: bool
    details: Mapping[str, int | str]  # counts and names of parts, never of people


def build(
    *,
    engine: Engine,
    ids: Ids,
    channel: WebChannel,
    clock: Callable[[], datetime],
    receive: Receive,
    health: Callable[[], Awaitable[Health]],
    organisation_name: str,
    allowed_hosts: Sequence[str],
    zone: ZoneInfo,
    demo: Sequence[DemoPerson] = (),
) -> Starlette:
    """Make the application; with `demo` its first page lets anyone write as these people."""
    pages = Pages(organisation=organisation_name, zone=zone, clock=clock)
    desk = Desk(
        engine=engine,
        ids=ids,
        channel=channel,
        clock=clock,
        receive=receive,
        pages=pages,
        demo={person.slug: person for person in demo},
    )
    chat, entry, failures = Chat(desk), Entry(desk), _Failures(pages)

    async def healthz(_: Request) -> Response:
        found = await health()
        told = {"well": found.well, **found.details}
        return JSONResponse(told, status_code=200 if found.well else 503)

    return Starlette(
        routes=[
            Route("/", chat.demo if demo else chat.page),
            Route("/chat", chat.page),
            Route("/chat/say", chat.say, methods=["POST"]),
            Route("/chat/tap", chat.tap, methods=["POST"]),
            Route("/chat/leave", chat.leave, methods=["POST"]),
            Route("/chat/stream", chat.follow),
            Route(EMPTY, chat.empty),
            Route("/c/{code}", entry.invitation),
            Route("/c/{code}", entry.accept, methods=["POST"]),
            Route("/letters", entry.letters, methods=["POST"]),
            Route("/healthz", healthz),
            Mount(f"/static/{pages.version}", _Lasting(directory=STATIC)),
        ],
        middleware=[
            Middleware(
                TrustedHostMiddleware, allowed_hosts=list(allowed_hosts), www_redirect=False
            ),
            Middleware(SafeHeaders),
            Middleware(Guard, refuse=failures.refused),
            Middleware(RequestBodyLimitMiddleware, max_body_size=BODY_LIMIT),
        ],
        exception_handlers={
            HTTPException: failures.refused_page,
            StoreError: failures.busy,
            Exception: failures.broken,
        },
    )


class _Lasting(StaticFiles):
    """Static files whose address changes when they do, so that a browser asks for them once."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = _FOR_GOOD
        return response


class _Failures:
    """Kind pages for what did not work; the fault itself goes on to whoever logs it."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def refused(self, request: Request, status: int) -> Response:
        title, line = _WRONG.get(status, _OTHER)
        voice = self._pages.voice(None)
        words = (voice.speak(title), voice.speak(line))
        if "hx-request" in request.headers:
            return HTMLResponse(self._pages.line(" ".join(words)), status_code=status)
        return self._pages.page(
            request, "notice.html", voice, status=status, title=words[0], lines=words[1:]
        )

    async def refused_page(self, request: Request, fault: Exception) -> Response:
        status = fault.status_code if isinstance(fault, HTTPException) else 500
        return self.refused(request, status)

    async def busy(self, request: Request, fault: Exception) -> Response:
        return self.refused(request, 503)

    async def broken(self, request: Request, fault: Exception) -> Response:
        return self.refused(request, 500)
