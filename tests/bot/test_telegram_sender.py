"""What goes out to Telegram arrives as meant, and every way it can fail is told apart."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from bot.body import Block, Body, Button
from bot.delivery import Sent
from bot.errors import Flooded, Lost, Refused, Unreachable
from bot.telegram import TelegramSender, connect
from tests.fakes.bot_api import FakeBotApi

pytestmark = pytest.mark.edge

ANNA = 11


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as api:
        api.knows(ANNA)
        yield api


@pytest.fixture
async def sender(api: FakeBotApi) -> AsyncIterator[TelegramSender]:
    async with connect(api.token, base_url=api.base_url, lanes=2) as line:
        sender = TelegramSender(line.bot)
        yield sender
        await sender.close()


def saying(text: str, **more: object) -> Body:
    return Body(blocks=(Block(text=text),), **more)  # type: ignore[arg-type]


async def test_text_arrives_as_text_with_its_buttons(
    api: FakeBotApi, sender: TelegramSender
) -> None:
    body = saying("*Klopt* dit <b>zo</b>?", buttons=((Button("k1", "Ja"),),), protect=True)
    sent = await sender.send(str(ANNA), body)

    (seen,) = api.sent(ANNA)
    assert sent == Sent(str(seen.message_id))
    assert (seen.text, seen.entities) == ("*Klopt* dit <b>zo</b>?", [])
    assert (seen.buttons, seen.protected) == ([[("Ja", "k1")]], True)


async def test_a_long_message_goes_part_by_part(api: FakeBotApi, sender: TelegramSender) -> None:
    body = Body(blocks=tuple(Block(text="woord " * 600) for _ in range(2)))

    assert [(await sender.send(str(ANNA), body, part)).more for part in (0, 1)] == [True, False]
    assert len(api.sent(ANNA)) == 2


async def test_a_group_hears_one_line_and_is_left(api: FakeBotApi, sender: TelegramSender) -> None:
    api.writes_in_group(-5, ANNA, "hallo")
    body = saying("Ik werk alleen in een gesprek met één persoon.", leave=True)

    first = await sender.send("-5", body)
    second = await sender.send("-5", body, 1)

    assert (first.more, second) == (True, Sent("left"))
    assert api.methods.left == [-5]


async def test_a_group_where_it_may_not_speak_is_left_without_a_word(
    api: FakeBotApi, sender: TelegramSender
) -> None:
    api.writes_in_group(-5, ANNA, "hallo")
    api.blocked[-5] = "bot was kicked from the group chat"
    body = saying("Ik werk alleen in een gesprek met één persoon.", leave=True)

    assert (await sender.send("-5", body)).more
    assert await sender.send("-5", body, 1) == Sent("left")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("bot was blocked by the user", "blocked"),
        ("user is deactivated", "deactivated"),
        ("bot can't initiate conversation with a user", "forbidden"),
    ],
)
async def test_a_person_who_does_not_want_us_is_gone(
    api: FakeBotApi, sender: TelegramSender, words: str, reason: str
) -> None:
    api.blocks(ANNA, words)

    with pytest.raises(Refused) as no:
        await sender.send(str(ANNA), saying("hallo"))

    assert (no.value.reason, no.value.gone) == (reason, True)


async def test_a_chat_that_is_not_there_is_gone(api: FakeBotApi, sender: TelegramSender) -> None:
    with pytest.raises(Refused) as no:
        await sender.send("999", saying("hallo"))

    assert (no.value.reason, no.value.gone) == ("not_found", True)


@pytest.mark.parametrize("body", [saying("hallo", buttons=((Button("k" * 65, "Ja"),),)), Body()])
async def test_a_message_that_cannot_be_shown_says_nothing_about_the_chat(
    api: FakeBotApi, sender: TelegramSender, body: Body
) -> None:
    with pytest.raises(Refused) as no:
        await sender.send(str(ANNA), body)

    assert not no.value.gone


async def test_too_fast_is_told_with_the_time_to_wait(
    api: FakeBotApi, sender: TelegramSender
) -> None:
    api.fails("flood", retry_after=17)

    with pytest.raises(Flooded) as no:
        await sender.send(str(ANNA), saying("hallo"))

    assert no.value.retry_after == 17


@pytest.mark.parametrize("code", [500, 502, 503])
async def test_a_server_that_did_nothing_may_be_asked_again(
    api: FakeBotApi, sender: TelegramSender, code: int
) -> None:
    api.fails("server_error", code=code)

    with pytest.raises(Unreachable):
        await sender.send(str(ANNA), saying("hallo"))


@pytest.mark.parametrize("kind", ["lost_reply", "half_reply", "reset"])
async def test_when_the_answer_is_lost_nobody_knows(
    api: FakeBotApi, sender: TelegramSender, kind: str
) -> None:
    api.fails(kind)

    with pytest.raises(Lost):
        await sender.send(str(ANNA), saying("hallo"))


async def test_without_a_connection_nothing_went_out(
    api: FakeBotApi, sender: TelegramSender
) -> None:
    await api.go_offline()
    with pytest.raises(Unreachable):
        await sender.send(str(ANNA), saying("hallo"))

    await api.go_online()

    assert await sender.send(str(ANNA), saying("hallo"))


async def test_a_press_is_acknowledged_beside_all_else(
    api: FakeBotApi, sender: TelegramSender
) -> None:
    api.fails("server_error", method="answerCallbackQuery")
    sender.acknowledge("1")
    await asyncio.sleep(0.1)
    sender.acknowledge("2")
    await asyncio.sleep(0.1)

    assert api.methods.answered == ["2"]


async def test_neither_the_token_nor_a_word_gets_into_the_log(
    api: FakeBotApi, sender: TelegramSender, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    caplog.set_level(logging.DEBUG, "asyncio")
    await sender.send(str(ANNA), saying("geheim woord"))
    api.fails("lost_reply")
    with pytest.raises(Lost):
        await sender.send(str(ANNA), saying("geheim woord"))

    assert api.token not in caplog.text
    assert "geheim" not in caplog.text
