"""How fast messages may go to one chat and to all together, and when a channel said to wait.

Telegram takes about one message a second in a chat and thirty a second overall. Seconds are those
of a clock that only goes forward.
"""

import math

# So many may go at once after a silence; more would be met with 429.
_BURST = 5.0


class Pace:
    def __init__(self, *, per_chat: float = 1.0, overall: float | None = 30.0) -> None:
        """Keep `per_chat` seconds between two messages in a chat, and `overall` a second."""
        self._per_chat = per_chat
        self._overall = overall
        self._tokens, self._filled_at = _BURST, 0.0
        self._free_at: dict[str, float] = {}  # chat -> when its next message may go
        self._flooded: dict[str, float] = {}  # the same, because the channel said so
        self._all_free_at = 0.0

    def room(self, now: float) -> float:
        """How many messages may go now; without a limit overall: any number."""
        self._free_at = {chat: at for chat, at in self._free_at.items() if at > now}
        self._flooded = {chat: at for chat, at in self._flooded.items() if at > now}
        if now < self._all_free_at:
            return 0
        if self._overall is None:
            return math.inf
        passed = max(0.0, now - self._filled_at)
        self._tokens = min(_BURST, self._tokens + passed * self._overall)
        self._filled_at = now
        return math.floor(self._tokens)

    @property
    def held(self) -> int:
        """How many chats must wait, at most."""
        return len(self._free_at) + len(self._flooded)

    def free(self, chat: str) -> bool:
        """Whether this chat need not wait, as of the last look at `room`."""
        return chat not in self._free_at and chat not in self._flooded

    def take(self) -> None:
        self._tokens -= 1

    def went(self, chat: str, now: float) -> None:
        if self._per_chat:
            self._free_at[chat] = now + self._per_chat

    def flooded(self, chat: str, seconds: float, now: float) -> None:
        """Keep still in this chat; when two chats are told so at once it is meant for all."""
        until = now + seconds
        others = [at for other, at in self._flooded.items() if other != chat and at > now]
        if others:
            self._all_free_at = max(until, *others)
        self._flooded[chat] = max(until, self._flooded.get(chat, 0.0))

    def soonest(self, now: float) -> float:
        """Seconds until something may go that may not go now; infinite when nothing must wait."""
        if now < self._all_free_at:
            return self._all_free_at - now
        times = [at - now for at in (*self._free_at.values(), *self._flooded.values())]
        if self._overall is not None and self._tokens < 1:
            times.append((1 - self._tokens) / self._overall)
        return max(0.0, min(times, default=math.inf))
