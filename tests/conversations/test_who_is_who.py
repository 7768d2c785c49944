"""Who somebody is to us: a visitor, a guest, a person who agreed; and what is kept of each."""

import json
from datetime import timedelta

from conversations.store import outbox
from tests.conversations.situations import (
    ans,
    answer,
    eva,
    many,
    noor,
    number_of,
    one,
    tap,
)
from tests.driver import Talker, Town


def test_the_words_of_somebody_who_did_not_agree_are_gone_when_they_are_answered(
    any_town: Town,
) -> None:
    wim = any_town.visitor("Wim")

    wim.says("wat is een kanariepiet?")

    (row,) = many(any_town.engine, "inbox")
    assert (row["state"], row["payload"], row["blanked_at"]) == ("done", None, row["done_at"])
    assert len(row["digest"]) == 64
    (question,) = many(any_town.engine, "unanswered")
    assert (question["person_id"], question["conversation_id"]) == (None, None)
    assert number_of(any_town.engine, "messages") == 0


def test_the_question_of_somebody_who_agreed_can_be_answered_later(any_town: Town) -> None:
    client = ans(any_town)

    client.says("wat is een kanariepiet?")

    (question,) = many(any_town.engine, "unanswered")
    assert question["conversation_id"] == client.conversation
    (row,) = many(any_town.engine, "inbox")
    assert row["payload"] is not None


def test_from_the_turn_in_which_consent_is_withdrawn_nothing_is_kept(any_town: Town) -> None:
    client = ans(any_town)
    client.says("/mijngegevens")

    tap(client, "withdraw")
    client.says("dit is een kanarie")

    withdrawing, after = many(any_town.engine, "inbox")[-2:]
    assert (withdrawing["payload"], after["payload"]) == (None, None)
    bodies = [row["body"] for row in many(any_town.engine, "texts")]
    assert bodies == ["/mijngegevens"] or bodies == []


def test_a_dialogue_of_somebody_who_did_not_agree_is_forgotten_after_a_day(
    any_town: Town,
) -> None:
    wim, client = any_town.visitor("Wim"), ans(any_town)
    for each in (wim, client):
        each.says("ik maak me zorgen over de medicijnen, niemand regelt dat")

    any_town.now += timedelta(hours=25)
    any_town.rounds.forget(any_town.now)

    talks = {
        row["id"]: json.loads(row["state"]).get("talks") for row in many(any_town.engine,
                                                                         "conversations")
    }  # fmt: skip
    assert not talks[wim.conversation]
    assert talks[client.conversation]


def test_the_message_of_a_visitor_who_agrees_only_in_the_report_can_be_edited(
    any_town: Town,
) -> None:
    wim = any_town.visitor("Wim")
    wim.says("Mijn buurvrouw is al weken in de war en verwaarloost zich, niemand doet iets.")
    ref = wim._last_ref
    _let_pass(wim)

    wim._last_ref = ref
    wim.edits("Mijn buurvrouw is al maanden in de war en verwaarloost zich.")

    steps = [row["kind"] for row in many(any_town.engine, "steps")]
    assert steps == ["sent", "added"]


def test_a_guest_stays_a_guest_until_the_case_manager_knows_them(any_town: Town) -> None:
    engine = any_town.engine
    any_town.invites(eva(any_town).name, confirmed=False)
    guest = any_town.visitor("Gast")
    guest.says(f"/start {any_town.code}")
    answer(guest, "yes", "nl")
    guest.says("Wie doet de medicijnen?")

    before = one(engine, "conversations", guest.conversation)["person_id"]
    log_before = number_of(engine, "access_log")
    tap(noor(any_town), "open_invitation")
    tap(noor(any_town), "confirm_invitation")

    assert before not in (None, any_town.named(eva(any_town).name).id)
    assert log_before == 0
    bound = one(engine, "conversations", guest.conversation)["person_id"]
    assert bound == any_town.named(eva(any_town).name).id
    assert {row["person_id"] for row in many(engine, "messages")} == {bound}


def test_a_guest_whom_the_case_manager_does_not_know_is_nobody(any_town: Town) -> None:
    engine = any_town.engine
    any_town.invites(eva(any_town).name, confirmed=False)
    guest = any_town.visitor("Gast")
    guest.says(f"/start {any_town.code}")
    answer(guest, "yes", "nl")
    tap(noor(any_town), "open_invitation")
    tap(noor(any_town), "refuse_invitation")

    told = list(guest.sees())
    guest.says("/netwerk")
    guest.says("/vergeetmij")
    answer(guest, "yes")

    assert told
    readers = {row["person_id"] for row in many(engine, "access_log")}
    assert readers == {any_town.named(noor(any_town).name).id}
    assert one(engine, "people", any_town.named(eva(any_town).name).id)["erased_at"] is None


def test_a_visitor_who_agreed_before_can_still_come_in_with_an_invitation(any_town: Town) -> None:
    engine, wim = any_town.engine, any_town.visitor("Wim")
    wim.says("hallo")
    answer(wim, "yes", "nl")
    wim.says("wat is een kanariepiet?")
    any_town.invites(eva(any_town).name, confirmed=True)

    wim.says(f"/start {any_town.code}")

    bound = one(engine, "conversations", wim.conversation)["person_id"]
    assert bound == any_town.named(eva(any_town).name).id
    assert {row["person_id"] for row in many(engine, "unanswered")} == {bound}
    assert number_of(engine, "wrong_codes") == 0


def test_who_is_known_already_is_not_a_guest_again_by_a_second_invitation(any_town: Town) -> None:
    any_town.invites(eva(any_town).name, confirmed=False)

    eva(any_town).says(f"/start {any_town.code}")
    eva(any_town).says("Wie doet de medicijnen?")

    assert "Fatma" in "\n".join(eva(any_town).sees())
    assert number_of(any_town.engine, "access_log") == 1


def test_nobody_becomes_somebody_else_by_a_code(any_town: Town) -> None:
    any_town.invites(eva(any_town).name, confirmed=True)

    ans(any_town).says(f"/start {any_town.code}")

    row = one(any_town.engine, "conversations", ans(any_town).conversation)
    assert row["person_id"] == any_town.named(ans(any_town).name).id
    assert number_of(any_town.engine, "wrong_codes") == 1


def test_a_person_hears_the_language_chosen_in_another_chat(any_town: Town) -> None:
    any_town.engine.execute(
        "UPDATE people SET language = 'en' WHERE id = :id",
        id=any_town.named(ans(any_town).name).id,
    )

    ans(any_town).says("/mijngegevens")

    assert outbox.shown(any_town.engine, ans(any_town).conversation)[0].body["language"] == "en"


def _let_pass(visitor: Talker) -> None:
    for key in ("other", "yes"):
        answer(visitor, key)
