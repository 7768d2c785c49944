"""The web chat on a real database, with a parrot for a core."""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from starlette.applications import Starlette

from bot.web import DemoPerson, Health, WebChannel, build
from bot.web.demo import PARTS, demo_person
from conversations.store import inbox
from conversations.store.engine import Engine, migrate, open_engine
from conversations.store.ids import Ids
from tests.bot.web.parrot import Parrot
from tests.bot.web.reader import BOOK, PATIENCE, Reader, launch
from tests.bot.web.served import Served, serving

HOME = "http://127.0.0.1"
NAMES = {
    "client": "Annie de Wit",
    "carer": "Ria de Wit",
    "case-manager": "Karin Bos",
    "deputy": "Henk Smit",
}


@pytest.fixture
def clock() -> Callable[[], datetime]:
    start, seconds = datetime(2026, 11, 24, 13, 30, tzinfo=UTC), count()
    return lambda: start + timedelta(milliseconds=next(seconds))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(f"sqlite:///{tmp_path / 'web.db'}")
    migrate(opened)
    yield opened
    opened.close()


@pytest.fixture
def ids() -> Ids:
    return Ids()


@pytest.fixture
def channel() -> WebChannel:
    return WebChannel()


@pytest.fixture
def parrot(engine: Engine, ids: Ids, channel: WebChannel, clock: Callable[[], datetime]) -> Parrot:
    return Parrot(engine=engine, ids=ids, channel=channel, clock=clock)


async def well() -> Health:
    return Health(well=True, details={"waiting": 0})


def application(parrot: Parrot, demo: tuple[DemoPerson, ...] = ()) -> Starlette:
    return build(
        engine=parrot.engine,
        ids=parrot.ids,
        channel=parrot.channel,
        clock=parrot.clock,
        receive=parrot.receive,
        health=well,
        organisation_name="Zorgnetwerk De Linde",
        allowed_hosts=("127.0.0.1", "localhost"),
        zone=ZoneInfo("Europe/Amsterdam"),
        demo=demo,
    )


def demo_people(parrot: Parrot) -> tuple[DemoPerson, ...]:
    return tuple(
        demo_person(
            slug,
            name=NAMES[slug],
            chat=f"demo-{slug}",
            conversation_id=inbox.conversation_id(
                parrot.engine, parrot.ids, "web", "web", f"demo-{slug}", parrot.clock()
            ),
        )
        for slug in PARTS
    )


def browser(app: Starlette, **headers: str) -> httpx.AsyncClient:
    """A browser without script, which follows redirects and keeps cookies."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app, raise_app_exceptions=False),
        base_url=HOME,
        follow_redirects=True,
        headers={"sec-fetch-site": "same-origin", **headers},
    )


@pytest.fixture
async def visitor(parrot: Parrot) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(application(parrot)) as client:
        yield client


@pytest.fixture
async def demo(parrot: Parrot) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(application(parrot, demo_people(parrot))) as client:
        yield client


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    # For each module anew: while it runs, nothing else in this process can wait for anything.
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def served(parrot: Parrot) -> Iterator[Served]:
    parrot.book, parrot.keeps = BOOK, True
    with serving(application(parrot), parrot.channel) as served:
        yield served


@pytest.fixture
def served_demo(parrot: Parrot) -> Iterator[Served]:
    parrot.book, parrot.keeps = BOOK, True
    with serving(application(parrot, demo_people(parrot)), parrot.channel) as served:
        yield served


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def anna(context: BrowserContext, served: Served) -> Reader:
    return Reader(context.new_page(), served.address)
