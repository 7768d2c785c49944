"""What is to be sent goes in order, the urgent first, and nothing is lost or sent for nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from conversations.store import outbox
from conversations.store.engine import Engine, migrate
from tests.fakes.post import Post

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def post(engine: Engine) -> Post:
    migrate(engine)
    return Post(engine, NOW)


def test_each_chat_has_its_oldest_message_sent_first(post: Post) -> None:
    first, _ = post.write("anna"), post.write("anna")
    bert = post.write("bert")

    assert post.due() == [first, bert]
    assert post.due(limit=1) == [first]


def test_a_message_tells_to_whom_and_what(post: Post) -> None:
    id_ = post.write("anna", "alert")

    assert outbox.due(post.engine, "telegram", "4242", NOW, 1) == [
        outbox.OutboxRow(
            id=id_,
            conversation_id="anna",
            chat="anna",
            urgency=outbox.Urgency.ALERT,
            body={"blocks": [{"kind": "plain", "text": "Dag"}]},
            attempts=0,
            parts_sent=0,
            interrupted=0,
            uncertain=False,
            dead_reason=None,
        )
    ]


def test_danger_goes_first_then_alerts_then_the_rest_by_age(post: Post) -> None:
    notice, answer = post.write("anna", "notice"), post.write("bert", "answer")
    alert, danger = post.write("cor", "alert"), post.write("dirk", "danger")

    assert post.due() == [danger, alert, notice, answer]


def test_within_a_chat_only_danger_overtakes(post: Post) -> None:
    answer = post.write("anna", "answer")
    post.write("anna", "alert")
    assert post.due() == [answer]

    danger = post.write("anna", "danger")
    post.write("anna", "danger")

    assert post.due() == [danger]


def test_while_one_message_is_under_way_its_chat_waits(post: Post) -> None:
    first, second = post.write("anna"), post.write("anna", "danger")

    assert outbox.start(post.engine, [second], NOW) == {second}
    assert post.due() == []
    outbox.sent(post.engine, [(second, "1001")], NOW)
    assert post.due() == [first]


def test_a_message_is_taken_by_one_worker_only(post: Post) -> None:
    first = post.write("anna")

    assert outbox.start(post.engine, [first], NOW) == {first}
    assert outbox.start(post.engine, [first], NOW) == set()


def test_what_did_not_go_waits_its_time_and_keeps_its_place(post: Post) -> None:
    first, _ = post.write("anna"), post.write("anna")
    outbox.start(post.engine, [first], NOW)
    outbox.retry(post.engine, first, LATER, "server")

    assert post.due() == []
    (row,) = outbox.due(post.engine, "telegram", "4242", LATER, 10)
    assert (row.id, row.attempts, row.uncertain) == (first, 1, False)


def test_of_a_long_message_the_rest_is_due(post: Post) -> None:
    first = post.write("anna")
    outbox.start(post.engine, [first], NOW)
    outbox.progress(post.engine, first, 2)

    (row,) = outbox.due(post.engine, "telegram", "4242", NOW, 10)
    assert (row.id, row.parts_sent, row.attempts) == (first, 2, 0)


def test_after_a_stop_what_was_under_way_is_uncertain(post: Post) -> None:
    first, other = post.write("anna"), post.write("x", bot="99")
    outbox.start(post.engine, [first, other], NOW)

    assert outbox.recover(post.engine, "telegram", "4242") == 1
    (row,) = outbox.due(post.engine, "telegram", "4242", NOW, 10)
    assert (row.id, row.uncertain, row.interrupted) == (first, True, 1)
    assert post.state(other) == "sending"


def test_what_a_person_who_is_gone_would_have_got_becomes_work_for_staff(post: Post) -> None:
    first, second = post.write("anna"), post.write("anna")
    bert = post.write("bert")
    outbox.start(post.engine, [first], NOW)
    outbox.died(post.engine, post.ids, first, "blocked", NOW)

    assert (post.state(first), post.state(second)) == ("dead", "dead")
    assert post.follow_ups() == [first, second]
    assert post.due() == [bert]


def test_one_message_that_cannot_be_shown_leaves_the_others_be(post: Post) -> None:
    first, second = post.write("anna"), post.write("anna")
    outbox.died(post.engine, post.ids, first, "bad_request", NOW, gone=False)

    assert post.due() == [second]
    assert post.follow_ups() == [first]


def test_what_is_written_to_a_dead_chat_later_is_known_to_be_undeliverable(post: Post) -> None:
    first = post.write("anna")
    outbox.died(post.engine, post.ids, first, "blocked", NOW)
    post.write("anna")

    (row,) = outbox.due(post.engine, "telegram", "4242", NOW, 10)
    assert row.dead_reason == "blocked"


def test_telling_twice_that_a_message_died_makes_one_follow_up(post: Post) -> None:
    first = post.write("anna")
    for _ in range(2):
        outbox.died(post.engine, post.ids, first, "blocked", NOW)

    assert post.follow_ups() == [first]
