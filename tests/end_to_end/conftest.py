"""One town for all journeys: one fake Telegram and one `run`, in which people find each other."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.end_to_end.town import Town, everybody_comes_in, town_in


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """Everybody has come in; whoever only asks something is a visitor of their own."""
    async with town_in(tmp_path_factory.mktemp("town")) as made:
        await everybody_comes_in(made)
        yield made
