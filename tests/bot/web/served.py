"""The web chat on a real server, in a thread beside the browser that looks at it."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import uvicorn
from starlette.applications import Starlette

from bot.web import WebChannel

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    address: str
    loop: asyncio.AbstractEventLoop

    def inside(self, work: Callable[..., Result], *values: Any, **named: Any) -> Result:
        """Do something in the server's own thread, where its channel may be woken."""

        async def once() -> Result:
            return work(*values, **named)

        return asyncio.run_coroutine_threadsafe(once(), self.loop).result(timeout=10)


@contextmanager
def serving(app: Starlette, channel: WebChannel) -> Iterator[Served]:
    """Serve on a free port until the end of the block."""
    loop = asyncio.new_event_loop()
    settings = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", access_log=False)
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=loop.run_until_complete, args=(server.serve(),), daemon=True)
    thread.start()
    while not server.started:
        thread.join(timeout=0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Served(address=f"http://127.0.0.1:{port}", loop=loop)
    finally:
        loop.call_soon_threadsafe(channel.close)
        server.should_exit = True
        thread.join(timeout=10)
        loop.close()
