"""A turn: the oldest update of a chat is taken, and all that follows is written, or nothing."""

import json

import pytest

from bot.web.decode import said
from conversations.errors import ConstraintBroken
from conversations.store import inbox, outbox
from conversations.store.inbox import Arrival
from tests.conversations.situations import (
    ans,
    eva,
    many,
    newest,
    noor,
    number_of,
    offered,
    one,
    signal_of_eva,
    tap,
)
from tests.driver import CHANNEL, Talker, Town


def _arrives(talker: Talker, payload: str, update: str) -> int:
    arrival = Arrival(
        channel=CHANNEL, bot=CHANNEL, update_id=update, chat=talker.chat, payload=payload
    )
    return inbox.receive(talker.town.engine, talker.town.ids, [arrival], talker.town.now)


def _take_all(town: Town) -> int:
    taken = 0
    while town.turns.take(town.now) is not None:
        taken += 1
    return taken


def test_a_message_that_is_delivered_twice_is_answered_once(any_town: Town) -> None:
    client = ans(any_town)
    payload = said("wat is respijtzorg?", "m1", None)

    new = [_arrives(client, payload, "77") for _ in range(2)]
    taken = _take_all(any_town)
    again = _arrives(client, payload, "77")

    assert (new, taken, again) == ([1, 0], 1, 0)
    assert number_of(any_town.engine, "outbox") == 1


def test_another_message_under_a_number_used_before_is_answered_too(any_town: Town) -> None:
    client = ans(any_town)

    _arrives(client, said("wat is respijtzorg?", "m1", None), "77")
    _arrives(client, said("wat is een zorgplan?", "m2", None), "77")

    assert _take_all(any_town) == 2
    assert number_of(any_town.engine, "outbox") == 2


def test_the_messages_of_a_chat_are_taken_in_the_order_they_came(any_town: Town) -> None:
    client = ans(any_town)
    words = [f"bericht {number}" for number in range(5)]
    for number, each in enumerate(words):
        _arrives(client, said(each, f"m{number}", None), f"9{number}")

    _take_all(any_town)

    kept = [row["ref"] for row in many(any_town.engine, "messages")]
    assert kept == [f"m{number}" for number in range(5)]


def test_a_turn_that_fails_leaves_nothing_and_is_put_aside_after_three_tries(
    any_town: Town,
) -> None:
    client, turns = ans(any_town), any_town.turns
    _arrives(client, "this is not json", "1")
    _arrives(client, said("wat is respijtzorg?", "m2", None), "2")

    aside = []
    for _ in range(3):
        with pytest.raises(json.JSONDecodeError):
            turns.take(any_town.now)
        assert turns.under_way is not None
        assert number_of(any_town.engine, "outbox") == 0
        aside.append(turns.failed(turns.under_way, "JSONDecodeError", any_town.now))

    assert aside == [False, False, True]
    (row,) = any_town.engine.query("SELECT * FROM inbox WHERE state = 'aside'")
    assert row["error"] == "JSONDecodeError"
    (todo,) = many(any_town.engine, "follow_ups")
    assert todo["kind"] == "turn_failed"
    assert todo["assignee_id"] == any_town.organisation.intake_desk.id
    assert todo["conversation_id"] == client.conversation
    assert client.sees()
    assert _take_all(any_town) == 1  # the next one goes on


def test_when_the_access_row_cannot_be_written_nothing_is_shown(any_town: Town) -> None:
    engine = any_town.engine
    refusal = {
        "sqlite": ["CREATE TRIGGER no_log BEFORE INSERT ON access_log BEGIN"
                   " SELECT RAISE(ABORT, 'the log is full'); END"],
        "postgresql": ["CREATE TRIGGER no_log BEFORE INSERT ON access_log FOR EACH ROW"
                       " EXECUTE FUNCTION refuse_change('the log is full')"],
    }[engine.dialect.name]  # fmt: skip
    for statement in refusal:
        engine.execute(statement)
    client = ans(any_town)
    _arrives(client, said("/netwerk", "m1", None), "1")

    with pytest.raises(ConstraintBroken):
        any_town.turns.take(any_town.now)

    assert number_of(engine, "outbox") == 0
    assert one(engine, "inbox", newest(engine, "inbox"))["state"] == "new"


def test_a_group_hears_one_line_and_nothing_is_kept_of_it(any_town: Town) -> None:
    group = any_town.visitor("Groep")

    group.writes_in_a_group("wie doet de medicijnen?")

    (row,) = outbox.shown(any_town.engine, group.conversation)
    assert row.body["leave"] is True
    assert many(any_town.engine, "inbox")[0]["payload"] is None


def test_whoever_left_and_comes_back_hears_what_could_not_be_delivered(any_town: Town) -> None:
    client = ans(any_town)
    client.says("wat is respijtzorg?")
    (first,) = outbox.shown(any_town.engine, client.conversation)
    outbox.died(any_town.engine, any_town.ids, first.id, "blocked", any_town.now)
    client.leaves()  # the channel may say so twice

    client.says("ik ben er weer")

    rows = outbox.shown(any_town.engine, client.conversation)
    assert rows[1].body["blocks"] == first.body["blocks"]
    (todo,) = many(any_town.engine, "follow_ups")
    assert (todo["kind"], todo["done_at"] is None) == ("rerouted", False)
    assert one(any_town.engine, "conversations", client.conversation)["dead_at"] is None


def test_an_edited_message_is_a_new_version_and_the_case_manager_sees_both(
    any_town: Town,
) -> None:
    signal_of_eva(any_town, "Ik houd het niet meer vol, ik ben de hele dag aan het regelen.")
    carer, manager = eva(any_town), noor(any_town)
    carer.says("wat is respijtzorg?")
    versions = number_of(any_town.engine, "message_versions")

    carer._last_ref = many(any_town.engine, "messages")[0]["ref"]
    carer.edits("Ik houd het niet meer vol, ik ben dag en nacht aan het regelen.")
    tap(manager, "open_report")

    assert number_of(any_town.engine, "message_versions") == versions + 1
    heard = "\n".join(manager.sees())
    assert "de hele dag aan het regelen" in heard
    assert "dag en nacht aan het regelen" in heard


def test_a_button_that_is_tapped_a_hundred_times_does_its_work_once(any_town: Town) -> None:
    signal = signal_of_eva(any_town)
    manager = noor(any_town)
    tap(manager, "open_report")
    taken = offered(manager, "take_report")

    for _ in range(100):
        manager.taps_id(taken)

    kinds = [row["kind"] for row in many(any_town.engine, "steps")]
    assert kinds == ["sent", "taken"]
    assert one(any_town.engine, "signals", signal)["owner_id"] == any_town.named(manager.name).id


def test_a_step_holds_ids_and_no_words(any_town: Town) -> None:
    signal_of_eva(any_town)
    manager = noor(any_town)
    tap(manager, "open_report")
    tap(manager, "answer_report")
    manager.says("Ik bel u kanariemiddag.")

    assert "kanariemiddag" not in str(many(any_town.engine, "steps"))
    assert "kanariemiddag" in str(many(any_town.engine, "texts"))


STRANGE = {
    "nul": "wat is \0 respijtzorg?",
    "half a pair": "wat is \ud83d respijtzorg?",
    "bidi": "\u202ewat is respijtzorg?\u202c",
    "zalgo": "w\u0315\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308at is respijtzorg?",
    "emoji only": "\U0001f622\U0001f622",
    "zero width": "wat\u200b is\u200d respijtzorg?",
    "braces": "wat is {name} en %s en {0}?",
    "quotes": "wat is 'respijtzorg'; DROP TABLE people; --?",
    "long": "wat is respijtzorg? " * 300,
    "empty": "",
}


@pytest.mark.parametrize("kind", STRANGE)
def test_strange_words_are_answered_like_others(any_town: Town, kind: str) -> None:
    ans(any_town).says(STRANGE[kind])

    assert ans(any_town).sees()
    assert one(any_town.engine, "inbox", newest(any_town.engine, "inbox"))["state"] == "done"
