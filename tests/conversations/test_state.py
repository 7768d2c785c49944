"""Where a conversation stands, as plain data that every later version can read."""

import json

from conversations.state import State, Talk, from_json, to_json

TALK = Talk(
    script="tell_concern",
    id="3",
    given={"words": "het gaat niet"},
    answers={"about": "self", "share": "yes"},
    asked="bottleneck",
    misses=1,
)


def test_a_state_survives_the_database() -> None:
    state = State(talks=(TALK,), paused=(TALK,), talked=3, hushed=True, misses=2, in_part="tr")

    assert from_json(json.loads(json.dumps(to_json(state)))) == state


def test_the_order_of_the_answers_survives_for_it_is_the_way_back() -> None:
    read = from_json(to_json(State(talks=(TALK,))))

    assert read.talks[0].stepped_back().answers == {"about": "self"}


def test_a_row_of_an_earlier_version_is_read() -> None:
    assert from_json({"talks": [{"script": "erase_me", "id": "1"}]}) == State(
        talks=(Talk(script="erase_me", id="1"),)
    )


def test_an_empty_row_is_a_new_conversation() -> None:
    assert from_json({}) == State()


def test_an_answer_wipes_out_the_misses() -> None:
    assert TALK.answered("bottleneck", "other").misses == 0


def test_stepping_back_from_the_first_question_changes_nothing() -> None:
    first = Talk(script="erase_me", id="1")

    assert first.stepped_back() == first


def test_a_renewed_talk_has_other_buttons() -> None:
    state = State(talks=(TALK,), talked=3)

    assert state.renewed(TALK).talks[0].question == "4:bottleneck"
    assert TALK.question == "3:bottleneck"


def test_a_talk_begun_below_comes_last() -> None:
    first = Talk(script="first_contact", id="4")

    assert State(talks=(TALK,), talked=3).begun_below(first) == State(talks=(first, TALK), talked=4)
