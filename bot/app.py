"""Puts the parts of one running installation together, and takes them down again in order.

What hears and speaks is in this process; turns and rounds are in the one beside it.
"""

import asyncio
import gc
import logging
import signal
import socket
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import uvicorn

from bot import clock, turn_taker
from bot import demo as demo_people
from bot.beside import Bell, beside
from bot.delivery import LANES, Channel, Delivery
from bot.errors import AlreadyRunning, PortTaken
from bot.holder import ANOTHER, keep, own_name, take
from bot.organisation import organisation_of
from bot.pace import Pace
from bot.settings import Settings
from bot.telegram import Receiver, TelegramSender, connect
from bot.telegram.connection import API
from bot.watch import Watch
from bot.web import DemoPerson, WebChannel, build
from bot.web import channel as web
from bot.web.demo import demo_person
from conversations.store import conversations, inbox, lease, topics
from conversations.store.engine import Engine, migrate, open_engine
from conversations.store.health import refuse_damaged
from conversations.store.ids import Ids
from conversations.store.inbox import Arrival
from conversations.store.migration import refuse_newer
from conversations.store.migrations import MIGRATIONS
from conversations.store.outgoing import largest_id
from knowledge.topics import shipped

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a running installation is made of."""

    engine: Engine
    ids: Ids
    bell: Bell  # of the process that takes the turns
    web_channel: WebChannel
    deliveries: list[Delivery]
    demo_people: tuple[DemoPerson, ...]
    watch: Watch

    def roused(self) -> None:
        """There may be something to send."""
        for delivery in self.deliveries:
            delivery.wake()


def run(settings: Settings, *, demo: bool = False) -> None:
    """Run until a signal says stop; raises what keeps it from starting, in one clear line."""
    with beside(partial(turn_taker.serve, settings)) as bell:
        engine = open_engine(settings.database)
        try:
            _serve_alone(settings, engine, bell, demo=demo)
        finally:
            engine.close()


def _serve_alone(settings: Settings, engine: Engine, bell: Bell, *, demo: bool) -> None:
    """Serve under the lease of the database, so that no other `run` does."""
    refuse_damaged(engine)
    refuse_newer(engine, MIGRATIONS)
    holder = own_name()
    # First the lease: a newer version may not change the schema under one that still runs.
    if engine.applied() and not take(engine, holder, clock.now()):
        raise AlreadyRunning(ANOTHER)
    migrate(engine)
    if not take(engine, holder, clock.now()):
        raise AlreadyRunning(ANOTHER)
    try:
        asyncio.run(_run(settings, engine, holder, bell, demo=demo))
    finally:
        lease.release(engine, holder)


async def _run(settings: Settings, engine: Engine, holder: str, bell: Bell, *, demo: bool) -> None:
    with _listening(settings) as sock:
        parts = await asyncio.to_thread(_prepare, settings, engine, bell, demo=demo)
        bell.ring()
        await bell.rung()  # now turns are taken
        gc.freeze()  # what lives as long as we do need not be looked through again and again
        async with AsyncExitStack() as stack:
            jobs: list[Callable[[], Coroutine[Any, Any, None]]] = [
                lambda: bell.answer(parts.roused),
                lambda: keep(engine, holder, clock.now),
            ]
            receivers = await _telegram(settings, parts, stack)
            jobs += [receiver.run for receiver in receivers]
            jobs += [delivery.run for delivery in parts.deliveries]
            log.info("app.started", extra={"host": settings.host, "port": settings.port})
            await _until_stopped(jobs, _serve(settings, parts, sock), parts.web_channel)
    log.info("app.stopped")


def _prepare(settings: Settings, engine: Engine, bell: Bell, *, demo: bool) -> Parts:
    """Everything that reads the database before the first message is taken."""
    now = clock.now()
    ids = Ids(after=largest_id(engine))
    people = _demo_people(engine, ids) if demo else ()
    organisation_of(engine, settings)  # told here, when somebody it names is not on file
    loaded = topics.load_shipped(engine, shipped(), now)
    log.info("topics.loaded", extra={"new": len(loaded.published), "aside": len(loaded.drafts)})
    web_channel = WebChannel()
    parts = Parts(
        engine=engine,
        ids=ids,
        bell=bell,
        web_channel=web_channel,
        deliveries=[],
        demo_people=people,
        watch=Watch(engine),
    )
    unpaced = Pace(per_chat=0.0, overall=None)
    parts.deliveries.append(_delivery(parts, web_channel, web.NAME, web.BOT, unpaced))
    return parts


def _delivery(
    parts: Parts, channel: Channel, name: str, bot_id: str, pace: Pace, lanes: int = LANES
) -> Delivery:
    return Delivery(
        channel,
        name=name,
        bot_id=bot_id,
        engine=parts.engine,
        ids=parts.ids,
        clock=clock.now,
        pace=pace,
        lanes=lanes,
    )


async def _telegram(settings: Settings, parts: Parts, stack: AsyncExitStack) -> Sequence[Receiver]:
    """The line to Telegram, when there is a token."""
    if not settings.telegram_bot_token:
        return ()
    connection = await stack.enter_async_context(
        connect(settings.telegram_bot_token, base_url=settings.telegram_api_url or API)
    )
    sender = TelegramSender(connection.bot)
    pace = Pace() if settings.pacing else Pace(per_chat=0.0, overall=None)
    own, lanes = connection.bot_id, settings.under_way
    parts.deliveries.append(_delivery(parts, sender, "telegram", own, pace, lanes))
    receiver = Receiver(
        connection.bot,
        bot_id=connection.bot_id,
        engine=parts.engine,
        ids=parts.ids,
        clock=clock.now,
        arrived=parts.bell.ring,
        tapped=sender.acknowledge,
    )
    parts.watch.receivers.append(receiver)
    return (receiver,)


def _serve(settings: Settings, parts: Parts, sock: socket.socket) -> Awaitable[None]:
    async def receive(arrival: Arrival) -> None:
        await asyncio.to_thread(inbox.receive, parts.engine, parts.ids, [arrival], clock.now())
        parts.bell.ring()

    app = build(
        engine=parts.engine,
        ids=parts.ids,
        channel=parts.web_channel,
        clock=clock.now,
        receive=receive,
        health=parts.watch.health,
        organisation_name=settings.organisation,
        allowed_hosts=_hosts(settings),
        zone=settings.zone,
        demo=parts.demo_people,
    )
    server = _Server(
        uvicorn.Config(app, log_config=None, access_log=False, server_header=False,
                       timeout_graceful_shutdown=3, lifespan="off")
    )  # fmt: skip
    return server.serve(sockets=[sock])


class _Server(uvicorn.Server):
    """Leaves the signals to us: they stop every part, not the pages alone."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _hosts(settings: Settings) -> list[str]:
    """The names by which this server may be called; any other Host is refused."""
    public = urlsplit(settings.public_url).hostname
    own = ["127.0.0.1", "localhost", "[::1]", settings.host]
    return [*own, public] if public else own


def _demo_people(engine: Engine, ids: Ids) -> tuple[DemoPerson, ...]:
    """Each of the four with the conversation that the demo's page shows."""
    now = clock.now()
    shown = []
    for person in demo_people.demo(engine, ids, now):
        chat = f"demo-{person.key}"
        with engine.atomic():
            conversation = inbox.conversation_id(engine, ids, web.NAME, web.BOT, chat, now)
            conversations.bind(engine, conversation, person.person_id)
        shown.append(
            demo_person(person.key, name=person.name, chat=chat, conversation_id=conversation)
        )
    return tuple(shown)


def _listening(settings: Settings) -> socket.socket:
    """Take the port before anything else starts, so that a taken one is told at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # With the protocol named, asyncio sends small answers at once (no Nagle).
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((settings.host, settings.port))
    except OSError as taken:
        sock.close()
        raise PortTaken(settings.host, settings.port) from taken
    return sock


async def _until_stopped(
    jobs: Sequence[Callable[[], Coroutine[Any, Any, None]]],
    server: Awaitable[None],
    pages: WebChannel,
) -> None:
    """Run all of it until a signal, or until one part fails; then stop the others."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    tasks: list[asyncio.Future[Any]] = [asyncio.create_task(job()) for job in jobs]
    tasks.append(asyncio.ensure_future(server))
    stop: asyncio.Future[Any] = asyncio.create_task(stopped.wait())
    try:
        done, _ = await asyncio.wait([*tasks, stop], return_when=asyncio.FIRST_COMPLETED)
    finally:
        pages.close()
        for task in (*tasks, stop):
            task.cancel()
        await asyncio.gather(*tasks, stop, return_exceptions=True)
    for task in done - {stop}:
        fault = task.exception()
        if fault is not None:
            raise fault
