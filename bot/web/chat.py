"""The chat itself: its page, what is typed and tapped there, its stream, and leaving it."""

import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Final

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from bot.web import decode, stream
from bot.web.bubbles import Words
from bot.web.desk import Desk
from bot.web.seats import Seat, give_cookie, take_cookies
from conversations.errors import StoreError
from conversations.wording import Text, Voice
from knowledge.languages import LANGUAGES

EMPTY: Final = "/empty"  # a page that says nothing about us
_FIELDS: Final = 8
_LONGEST_ID: Final = 64


class Chat:
    """The endpoints of the chat."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def page(self, request: Request) -> Response:
        """Show the conversation of the session, or the beginning of one."""
        return await self._page(request, await self._desk.visitor(request))

    async def demo(self, request: Request) -> Response:
        """Show the conversations of all people of the demo."""
        return await self._page(request, self._desk.demo_seats()[0])

    async def say(self, request: Request) -> Response:
        """Take in what was typed; a page without script gets the answer with the next page."""
        form = await _form(request)
        text = decode.tidy(_field(form, "text"))
        try:
            seat = await self._seat(request, form)
            if not text.strip():
                return self._back(request, seat)
            if len(text) > decode.LONGEST:
                return await self._too_long(request, seat, text)
            return await self._said(request, form, seat, text)
        except StoreError:
            return self._not_now(request, form, text)

    async def tap(self, request: Request) -> Response:
        """Take in a press on a button."""
        form = await _form(request)
        seat = await self._seat(request, form)
        button = _field(form, "button")
        if seat is None or not 0 < len(button) <= _LONGEST_ID:
            return self._back(request, seat)
        live = _is_live(request)
        payload = decode.tapped(button, _language(request))
        await self._desk.take_in(seat, secrets.token_hex(16), payload, wait=not live)
        if not live:
            return self._back(request, seat)
        html = await self._desk.pressed(seat, button, self._voice(seat))
        return HTMLResponse(html) if html else Response(status_code=204)

    async def leave(self, request: Request) -> Response:
        """Forget the session, here and in the browser, and show a page that says nothing."""
        await self._desk.end(request)
        response = RedirectResponse(EMPTY, status_code=303)
        take_cookies(response, request)
        return response

    async def empty(self, request: Request) -> Response:
        """Show a page that says nothing about us."""
        return self._desk.pages.page(request, "blank.html", self._desk.pages.voice(None))

    async def follow(self, request: Request) -> Response:
        """Tell the page what comes in, from where it was."""
        seats = await self._watched(request)
        if not seats:
            return Response(status_code=204)
        seen = request.headers.get("last-event-id") or request.query_params.get("after", "")
        return StreamingResponse(
            self._events(request, seats, stream.read(seen, len(seats))),
            media_type="text/event-stream",
            headers={"X-Accel-Buffering": "no"},  # a proxy must not save events up
        )

    def _events(
        self, request: Request, seats: Sequence[Seat], cursor: stream.Cursor
    ) -> AsyncIterator[str]:
        desk, voice = self._desk, self._voice(seats[0])

        def read(at: stream.Cursor) -> Sequence[stream.News] | None:
            # Read anew each time: the session may have been ended meanwhile.
            allowed = seats[0].person is not None or desk.session(request) is not None
            return desk.news(seats, voice, at) if allowed else None

        return stream.events(desk.channel, [seat.chat for seat in seats], read, cursor)

    async def _watched(self, request: Request) -> Sequence[Seat]:
        if "demo" in request.query_params:
            return self._desk.demo_seats()
        seat = await self._desk.visitor(request)
        return (seat,) if seat else ()

    async def _said(
        self, request: Request, form: FormData, seat: Seat | None, text: str
    ) -> Response:
        token = None
        live = _is_live(request)
        if seat is None:
            seat, token = await self._desk.begin()
        nonce = _field(form, "nonce")[:_LONGEST_ID] or secrets.token_hex(16)
        at = self._desk.clock()
        payload = decode.said(text, nonce, _language(request))
        await self._desk.take_in(seat, nonce, payload, wait=not live)
        if token is not None or not live:
            self._desk.just_said.keep(seat.conversation_id, Words(ref=nonce, text=text, at=at))
        response = self._back(request, seat)
        if token is not None:
            give_cookie(response, request, token)
            response.headers["HX-Refresh"] = "true"  # the page has no stream of this session yet
        return response

    async def _seat(self, request: Request, form: FormData) -> Seat | None:
        """Find whose message this is; only a demo lets the page say who one is."""
        slug = _field(form, "as")
        if not slug:
            return await self._desk.visitor(request)
        seat = self._desk.demo_seat(slug)
        if seat is None:
            raise HTTPException(403)
        return seat

    async def _too_long(self, request: Request, seat: Seat | None, text: str) -> Response:
        voice = self._voice(seat)
        line = voice.speak(
            Text("Your message is too long to read in one go. Please send it in two parts.")
        )
        if _is_live(request):
            return self._line(line, 422)
        return await self._page(request, seat, status=422, draft=text, refusal=line)

    def _not_now(self, request: Request, form: FormData, text: str) -> Response:
        voice = self._voice(None)
        title = voice.speak(Text("Your message was not sent."))
        line = voice.speak(Text("We cannot keep it just now. Please try again in a moment."))
        if _is_live(request):
            return self._line(f"{title} {line}", 503)
        return self._desk.pages.page(
            request, "notice.html", voice, status=503, title=title, lines=(line,), draft=text,
            seat=_field(form, "as"), nonce=_field(form, "nonce"),
        )  # fmt: skip

    def _line(self, line: str, status: int) -> Response:
        return HTMLResponse(self._desk.pages.line(line), status_code=status)

    async def _page(
        self,
        request: Request,
        seat: Seat | None,
        *,
        status: int = 200,
        draft: str = "",
        refusal: str = "",
    ) -> Response:
        desk, voice = self._desk, self._voice(seat)
        demo = seat is not None and seat.person is not None
        seats = desk.demo_seats() if demo else (seat,) if seat else ()
        shown = await desk.panes(seats, voice)
        number = seat.number if seat else 1
        panes = tuple(
            replace(pane, draft=draft, refusal=refusal) if pane.number == number else pane
            for pane in shown.panes or (desk.pane(None, (), voice),)
        )
        where = f"/chat/stream?{'demo=yes&' if demo else ''}after={stream.write(shown.cursor)}"
        return desk.pages.page(
            request, "demo.html" if demo else "chat.html", voice, status=status, panes=panes,
            stream=where if seats else "",
        )  # fmt: skip

    def _back(self, request: Request, seat: Seat | None) -> Response:
        """Answer a post: nothing more for a page with a stream, the page anew for another."""
        if _is_live(request):
            return Response(status_code=204)
        page = "/" if seat is not None and seat.person is not None else "/chat"
        return RedirectResponse(f"{page}#now-{seat.number if seat else 1}", status_code=303)

    def _voice(self, seat: Seat | None) -> Voice:
        return self._desk.pages.voice(seat.language if seat else None)


async def _form(request: Request) -> FormData:
    return await request.form(max_files=0, max_fields=_FIELDS)


def _field(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _is_live(request: Request) -> bool:
    """Say whether script asks, on a page that has a stream."""
    return "hx-request" in request.headers


def _language(request: Request) -> str | None:
    """Give the language the browser is set to, the weakest hint there is.

    English is none: many browsers of people who write Dutch are set to it.
    """
    first = request.headers.get("accept-language", "").split(",")[0]
    language = first.split(";")[0].split("-")[0].strip().lower()
    return language if language in LANGUAGES and language != "en" else None
