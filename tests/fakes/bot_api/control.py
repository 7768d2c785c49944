"""POST /control/VERB with JSON arguments: the verbs of the fake for other processes."""

import contextlib
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from tests.fakes.bot_api.server import FakeBotApi


def control(api: "FakeBotApi") -> Route:
    async def act(request: Request) -> JSONResponse:
        verb, arguments = request.path_params["verb"], await request.json()
        if verb in VERBS:
            return JSONResponse({"result": VERBS[verb](api, **arguments)})
        if verb == "until_sent":
            return JSONResponse({"result": await _until_sent(api, **arguments)})
        return JSONResponse({"error": f"no verb {verb}"}, 404)

    return Route("/control/{verb}", act, methods=["POST"])


def _says_many(api: "FakeBotApi", messages: list[tuple[int, str]]) -> list[int]:
    return [api.says(chat, text) for chat, text in messages]


def _sent(api: "FakeBotApi", chat: int | None = None, since: int = 0) -> list[dict[str, Any]]:
    return [asdict(message) for message in api.sent(chat)[since:]]


def _by_chance(api: "FakeBotApi", seed: int, chances: dict[str, float]) -> None:
    api.faults.by_chance(seed, chances)


def _figures(api: "FakeBotApi") -> dict[str, Any]:
    return {
        "pending": len(api.queue.pending),
        "confirmed": api.queue.confirmed,
        "sent": len(api.sent_messages),
        "met": dict(api.faults.met),
        "early": api.faults.early,
        "negative_offsets": api.methods.negative_offsets,
        "drops": api.methods.drops,
        "left": api.methods.left,
        "answered": api.methods.answered,
    }


async def _until_sent(api: "FakeBotApi", count: int, within: float = 60.0) -> int:
    """Wait for so many messages, or for the time to be up; gives how many there are."""
    with contextlib.suppress(TimeoutError):
        await api.until_sent(count, within=within)
    return len(api.sent_messages)


VERBS: dict[str, Callable[..., Any]] = {
    "knows": lambda api, **how: api.knows(**how),
    "says": lambda api, **how: api.says(**how),
    "says_many": _says_many,
    "forwards": lambda api, **how: api.forwards(**how),
    "attaches": lambda api, **how: api.attaches(**how),
    "edits": lambda api, **how: api.edits(**how),
    "taps": lambda api, **how: api.taps(**how),
    "forges_tap": lambda api, **how: api.forges_tap(**how),
    "blocks": lambda api, **how: api.blocks(**how),
    "unblocks": lambda api, **how: api.unblocks(**how),
    "writes_in_group": lambda api, **how: api.writes_in_group(**how),
    "adds_to_group": lambda api, **how: api.adds_to_group(**how),
    "raw": lambda api, update: api.raw(update),
    "jump": lambda api, next_id: api.queue.jump(next_id),
    "fails": lambda api, **how: asdict(api.fails(**how)),
    "by_chance": _by_chance,
    "limits": lambda api, **how: api.limits(**how),
    "sent": _sent,
    "figures": _figures,
}
