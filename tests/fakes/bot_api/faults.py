"""What may go wrong between a bot and the server: as planned, by chance with a seed, or by rate."""

import math
import random
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tests.fakes.bot_api.refusals import flooded


class FaultKind(StrEnum):
    FLOOD = "flood"  # 429 with retry_after
    SERVER_ERROR = "server_error"  # 5xx, nothing done
    RESET = "reset"  # the connection breaks before anything is done
    LOST_REPLY = "lost_reply"  # done, then the connection breaks
    HALF_REPLY = "half_reply"  # done, then the answer stops halfway
    SLOW = "slow"  # done, the answer comes `seconds` later


@dataclass(slots=True, kw_only=True)
class Fault:
    kind: FaultKind
    method: str | None = None  # None: any method that sends or edits
    chat: int | None = None  # None: any chat
    times: int = 1
    code: int = 502
    retry_after: int = 1
    seconds: float = 0.0

    def fits(self, method: str, chat: int | None) -> bool:
        wanted = self.method or _sending(method)
        return self.times > 0 and wanted == method and self.chat in (None, chat)


def _sending(method: str) -> str | None:
    return method if method.startswith(("send", "edit", "delete")) else None


@dataclass(slots=True)
class Faults:
    """The plan and what came of it: faults `met`, and sends made inside a retry_after (`early`)."""

    planned: list[Fault] = field(default_factory=list)
    chances: Mapping[FaultKind, float] = field(default_factory=dict)
    chance_of: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - not for secrets
    met: Counter[str] = field(default_factory=Counter)
    early: int = 0
    _held_off: dict[int | None, float] = field(default_factory=dict)

    def next(self, method: str, chat: int | None) -> Fault | None:
        fault = self._planned(method, chat) or self._by_chance(method)
        if fault is not None:
            self.met[fault.kind] += 1
        return fault

    def by_chance(self, seed: int, chances: Mapping[str, float]) -> None:
        self.chance_of = random.Random(seed)  # noqa: S311 - reproducible on purpose
        self.chances = {FaultKind(kind): chance for kind, chance in chances.items()}

    def hold_off(self, chat: int | None, seconds: float) -> None:
        self._held_off[chat] = time.monotonic() + seconds

    def note_send(self, chat: int) -> None:
        now = time.monotonic()
        if any(now < self._held_off.get(key, 0.0) for key in (chat, None)):
            self.early += 1

    def _planned(self, method: str, chat: int | None) -> Fault | None:
        for fault in self.planned:
            if fault.fits(method, chat):
                fault.times -= 1
                return fault
        return None

    def _by_chance(self, method: str) -> Fault | None:
        if not self.chances or _sending(method) is None:
            return None
        kinds, weights = list(self.chances), list(self.chances.values())
        kind = self.chance_of.choices([None, *kinds], [max(0.0, 1 - sum(weights)), *weights])[0]
        return None if kind is None else Fault(kind=kind)


class Rates:
    """Token buckets: about one message a second in a chat, about thirty a second overall."""

    def __init__(self, *, per_chat: float | None, overall: float | None) -> None:
        self._per_chat, self._overall = per_chat, overall
        self._buckets: dict[int | None, tuple[float, float]] = {}

    def take(self, chat: int) -> None:
        """Take one token from both buckets, or refuse with 429."""
        now = time.monotonic()
        wanted = [(chat, self._per_chat, 1.0), (None, self._overall, self._overall or 1.0)]
        filled = {
            key: self._level(key, rate, room, now) for key, rate, room in wanted if rate is not None
        }
        for key, rate, _ in wanted:
            if rate is not None and filled[key] < 1:
                raise flooded(max(1, math.ceil((1 - filled[key]) / rate)))
        self._buckets.update({key: (level - 1, now) for key, level in filled.items()})

    def _level(self, key: int | None, rate: float, room: float, now: float) -> float:
        level, at = self._buckets.get(key, (room, now))
        # Clocks of two processes are never quite alike; Telegram is not that exact either.
        return min(room, level + (now - at) * rate + 0.02)
