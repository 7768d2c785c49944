"""A steady stream at the pace that Telegram allows: how soon it is stored, and answered."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Final

from conversations.store.engine import Engine, open_engine
from tests.bench.figures import percentile, row
from tests.bench.machine import TEXTS, BotApi, Running, aanspreekpunt, bot_api

_CHATS: Final = 5_000
_A_SECOND: Final = 50
_LOOK_SECONDS: Final = 0.02
_ARRIVED: Final = "SELECT id, update_id FROM inbox WHERE id > :after ORDER BY id"
_NEW: Final = "SELECT id FROM inbox WHERE state = 'new'"
_LEFT: Final = """SELECT (SELECT count(*) FROM inbox WHERE state <> 'done') AS undone,
    (SELECT count(*) FROM outbox WHERE state <> 'sent') AS unsent"""


@dataclass(slots=True)
class Seen:
    """When another connection to the database first saw a turn committed."""

    answered: dict[int, float] = field(default_factory=dict)  # by number of the update
    _open: dict[str, int] = field(default_factory=dict)
    _last: str = ""

    def look(self, engine: Engine) -> None:
        for row_ in engine.query(_ARRIVED, after=self._last):
            self._last, self._open[row_["id"]] = row_["id"], int(row_["update_id"])
        waiting = {row_["id"] for row_ in engine.query(_NEW)}
        now = time.monotonic()
        for id_ in [id_ for id_ in self._open if id_ not in waiting]:
            self.answered[self._open.pop(id_)] = now


def report(seconds: int) -> Iterator[str]:
    count = seconds * _A_SECOND
    yield f"(d) {_A_SECOND} messages/s for {seconds} s from {_CHATS} people, pacing on"
    with bot_api() as api, aanspreekpunt(api, people=_CHATS, pacing=True) as running:
        api.order("limits", per_chat=None, overall=None)
        with closing(open_engine(running.database)) as engine:
            seen = _watch(api, engine, count)
            times = api.order("times")
            yield from _latencies(times, seen)
            at_end = api.order("figures")["sent"]
            yield from _drained(api, engine, running, count, at_end)


def _watch(api: BotApi, engine: Engine, count: int) -> Seen:
    seen = Seen()
    api.order("feed", texts=TEXTS, chats=_CHATS, a_second=_A_SECOND, count=count)
    until = time.monotonic() + count / _A_SECOND + 60
    while len(seen.answered) < count and time.monotonic() < until:
        seen.look(engine)
        time.sleep(_LOOK_SECONDS)
    return seen


def _latencies(times: dict[str, Any], seen: Seen) -> Iterator[str]:
    handed_out = {int(number): at for number, at in times["handed_out"].items()}
    stored = [at - handed_out[int(number)] for number, at in times["confirmed"].items()]
    answered = [at - handed_out[number] for number, at in seen.answered.items()]
    yield row(
        "handed out -> stored (the poll that confirms)",
        _shares(stored, 0.99),
        "aim: p99 50 ms or less",
    )
    yield row(
        "handed out -> answer committed (seen each 20 ms)",
        _shares(answered, 0.95),
        "aim: p95 500 ms or less",
    )


def _shares(seconds: Sequence[float], most: float) -> str:
    half, high = (percentile(seconds, share) * 1e3 for share in (0.5, most))
    return f"p50 {half:.0f} ms   p{most * 100:.0f} {high:.0f} ms"


def _drained(
    api: BotApi, engine: Engine, running: Running, count: int, at_end: int
) -> Iterator[str]:
    began = time.monotonic()
    (left,) = engine.query(_LEFT)
    waiting = left["unsent"]
    until = began + waiting / 20 + 60
    while (left["undone"] or left["unsent"]) and time.monotonic() < until:
        time.sleep(0.5)
        (left,) = engine.query(_LEFT)
    drained = time.monotonic() - began
    sent = api.order("figures")["sent"]
    rate = (sent - at_end) / max(drained, 0.1)
    yield row(
        "still to be sent when the stream ended",
        f"{waiting}, drained in {drained:.0f} s",
        f"{rate:.0f} a second",
    )
    yield row(
        "received, left undone, left unsent",
        f"{count}, {left['undone']}, {left['unsent']}",
        "aim: nothing left",
    )
    yield row("peak memory", f"{running.peak_megabytes:.0f} MB", "aim: below 300 MB")
