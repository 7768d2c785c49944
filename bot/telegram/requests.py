"""How requests to the Bot API travel: python-telegram-bot's waist, over aiohttp.

Its own way, over httpx, takes more than twice the processor time for a message.
"""

from typing import Any, Final
from urllib.parse import urlencode

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

# Raised before a byte of the request went out.
BEFORE: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)

_CONNECT_SECONDS: Final = 5.0
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}


class Requests(BaseRequest):
    """At most so many requests at once, on connections that are kept open."""

    def __init__(self, at_once: int, *, read_seconds: float = 20.0) -> None:
        self._at_once = at_once
        self._read_seconds = read_seconds
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read_seconds

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._at_once),
                headers={"User-Agent": self.USER_AGENT},
                trust_env=True,  # an organisation may let its traffic out through a proxy only
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Give status and body; NetworkError or TimedOut, with aiohttp's fault as the cause.

        Waiting for a free connection has no limit: whoever sends knows how many are under way.
        """
        if self._session is None:
            raise RuntimeError("these requests are not initialized")
        timeout = aiohttp.ClientTimeout(
            sock_connect=_seconds(connect_timeout, _CONNECT_SECONDS),
            sock_read=_seconds(read_timeout, self._read_seconds),
        )
        body, headers = _body(request_data)
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as fault:
            raise TimedOut from fault
        except (aiohttp.ClientError, OSError) as fault:
            # Its own words hold the address, and with it the token.
            raise NetworkError(type(fault).__name__) from fault


def _seconds(given: Any, default: float) -> float | None:
    return default if given is BaseRequest.DEFAULT_NONE else given


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    if data is None:
        return None, {}
    if not data.contains_files:
        return urlencode(data.json_parameters).encode(), _FORM
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, {}
