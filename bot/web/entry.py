"""How people come in and choose large letters: the invitation, and the switch on every page."""

import re
import secrets
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web import decode
from bot.web.desk import Desk
from bot.web.seats import LETTERS, give_cookie

_CODE: Final = re.compile(r"[\w-]{1,100}", re.ASCII)
_OURS: Final = re.compile(r"/(chat|c/[\w-]{1,100})?", re.ASCII)
_A_YEAR: Final = 60 * 60 * 24 * 365


class Entry:
    """The endpoints around the chat."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def invitation(self, request: Request) -> Response:
        """Show an invitation; looking at it does not use it up, as previews of links look too."""
        _code(request)
        return self._desk.pages.page(request, "invitation.html", self._desk.pages.voice(None))

    async def accept(self, request: Request) -> Response:
        """Begin a conversation of one's own with the code; whether it is right is said there."""
        code = _code(request)
        await self._desk.end(request)
        seat, token = await self._desk.begin()
        nonce = secrets.token_hex(16)
        payload = decode.said(f"/start {code}", nonce, None)
        await self._desk.take_in(seat, nonce, payload, wait=True)
        response = RedirectResponse("/chat#now-1", status_code=303)
        give_cookie(response, request, token)
        return response

    async def letters(self, request: Request) -> Response:
        """Remember the size of the letters, and show the same page again."""
        form = await request.form(max_files=0, max_fields=4)
        back = str(form.get("back", ""))
        response = RedirectResponse(back if _OURS.fullmatch(back) else "/", status_code=303)
        if form.get("size") == "big":
            secure = request.url.scheme == "https"
            response.set_cookie(
                LETTERS, "big", max_age=_A_YEAR, httponly=True, samesite="lax", secure=secure
            )
        else:
            response.delete_cookie(LETTERS)
        return response


def _code(request: Request) -> str:
    code = str(request.path_params["code"])
    if not _CODE.fullmatch(code):
        raise HTTPException(404)
    return code
