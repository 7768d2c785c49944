"""A chaos run that finds nothing must be able to find something: each kind of harm is seen."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from conversations.store.engine import Engine
from tests.chaos.crowd import Act
from tests.chaos.quiet import replay
from tests.chaos.records import Places, said
from tests.chaos.town import chats
from tests.chaos.verdict import Verdict, judge
from tests.fakes.bot_api import SentMessage
from tests.fakes.bot_api.people import People

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CROWD = chats(4)
WORDS = ("Wat is een quofakast?", "Wat is een zevokast?")


@pytest.fixture(scope="module")
def ledger() -> list[Act]:
    people = People()
    for words in WORDS:
        people.says(CROWD.home[0], words)
    updates = people.queue.pending
    return [Act(number=u["update_id"], chat=CROWD.home[0], update=u) for u in updates]


@pytest.fixture
def engine(ledger: list[Act]) -> Iterator[Engine]:
    """What a run left behind in which nothing went wrong."""
    left, strange = replay(ledger, CROWD, {}, NOW, Places())
    assert not strange
    left.execute("UPDATE outbox SET state = 'sent'")
    yield left
    left.close()


@pytest.fixture
def seen(engine: Engine) -> list[SentMessage]:
    return [
        SentMessage(chat=message.chat, message_id=number, method="sendMessage", text=text,
                    buttons=[[("", button) for button in buttons]])
        for number, message in enumerate(said(engine))
        for text, buttons in message.seen
    ]  # fmt: skip


def judged(engine: Engine, ledger: list[Act], seen: list[SentMessage]) -> Verdict:
    return judge(engine, ledger, seen, CROWD, NOW)


def test_a_run_without_harm_has_no_faults(
    engine: Engine, ledger: list[Act], seen: list[SentMessage]
) -> None:
    assert list(judged(engine, ledger, seen).faults(kills=0)) == []


def test_an_update_that_is_not_there_is_lost(
    engine: Engine, ledger: list[Act], seen: list[SentMessage]
) -> None:
    engine.execute("DELETE FROM inbox WHERE id = (SELECT max(id) FROM inbox)")

    assert judged(engine, ledger, seen).lost == [f"update {ledger[-1].number}"]


def test_a_question_that_was_not_kept_is_lost(
    engine: Engine, ledger: list[Act], seen: list[SentMessage]
) -> None:
    engine.execute("DELETE FROM unanswered WHERE id = (SELECT max(id) FROM unanswered)")

    (lost,) = judged(engine, ledger, seen).lost
    assert "zevokast" in lost


def test_a_question_that_was_kept_twice_is_doubled(
    engine: Engine, ledger: list[Act], seen: list[SentMessage]
) -> None:
    engine.execute(
        """INSERT INTO unanswered (id, text_id, person_id, conversation_id, language, reason,
                asked_at) SELECT id || 'x', text_id, person_id, conversation_id, language, reason,
                asked_at FROM unanswered LIMIT 1"""
    )

    (doubled,) = judged(engine, ledger, seen).doubled
    assert "quofakast" in doubled


def test_an_answer_that_nobody_saw_is_lost(
    engine: Engine, ledger: list[Act], seen: list[SentMessage]
) -> None:
    assert judged(engine, ledger, seen[1:]).lost == [f"message to {CROWD.home[0]}"]


def test_answers_in_another_order_are_told(
    engine: Engine, ledger: list[Act], seen: list[SentMessage]
) -> None:
    assert judged(engine, ledger, seen[::-1]).order == [f"messages to {CROWD.home[0]}"]


def test_a_copy_is_counted_and_four_of_one_are_too_many(
    engine: Engine, ledger: list[Act], seen: list[SentMessage]
) -> None:
    verdict = judged(engine, ledger, [seen[0], *seen, seen[0], seen[0]])

    assert (verdict.copies, verdict.most_times, verdict.order) == (3, 4, [])
    assert list(verdict.faults(kills=3)) == ["one message was seen 4 times"]


def test_a_row_that_stays_is_without_exit(
    engine: Engine, ledger: list[Act], seen: list[SentMessage]
) -> None:
    engine.execute("UPDATE outbox SET state = 'uncertain' WHERE seq = 1")

    assert len(judged(engine, ledger, seen).stuck) == 1


def test_the_quiet_run_takes_turns_in_the_order_in_which_they_were_taken(
    ledger: list[Act],
) -> None:
    other_way_round = {act.digest: NOW for act in reversed(ledger)}
    quiet, _ = replay(ledger, CROWD, other_way_round, NOW, Places())
    asked = quiet.query(
        "SELECT t.body FROM unanswered u JOIN texts t ON t.id = u.text_id ORDER BY u.id"
    )
    quiet.close()

    assert [row["body"] for row in asked] == [*reversed(WORDS)]


def test_notices_without_words_are_told_apart_by_what_they_open() -> None:
    people = People()
    for chat, name in zip(CROWD.home, ("Quofa", "Zevok"), strict=False):
        people.says(chat, f"Mijn vader ligt bewusteloos op de grond. Groet, {name}")
    acts = [
        Act(number=u["update_id"], chat=u["message"]["chat"]["id"], update=u)
        for u in people.queue.pending
    ]
    engine, _ = replay(acts, CROWD, {}, NOW, Places())
    notices = [message for message in said(engine) if message.urgency == "alert"]
    engine.close()
    assert len(notices) == len({message.plain for message in notices}) == 2
