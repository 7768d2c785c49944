"""Small databases for tests of the store itself; see the folder above for the engines."""

import pytest

from conversations.store.engine import Engine
from tests.conversations.store.little_network import make_tables


@pytest.fixture
def network(engine: Engine) -> Engine:
    """Open a database with tables of helpers and their tasks."""
    make_tables(engine)
    return engine
