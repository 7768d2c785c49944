"""The server itself: HTTP on 127.0.0.1, with the faults on the way."""

import asyncio
import json
import socket
import struct
from typing import Any, Self
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from tests.fakes.bot_api.control import control
from tests.fakes.bot_api.faults import Fault, FaultKind, Faults, Rates
from tests.fakes.bot_api.methods import Methods
from tests.fakes.bot_api.people import People
from tests.fakes.bot_api.refusals import RefusalError, flooded

TOKEN = "4242:TEST-fake-token-of-no-real-bot-at-all"  # noqa: S105 - opens nothing
DONE_FIRST = (FaultKind.LOST_REPLY, FaultKind.HALF_REPLY, FaultKind.SLOW)


class _Protocol(H11Protocol):
    """Hands the connection to the application, so that a fault can break it."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.app_state = {"transport": transport}


class FakeBotApi(People):
    """The whole fake: faults by `fails`, rates by `limits`, what people do by `People`."""

    def __init__(self, *, port: int = 0, controlled: bool = False, token: str = TOKEN) -> None:
        super().__init__()
        self.token = token
        self.faults = Faults()
        self.methods = Methods(
            people=self, faults=self.faults, rates=Rates(per_chat=None, overall=None)
        )
        self.port = port
        routes = [
            Route("/bot{token}/{method}", self._method, methods=["GET", "POST"]),
            Route("/file/bot{token}/files/{file}", self._file),
        ]
        if controlled:
            routes.append(control(self))
        config = Config(
            Starlette(routes=routes),
            http=_Protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_keep_alive=60,
        )
        config.load()
        self._server = Server(config)
        self._server.lifespan = config.lifespan_class(config)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/file/bot"

    def fails(self, kind: FaultKind | str, **how: Any) -> Fault:
        """Plan one fault (see `Fault`); planned faults are met in this order."""
        fault = Fault(kind=FaultKind(kind), **how)
        self.faults.planned.append(fault)
        return fault

    def limits(self, *, per_chat: float | None = 1.0, overall: float | None = 30.0) -> None:
        """Keep to so many messages a second from here on; None lifts a limit."""
        self.methods.rates = Rates(per_chat=per_chat, overall=overall)

    async def __aenter__(self) -> Self:
        await self.go_online()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.go_offline()

    async def go_online(self) -> None:
        # The protocol is named, or asyncio leaves Nagle on and every answer takes 40 ms.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        await self._server.startup(sockets=[listener])

    async def go_offline(self) -> None:
        """Refuse connections and break those there are; what is queued stays."""
        for server in self._server.servers:
            server.close()
        for connection in list(self._server.server_state.connections):
            _break(connection.transport)  # type: ignore[union-attr]
        tasks = list(self._server.server_state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def until_sent(self, count: int, *, within: float = 10.0) -> None:
        """Wait for so many messages to have been sent; TimeoutError when they are not in time."""
        async with asyncio.timeout(within):
            while len(self.sent_messages) < count:
                self.news.clear()
                await self.news.wait()

    async def _method(self, request: Request) -> Response:
        if request.path_params["token"] != self.token:
            return _answer(RefusalError(401, "Unauthorized").body(), 401)
        try:
            method, params = request.path_params["method"], await _params(request)
        except ClientDisconnect:  # the bot was killed while it asked
            return Response()
        chat = int(params["chat_id"]) if "chat_id" in params else None
        fault = self.faults.next(method, chat)
        if fault is not None and fault.kind not in DONE_FIRST:
            return self._before(request, fault, chat)
        return await self._after(request, fault, await self._called(request, method, params, chat))

    async def _called(
        self, request: Request, method: str, params: dict[str, Any], chat: int | None
    ) -> Response:
        try:
            if method == "getUpdates":
                result = await self._while_connected(request, params)
            else:
                result = await self.methods.call(method, params)
        except RefusalError as no:
            if no.retry_after is not None:
                self.faults.hold_off(chat, no.retry_after)
            return _answer(no.body(), no.code)
        return _answer({"ok": True, "result": result})

    async def _while_connected(self, request: Request, params: dict[str, Any]) -> Any:
        """A poll whose bot went away is no rival of the next one."""
        poll = asyncio.ensure_future(self.methods.call("getUpdates", params))
        gone = asyncio.ensure_future(request.receive())
        try:
            await asyncio.wait({poll, gone}, return_when=asyncio.FIRST_COMPLETED)
            return poll.result() if poll.done() else []
        finally:
            gone.cancel()
            poll.cancel()

    def _before(self, request: Request, fault: Fault, chat: int | None) -> Response:
        if fault.kind is FaultKind.RESET:
            _break(request.state.transport)
            return Response()
        if fault.kind is FaultKind.FLOOD:
            self.faults.hold_off(fault.chat, fault.retry_after)
            return _answer(flooded(fault.retry_after).body(), 429)
        return _answer(RefusalError(fault.code, "Internal Server Error").body(), fault.code)

    async def _after(self, request: Request, fault: Fault | None, answer: Response) -> Response:
        if fault is None:
            return answer
        if fault.kind is FaultKind.SLOW:
            await asyncio.sleep(fault.seconds)
            return answer
        if fault.kind is FaultKind.HALF_REPLY:
            half = bytes(answer.body)[: len(answer.body) // 2]
            return Response(half, answer.status_code, media_type="application/json")
        _break(request.state.transport)
        return answer

    async def _file(self, request: Request) -> Response:
        content = self.methods.uploads.get(request.path_params["file"], b"\x89PNG fake")
        return Response(content, media_type="application/octet-stream")


async def _params(request: Request) -> dict[str, Any]:
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/"):
        async with request.form() as form:
            return {
                key: value if isinstance(value, str) else await value.read()
                for key, value in form.multi_items()
            }
    body = await request.body()
    if kind.startswith("application/json"):
        return dict(json.loads(body))
    return dict(request.query_params) | dict(
        parse_qsl(body.decode(errors="replace"), keep_blank_values=True)
    )


def _answer(body: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(body), status, media_type="application/json")


def _break(transport: Any) -> None:
    """End the connection with a reset, not with a goodbye."""
    sock = transport.get_extra_info("socket")
    if sock is not None and not transport.is_closing():
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
