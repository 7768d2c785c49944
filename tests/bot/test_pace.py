"""Nobody is sent more than a chat can take, and waiting for nothing takes longer each time."""

import math

from bot.backoff import backoff
from bot.pace import Pace


def test_a_chat_waits_a_second_after_a_message_and_others_do_not() -> None:
    pace = Pace()
    pace.went("anna", 10.0)

    assert (pace.room(10.9), pace.free("anna"), pace.free("bert")) == (5, False, True)
    assert (pace.room(11.0), pace.free("anna")) == (5, True)


def test_all_together_keep_to_so_many_a_second() -> None:
    pace = Pace(overall=10)
    went = 0
    for tick in range(300):
        for _ in range(int(pace.room(tick / 100))):
            pace.take()
            went += 1

    assert went == 34  # five at once, then ten a second


def test_without_a_pace_any_number_may_go() -> None:
    pace = Pace(per_chat=0, overall=None)
    pace.went("anna", 10.0)

    assert (pace.room(10.0), pace.free("anna"), pace.soonest(10.0)) == (math.inf, True, math.inf)


def test_what_a_channel_says_is_kept_to_without_a_pace_too() -> None:
    pace = Pace(per_chat=0, overall=None)
    pace.flooded("anna", 7, 10.0)

    assert (pace.room(16.9), pace.free("anna"), pace.free("bert")) == (math.inf, False, True)
    assert math.isclose(pace.soonest(16.9), 0.1)
    assert (pace.room(17.0), pace.free("anna")) == (math.inf, True)


def test_two_chats_told_to_wait_at_once_are_a_word_to_all() -> None:
    pace = Pace()
    pace.flooded("anna", 7, 10.0)
    pace.flooded("bert", 3, 11.0)

    assert (pace.room(16.9), pace.soonest(16.0)) == (0, 1.0)
    assert pace.room(17.0) == 5


def test_waiting_doubles_up_to_five_minutes_and_is_never_the_same_for_all() -> None:
    assert [backoff(attempt, 0.0) for attempt in (0, 1, 2, 3, 20)] == [1, 1, 2, 4, 150]
    assert [backoff(attempt, 1.0) for attempt in (1, 2, 20, 10**6)] == [2, 4, 300, 300]
