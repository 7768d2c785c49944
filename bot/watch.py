"""Whether all is well: how long things wait, and what the channels say of themselves."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final, Protocol

from bot import clock
from bot.web import Health
from conversations.store import queues
from conversations.store.engine import Engine

# Older than this, and somebody is not being heard.
_TOO_OLD_SECONDS: Final = 120


class Watched(Protocol):
    """Whoever fetches what is said, and tells when that fails."""

    @property
    def trouble(self) -> str | None:
        """What is wrong now, in one word."""


class Watch:
    """Looks when asked; `receivers` are added as they start."""

    def __init__(self, engine: Engine, receivers: Sequence[Watched] = ()) -> None:
        self._engine = engine
        self.receivers = list(receivers)

    async def health(self) -> Health:
        """Well as long as nothing waits too long and every channel works."""
        found = await asyncio.to_thread(queues.look, self._engine, clock.now())
        troubles = [receiver.trouble for receiver in self.receivers if receiver.trouble]
        prompt = max(found.inbox_oldest_seconds, found.outbox_oldest_seconds) < _TOO_OLD_SECONDS
        details: dict[str, int | str] = dict(asdict(found))
        return Health(
            well=prompt and not troubles,
            details={**details, "telegram": ",".join(troubles) or "well"},
        )
