"""A message is shown as it was meant: marked where it should be, cut where it hurts least."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.body import Block, Body, Button
from bot.telegram.entities import LIMIT, Part, parts, units
from conversations.speech import BlockKind, Speaker
from tests.fakes.bot_api.limits import check_entities, check_keyboard, check_text


def body(*blocks: Block, **more: object) -> Body:
    return Body(blocks=blocks, **more)  # type: ignore[arg-type]


def title(text: str) -> Block:
    return Block(text=text, kind=BlockKind.TITLE)


def quote(text: str) -> Block:
    return Block(text=text, kind=BlockKind.QUOTE)


def marked(part: Part) -> list[tuple[str, str]]:
    raw = part.text.encode("utf-16-le")
    return [
        (e.type, raw[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le"))
        for e in part.entities
    ]


def test_blocks_are_paragraphs_marked_by_what_they_are() -> None:
    (part,) = parts(
        body(
            title("Respijtzorg 😀"),
            Block(text="Iemand neemt het even over."),
            quote("Ik kan *niet* meer 😀"),
            Block(text="ZorgJargon, 24 november 2026", kind=BlockKind.SMALL),
        )
    )

    assert part.text == (
        "Respijtzorg 😀\n\nIemand neemt het even over.\n\nIk kan *niet* meer 😀\n\n"
        "ZorgJargon, 24 november 2026"
    )
    assert marked(part) == [
        (MessageEntity.BOLD, "Respijtzorg 😀"),
        (MessageEntity.BLOCKQUOTE, "Ik kan *niet* meer 😀"),
        (MessageEntity.ITALIC, "ZorgJargon, 24 november 2026"),
    ]


def test_a_number_to_call_stands_on_its_own_line() -> None:
    (part,) = parts(
        body(
            Block(text="Zelfmoordlijn", kind=BlockKind.CALL, number="1813"),
            Block(text="112", kind=BlockKind.CALL, number="112"),
        )
    )

    assert part.text == "Zelfmoordlijn\n1813\n\n112"
    assert marked(part) == [("phone_number", "1813"), ("phone_number", "112")]


def test_who_speaks_is_named_when_it_is_not_the_program() -> None:
    (part,) = parts(
        body(
            Block(text="Ik bel u morgen."),
            speaker=Speaker.CASE_MANAGER,
            speaker_name="Uw casemanager, Joke Smit",
        )
    )

    assert marked(part) == [("bold", "Uw casemanager, Joke Smit")]
    assert part.text == "Uw casemanager, Joke Smit\n\nIk bel u morgen."


def test_a_reference_is_there_once() -> None:
    named = parts(body(Block(text="Uw melding Z-2026-0041 is af."), reference="Z-2026-0041"))
    unnamed = parts(body(Block(text="Uw melding is af."), reference="Z-2026-0041"))

    assert named[0].text == "Uw melding Z-2026-0041 is af."
    assert unnamed[0].text == "Uw melding is af.\n\nZ-2026-0041"


def test_a_long_text_is_split_between_paragraphs_with_the_buttons_on_the_last() -> None:
    blocks = [Block(text=f"{number} " + "woord " * 100) for number in range(20)]
    buttons = ((Button("k1", "Ja"), Button("k2", "Nee")),)

    cut = parts(body(*blocks, buttons=buttons))

    assert [part.text[:2].strip() for part in cut] == ["0", "6", "12", "18"]
    assert [part.keyboard is not None for part in cut] == [False, False, False, True]
    assert cut[-1].keyboard is not None
    assert cut[-1].keyboard.inline_keyboard[0][1].callback_data == "k2"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("zin een. zin twee. zin drie", "zin een. zin twee."),
        ("regel een\nregel twee\nregel drie", "regel een\nregel twee"),
        ("woord " * 9, "woord woord woord"),
        ("x" * 50, "x" * 20),
        ("😀" * 30, "😀" * 10),
    ],
)
def test_what_is_too_long_for_one_message_is_cut_where_it_hurts_least(
    text: str, first: str
) -> None:
    cut = parts(body(quote(text)), limit=20)

    assert cut[0].text == first
    assert all(marked(part) == [("blockquote", part.text)] for part in cut)
    assert all(units(part.text) <= 20 for part in cut)


def test_signs_that_turn_text_around_or_are_not_shown_are_left_out() -> None:
    (part,) = parts(body(quote("a\u202eb\r\nc\x00d\x07e\ud800f  ")))

    assert part.text == "ab\ncdef"
    assert marked(part) == [("blockquote", "ab\ncdef")]


@pytest.mark.parametrize("blocks", [(), (Block(text=" \n\u202e "),)])
def test_a_message_that_says_nothing_has_no_parts(blocks: tuple[Block, ...]) -> None:
    assert parts(body(*blocks)) == ()


_BLOCKS = st.builds(
    Block,
    text=st.text(max_size=60) | st.text("\n .a😀*_[]()`<>&", max_size=200),
    kind=st.sampled_from(BlockKind),
    number=st.sampled_from(["112", "0800-2000"]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_BLOCKS, min_size=1, max_size=6), st.integers(10, 120))
def test_whatever_people_write_telegram_takes_it_and_shows_it(
    blocks: list[Block], limit: int
) -> None:
    cut = parts(body(*blocks), limit=limit)

    for part in cut:
        assert units(part.text) <= limit
        check_text({"text": part.text})
        check_entities(part.text, json.dumps([entity.to_dict() for entity in part.entities]))


def test_an_opaque_id_of_64_bytes_fits_on_a_button() -> None:
    (part,) = parts(body(Block(text="Ja?"), buttons=((Button("k" * 64, "Ja"),),)))

    assert part.keyboard is not None
    check_keyboard(part.keyboard.to_json())
    assert LIMIT == 4096
