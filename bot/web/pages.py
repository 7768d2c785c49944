"""Turns what a page shows into HTML; every sentence comes from the catalogue."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.body import Block
from bot.direction import NUMBER, direction
from bot.web.bubbles import Bubble
from bot.web.seats import LETTERS
from conversations.wording import Text, Voice, in_full
from knowledge import numbers

FOLDER: Final = Path(__file__).parent
STATIC: Final = FOLDER / "static"
_EMERGENCY: Final = "112"  # the id of the line in the content


@dataclass(frozen=True, slots=True, kw_only=True)
class Pane:
    """One conversation on a page."""

    number: int
    title: str
    name: str
    slug: str  # whose, in the demo; '' otherwise
    bubbles: tuple[Bubble, ...]
    own: Bubble  # the mould for what is typed
    nonce: str  # so that a form that is sent twice is taken once
    start: tuple[str, ...]
    examples: tuple[str, ...]
    now: str  # id of the message where reading starts; '' is the end
    live: bool  # false: there is no session yet, so the next page must be a new one
    draft: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The templates, spoken in one language at a time."""

    organisation: str
    zone: ZoneInfo
    clock: Callable[[], datetime]
    version: str = field(default_factory=lambda: _fingerprint(STATIC))
    _templates: Environment = field(default_factory=lambda: _environment())

    def voice(self, language: str | None) -> Voice:
        """Speak this language where every sentence is there in it, and Dutch otherwise."""
        known = language if language in in_full() else "nl"
        return Voice(language=known or "nl", zone=self.zone, now=self.clock())

    def page(
        self, request: Request, template: str, voice: Voice, *, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """Show a whole page."""
        html = self._render(
            template,
            voice,
            organisation=self.organisation,
            version=self.version,
            emergency=numbers.shipped()[_EMERGENCY].number,
            big=request.cookies.get(LETTERS) == "big",
            here=request.url.path,
            **values,
        )
        return HTMLResponse(html, status_code=status)

    def part(self, template: str, voice: Voice, **values: Any) -> str:
        """Give a piece of a page."""
        return self._render(template, voice, **values)

    def line(self, line: str) -> str:
        """Give one line, as it stands above where one types."""
        return f"<p>{escape(line)}</p>"

    def own(self, voice: Voice) -> Bubble:
        """Give the mould for a message that is being sent."""
        return Bubble(
            id="own",
            side="own",
            who=voice.speak(Text("You")),
            at=datetime.min.replace(tzinfo=UTC),
            when="",
            blocks=(Block(text=""),),
        )

    def _render(self, template: str, voice: Voice, **values: Any) -> str:
        def say(msgid: str, **filled: str) -> str:
            return voice.speak(Text(msgid, **filled))

        direction = Locale.parse(voice.language, sep="-").text_direction
        page = self._templates.get_template(template)
        return page.render(_=say, language=voice.language, direction=direction, **values)


def _environment() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["dial"] = dial
    templates.filters["whole"] = whole
    templates.filters["direction"] = direction
    return templates


def dial(number: str) -> str:
    """Give the digits to dial, as a tel: address writes them."""
    return "".join(sign for sign in number if sign.isdecimal() or sign == "+")


def whole(text: str) -> Markup:
    """Escape a text, and keep each number (S-2026-0007, 0800 32 123) whole and in its order."""
    return Markup(NUMBER.sub(r'<bdi class="number" dir="ltr">\g<0></bdi>', str(escape(text))))  # noqa: S704 - escaped


def _fingerprint(folder: Path) -> str:
    """Name the static files by what is in them, so that browsers may keep them for good."""
    every = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in every)).hexdigest()[:16]
