"""Who sits at a page: a visitor or invited person by their session, or somebody of the demo."""

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from conversations.wording import Text

COOKIE: Final = "aanspreekpunt"
LETTERS: Final = "aanspreekpunt-letters"
_KEPT_SECONDS: Final = 60 * 60 * 24 * 90


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """A fictional person whose chat the demo shows; who may use it is anyone at the page."""

    slug: str
    name: str
    title: Text  # what they are: 'Client'
    chat: str
    conversation_id: str
    language: str = "nl"
    start: tuple[Text, ...] = ()  # shown as long as nothing was said
    examples: tuple[Text, ...] = ()  # to send with one press


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """From where somebody writes: one conversation, and its place on a page."""

    chat: str
    conversation_id: str
    language: str | None
    number: int = 1
    person: DemoPerson | None = None  # none: not of the demo

    @property
    def slug(self) -> str:
        return self.person.slug if self.person else ""


def give_cookie(response: Response, request: Request, token: str) -> None:
    """Let the browser carry the session; script cannot read it and other sites cannot use it."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=_KEPT_SECONDS,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def take_cookies(response: Response, request: Request) -> None:
    """Leave nothing behind in the browser."""
    for name in (COOKIE, LETTERS):
        response.delete_cookie(
            name, httponly=True, samesite="lax", secure=request.url.scheme == "https"
        )
