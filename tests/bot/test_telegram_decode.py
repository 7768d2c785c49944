"""What a person did in Telegram is read as it was meant, and nothing is taken from a group."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Undecodable
from bot.telegram.decode import KINDS, chat_of, decode
from conversations.messages import (
    Attached,
    AttachmentKind,
    Edited,
    Ignored,
    Incoming,
    Left,
    Message,
    Said,
    Tapped,
)
from tests.fakes.bot_api.people import People

ANNA, GROUP = 11, -100
ANNA_USER = {"id": ANNA, "is_bot": False, "first_name": "Anna"}


@pytest.fixture
def people() -> People:
    return People()


def latest(people: People) -> dict[str, Any]:
    return json.loads(json.dumps(people.queue.pending[-1]))


def read(people: People) -> Incoming:
    return decode(json.dumps(latest(people)))


def test_words_are_read_as_typed_with_the_language_of_the_app(people: People) -> None:
    number = people.says(ANNA, "Wat is *ketenzorg*?\nEn _respijtzorg_?")

    assert read(people) == Incoming(
        message=Said(text="Wat is *ketenzorg*?\nEn _respijtzorg_?"), ref=str(number), language="nl"
    )


def test_a_long_message_is_kept_whole(people: People) -> None:
    people.says(ANNA, "a" * 5000)

    assert read(people).message == Said(text="a" * 5000)


def test_a_command_is_words_that_begin_with_a_slash(people: People) -> None:
    people.says(ANNA, "/start Q2hhb3M")

    assert read(people).message == Said(text="/start Q2hhb3M")


def test_what_no_database_can_keep_is_taken_out(people: People) -> None:
    people.says(ANNA, "a\0b\ud800c😀", entities=[])

    assert read(people).message == Said(text="abc😀")


def test_words_of_somebody_else_are_marked_as_such(people: People) -> None:
    people.forwards(ANNA, "Zij drinkt", written_by="Buurman")
    assert read(people).message == Said(text="Zij drinkt", forwarded=True)

    other_bot = {"id": 5, "is_bot": True, "first_name": "gif"}
    people.says(ANNA, "via een ander", via_bot=other_bot)
    assert read(people).message == Said(text="via een ander", forwarded=True)


def test_an_edit_carries_the_reference_of_the_first_words(people: People) -> None:
    number = people.says(ANNA, "Ik ben moe")
    people.edits(ANNA, number, "Ik ben op")

    assert read(people) == Incoming(
        message=Edited(text="Ik ben op"), ref=str(number), language="nl"
    )


def test_a_press_carries_its_opaque_id_alone(people: People) -> None:
    people.forges_tap(ANNA, 77, "k1\0")

    assert read(people) == Incoming(message=Tapped(button="k1"), ref="77", language="nl")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("photo", AttachmentKind.PHOTO),
        ("voice", AttachmentKind.VOICE),
        ("document", AttachmentKind.DOCUMENT),
        ("location", AttachmentKind.LOCATION),
        ("contact", AttachmentKind.CONTACT),
        ("sticker", AttachmentKind.OTHER),
    ],
)
def test_what_is_attached_is_named(people: People, kind: str, expected: AttachmentKind) -> None:
    people.attaches(ANNA, kind, caption="kijk")

    assert read(people).message == Attached(kind=expected, caption="kijk")


def test_a_film_without_sound_is_not_taken_for_a_document(people: People) -> None:
    file = {"file_id": "f", "file_unique_id": "u"}
    film = file | {"width": 1, "height": 1, "duration": 1}
    people.attaches(ANNA, "document")
    update = latest(people)
    update["message"]["animation"] = film

    assert decode(json.dumps(update)).message == Attached(kind=AttachmentKind.OTHER)


def test_a_person_who_blocks_the_bot_has_left_and_can_come_back(people: People) -> None:
    people.blocks(ANNA)
    assert read(people) == Incoming(message=Left())

    people.unblocks(ANNA)
    assert read(people) == Incoming(message=Ignored(kind="my_chat_member"))


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_of_a_group_nothing_is_taken_but_that_we_are_in_it(people: People, kind: str) -> None:
    people.writes_in_group(GROUP, ANNA, "mevrouw Jansen is gevallen", kind=kind)

    assert read(people) == Incoming(message=Ignored(kind="message"), private=False)


def test_a_group_that_adds_the_bot_is_known_as_one(people: People) -> None:
    people.adds_to_group(GROUP, ANNA)

    assert read(people) == Incoming(message=Ignored(kind="my_chat_member"), private=False)


@pytest.mark.parametrize(
    ("update", "message"),
    [
        (
            {"inline_query": {"id": "1", "from": ANNA_USER, "query": "", "offset": ""}},
            "inline_query",
        ),
        ({"something_new": {"of": "later"}}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_a_kind_that_means_nothing_to_us_is_sound(update: dict[str, Any], message: str) -> None:
    assert decode(json.dumps({"update_id": 5} | update)).message == Ignored(kind=message)


def test_a_place_that_moves_on_is_not_an_edit_of_words(people: People) -> None:
    people.attaches(ANNA, "location")
    moved = {"edited_message": latest(people)["message"], "update_id": 5}

    assert decode(json.dumps(moved)).message == Ignored(kind="edited_message")


def test_what_cannot_be_read_is_named_by_its_number_and_never_by_its_words() -> None:
    update = {"update_id": 812, "message": {"message_id": 1, "text": "geheim"}}

    with pytest.raises(Undecodable) as caught:
        decode(json.dumps(update))

    assert str(caught.value) == "update 812 cannot be read: KeyError"
    assert caught.value.update_id == 812
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("payload", ["", "[]", "null", "{", '{"update_id": {}}', "[" * 5000])
def test_what_is_no_update_at_all_is_refused_in_the_same_way(payload: str) -> None:
    with pytest.raises(Undecodable):
        decode(payload)


def test_the_chat_is_found_in_every_kind_and_in_unsound_ones(people: People) -> None:
    people.says(ANNA, "een")
    people.edits(ANNA, 1, "twee")
    people.forges_tap(ANNA, 1, "k1")
    people.blocks(ANNA)
    unsound = {"message": {"chat": {"id": ANNA}}}

    assert {chat_of(update) for update in (*people.queue.pending, unsound)} == {str(ANNA)}


@pytest.mark.parametrize("chat", [None, [], {}, {"id": "x"}, {"id": True}, {"id": None}])
def test_where_no_chat_is_named_none_is_found(chat: object) -> None:
    assert [chat_of({kind: {"chat": chat}}) for kind in KINDS] == [None] * len(KINDS)
    assert chat_of({"business_message": {"chat": {"id": ANNA}}}) is None


def _samples() -> list[dict[str, Any]]:
    people = People()
    number = people.says(ANNA, "/start abc")
    people.forwards(ANNA, "tekst", written_by="Buurman")
    people.attaches(ANNA, "photo", caption="kijk")
    people.edits(ANNA, number, "/start abd")
    people.forges_tap(ANNA, number, "k1")
    people.writes_in_group(GROUP, ANNA, "hallo")
    people.blocks(ANNA)
    return [json.loads(json.dumps(update)) for update in people.queue.pending]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@st.composite
def _damaged(draw: st.DrawFn) -> dict[str, Any]:
    """A sound update of which one value, at any depth, is another one or gone."""
    update = draw(st.sampled_from(_samples()))
    place: Any = update
    while True:
        key = draw(st.sampled_from(sorted(place)) if isinstance(place, dict) else st.just(0))
        inner = place[key]
        if not inner or not isinstance(inner, dict | list) or draw(st.booleans()):
            break
        place = inner
    if draw(st.booleans()):
        place[key] = draw(_JSON)
    else:
        del place[key]
    return update


@settings(max_examples=400, deadline=None)
@given(_damaged())
def test_no_damage_does_more_than_put_one_update_aside(update: dict[str, Any]) -> None:
    chat_of(update)
    try:
        message: Message = decode(json.dumps(update)).message
    except Undecodable:
        return
    assert isinstance(message, Message)
