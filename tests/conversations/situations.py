"""Situations to start from, and what the database holds afterwards; free of how things are worded.

Buttons are found by what they do, so that a better wording of a label breaks no test here.
"""

import json
from typing import Any, Final

from bot.demo_network import CARER, CASE_MANAGER, CLIENT, DEPUTY
from conversations.store import conversations, outbox
from conversations.store.engine import Engine, Row
from tests.driver import Talker, Town

HEAVY: Final = (
    "Ik houd het niet meer vol, ik ben de hele dag aan het regelen en niemand heeft het overzicht."
)


def offered(talker: Talker, do: str, more: str = "") -> str:
    """The id of the newest button that does this, offered to this person."""
    found = [
        row["id"]
        for row in talker.town.engine.query(
            "SELECT id, action FROM buttons WHERE conversation_id = :id ORDER BY id",
            id=talker.conversation,
        )
        if _does(json.loads(row["action"]), do, more)
    ]
    assert found, f"{talker.name} was not offered {do} {more}; {talker.sees()}"
    return str(found[-1])


def _does(action: dict[str, Any], do: str, more: str) -> bool:
    return bool(action["do"] == do and more in ("", action["more"]))


def tap(talker: Talker, do: str, more: str = "") -> None:
    talker.taps_id(offered(talker, do, more))


def answer(talker: Talker, *keys: str) -> None:
    """Answer the questions that wait, one after the other, by their keys."""
    for key in keys:
        tap(talker, "answer", key)


def ans(town: Town) -> Talker:
    return town.person(CLIENT)


def eva(town: Town) -> Talker:
    return town.person(CARER)


def noor(town: Town) -> Talker:
    return town.person(CASE_MANAGER)


def bram(town: Town) -> Talker:
    return town.person(DEPUTY)


def signal_of_eva(town: Town, words: str = HEAVY) -> str:
    """Eva tells what is heavy and lets it be passed on; gives the id of the signal."""
    carer = eva(town)
    carer.says(words)
    answer(carer, town.named(CLIENT).id, "yes")
    return newest(town.engine, "signals")


def dies(talker: Talker) -> None:
    """The channel turns out to be dead when something is sent."""
    rows = [
        row
        for row in many(talker.town.engine, "outbox")
        if row["conversation_id"] == talker.conversation and row["state"] == "pending"
    ]
    for row in rows[-1:]:
        outbox.died(talker.town.engine, talker.town.ids, row["id"], "blocked", talker.town.now)
    if not rows:
        conversations.died(talker.town.engine, talker.conversation, "blocked", talker.town.now)


def newest(engine: Engine, table: str) -> str:
    rows = engine.query(f"SELECT max(id) AS id FROM {table}")  # noqa: S608 - a table of a test
    return str(rows[0]["id"])


def one(engine: Engine, table: str, id_: str) -> Row:
    (row,) = engine.query(f"SELECT * FROM {table} WHERE id = :id", id=id_)  # noqa: S608
    return row


def many(engine: Engine, table: str, order: str = "id") -> list[Row]:
    return engine.query(f"SELECT * FROM {table} ORDER BY {order}")  # noqa: S608


def number_of(engine: Engine, table: str) -> int:
    return len(many(engine, table, "1"))
