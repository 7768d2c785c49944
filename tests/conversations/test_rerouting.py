"""What a dead or silent chat does not take goes another way, once; a reply stays with its chat."""

from datetime import timedelta

from bot.demo_network import CARER, CASE_MANAGER
from conversations.store import conversations, inbox, outbox
from tests.conversations.situations import (
    HEAVY,
    dies,
    eva,
    many,
    noor,
    number_of,
    one,
    signal_of_eva,
    tap,
)
from tests.driver import CHANNEL, Talker, Town, knowledge


def _second_channel(town: Town, name: str) -> Talker:
    chat = f"phone-of-{name}"
    with town.engine.atomic():
        conversation = inbox.conversation_id(
            town.engine, town.ids, CHANNEL, CHANNEL, chat, town.now
        )
        conversations.bind(town.engine, conversation, town.named(name).id)
    return Talker(town, name, chat, conversation)


def _used_last(talker: Talker) -> None:
    talker.says("hallo")
    talker.town.engine.execute("UPDATE outbox SET state = 'sent' WHERE state = 'pending'")


def _has(town: Town, signal: str) -> str:
    row = one(town.engine, "signals", signal)
    holder = row["owner_id"] or row["with_id"]
    return str(one(town.engine, "people", holder)["name"])


def _minute(town: Town) -> None:
    """One round of `run`, within a minute."""
    town.now += timedelta(seconds=30)
    town.rounds.reroute(town.now)
    town.rounds.climb_due(knowledge(), town.now)


def test_an_alert_goes_on_at_once_by_the_next_channel(any_town: Town) -> None:
    phone = _second_channel(any_town, CASE_MANAGER)
    _used_last(noor(any_town))
    signal = signal_of_eva(any_town)
    dies(noor(any_town))

    _minute(any_town)

    assert "S-2026-0001" in "\n".join(phone.sees())
    tap(phone, "open_report")
    assert HEAVY in "\n".join(phone.sees())
    assert _has(any_town, signal) == CASE_MANAGER
    (todo,) = many(any_town.engine, "follow_ups")
    assert (todo["kind"], todo["done_at"] is None) == ("rerouted", False)


def test_an_alert_goes_on_only_once(any_town: Town) -> None:
    phone = _second_channel(any_town, CASE_MANAGER)
    _used_last(noor(any_town))
    signal_of_eva(any_town)
    dies(noor(any_town))

    for _ in range(3):
        _minute(any_town)

    assert len(outbox.shown(any_town.engine, phone.conversation)) == 1


def test_staff_cannot_be_muted_where_work_calls(town: Town) -> None:
    conversations.mute(town.engine, noor(town).conversation, town.now)

    signal_of_eva(town)

    assert "S-2026-0001" in "\n".join(noor(town).sees())


def test_whoever_asked_for_silence_gets_no_notice_and_makes_no_work(town: Town) -> None:
    signal_of_eva(town)
    eva(town).says("/stop")
    eva(town).sees().clear()

    tap(noor(town), "open_report")
    tap(noor(town), "seen_report")

    assert "gezien" not in "\n".join(eva(town).sees())
    assert number_of(town.engine, "follow_ups") == 0


def test_a_notice_to_somebody_silent_in_one_chat_goes_to_the_other(town: Town) -> None:
    tablet = _second_channel(town, CARER)
    signal_of_eva(town)
    conversations.mute(town.engine, eva(town).conversation, town.now)

    tap(noor(town), "open_report")
    tap(noor(town), "seen_report")

    assert "S-2026-0001" in "\n".join(tablet.sees())


def test_what_died_in_a_silent_chat_is_not_sent_by_another_silent_one(town: Town) -> None:
    tablet = _second_channel(town, CARER)
    conversations.mute(town.engine, tablet.conversation, town.now)
    signal_of_eva(town)
    tap(noor(town), "open_report")
    tap(noor(town), "seen_report")  # a notice to Eva
    dies(eva(town))

    _minute(town)

    assert outbox.shown(town.engine, tablet.conversation) == []


def test_a_reply_waits_for_the_person_to_come_back_to_its_chat(town: Town) -> None:
    tablet = _second_channel(town, CARER)
    eva(town).says("wat is respijtzorg?")
    dies(eva(town))

    _minute(town)
    elsewhere = outbox.shown(town.engine, tablet.conversation)
    eva(town).sees().clear()
    eva(town).says("hallo")

    assert elsewhere == []
    assert "espijtzorg" in "\n".join(eva(town).sees())


def test_an_answer_waits_for_somebody_whose_chats_are_all_dead(any_town: Town) -> None:
    signal_of_eva(any_town)
    any_town.engine.execute("UPDATE outbox SET state = 'sent' WHERE state = 'pending'")
    conversations.died(any_town.engine, eva(any_town).conversation, "blocked", any_town.now)
    tap(noor(any_town), "open_report")
    tap(noor(any_town), "answer_report")
    noor(any_town).says("Ik kom morgen langs.")
    dies(eva(any_town))

    eva(any_town).says("hallo")

    assert "Ik kom morgen langs." in "\n".join(eva(any_town).sees())
