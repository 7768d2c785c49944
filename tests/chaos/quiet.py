"""The same messages once more, in the order of their turns, in one process that nobody kills."""

from datetime import datetime

from bot.channels import DECODERS
from bot.organisation import organisation_of
from bot.shelf import knowledge_of
from bot.telegram.receiver import arrival
from conversations.store import inbox, topics
from conversations.store.engine import Engine, open_engine
from conversations.store.ids import Ids
from conversations.turn import Turns
from knowledge.topics import shipped
from tests.chaos.crowd import Act
from tests.chaos.records import Places, said
from tests.chaos.town import BOT_ID, Chats, settings, settle
from tests.learning import LEARNING

_MEMORY = ":memory:"


def replay(
    ledger: list[Act],
    chats: Chats,
    received: dict[str, datetime],
    settled_at: datetime,
    places: Places,
) -> tuple[Engine, int]:
    """Give what these acts lead to, and how many buttons were never offered there.

    `places` are those of the run that is compared; `received` gives when an act came in, and in
    its own order which turn came first. What it does not know comes last, as it was offered.
    """
    engine, ids = open_engine(_MEMORY), Ids()
    settle(engine, ids, chats, settled_at)
    topics.load_shipped(engine, shipped(), settled_at)
    known = knowledge_of(topics.published(engine), LEARNING)
    turns = Turns(
        engine,
        ids,
        knowledge=lambda: known,
        organisation=organisation_of(engine, settings(_MEMORY)),
        decoders=DECODERS,
    )
    mine, last, strange = Places(), "", 0
    turn = {digest: place for place, digest in enumerate(received)}
    for act in sorted(ledger, key=lambda act: (turn.get(act.digest, len(turn)), act.number)):
        now = received.get(act.digest, settled_at)
        button = mine.at.get(places.of.get(act.button, ()), "")
        strange += bool(act.button) and not button
        _take(engine, ids, turns, act, button, now)
        for message in said(engine, last):
            mine.add(message)
            last = message.id
    return engine, strange


def _take(engine: Engine, ids: Ids, turns: Turns, act: Act, button: str, now: datetime) -> None:
    update = dict(act.update)
    if act.button:
        update["callback_query"] = dict(update["callback_query"]) | {"data": button or act.button}
    inbox.receive(engine, ids, [arrival(update, BOT_ID)], now)
    while turns.take(now) is not None:
        pass
