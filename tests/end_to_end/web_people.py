"""People at a page: what they type is posted, what stands there is read; no script needed."""

import asyncio
import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import httpx

from tests.end_to_end.telegram_people import PATIENCE_SECONDS

_LOOK_SECONDS: Final = 0.1


@dataclass(slots=True)
class Page:
    """One browser with its own session."""

    client: httpx.AsyncClient

    async def comes_in(self, code: str) -> None:
        await self._posts(f"/c/{code}")

    async def says(self, text: str) -> httpx.Response:
        return await self._posts("/chat/say", text=text)

    async def presses(self, button: str) -> httpx.Response:
        return await self._posts("/chat/tap", button=button)

    async def reads(self) -> str:
        """The words on the page, one line after the other."""
        shown = await self.client.get("/chat")
        return words(shown.text)

    async def until_it_says(self, *fragments: str) -> None:
        """Look again until all of this stands there."""
        shown = ""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not all(fragment in shown for fragment in fragments):
                    await asyncio.sleep(_LOOK_SECONDS)
                    shown = await self.reads()
        except TimeoutError:
            raise AssertionError(f"the page does not say {fragments}: {shown}") from None

    async def _posts(self, path: str, **form: str) -> httpx.Response:
        return await self.client.post(path, data=form, headers={"sec-fetch-site": "same-origin"})


def words(page: str) -> str:
    """The text of a page without its markup, a line for each block."""
    bare = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    bare = re.sub(r"</?(a|b|bdi|em|span|strong|time)\b[^>]*>", "", bare)
    lines = html.unescape(re.sub(r"<[^>]+>", "\n", bare)).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


@asynccontextmanager
async def page_of(address: str) -> AsyncIterator[Page]:
    """Open a browser at this installation."""
    async with httpx.AsyncClient(base_url=address, follow_redirects=True, timeout=40) as client:
        yield Page(client)
