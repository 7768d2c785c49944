"""The fake Bot API keeps Telegram's rules, seen from a real python-telegram-bot."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, Update
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from tests.fakes.bot_api import FakeBotApi

pytestmark = [
    pytest.mark.edge,
    # RetryAfter warns about its own coming change whenever it is made.
    pytest.mark.filterwarnings("ignore:Deprecated since version v22.2"),
]

ANNA, BERT = 11, 12


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as api:
        yield api


def bot_of(api: FakeBotApi) -> Bot:
    return Bot(api.token, base_url=api.base_url, base_file_url=api.base_file_url)


@pytest.fixture
async def bot(api: FakeBotApi) -> AsyncIterator[Bot]:
    async with bot_of(api) as bot:
        yield bot


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.effective_message.text for update in updates if update.effective_message]


async def test_an_update_comes_again_until_a_higher_offset_is_asked(
    api: FakeBotApi, bot: Bot
) -> None:
    api.says(ANNA, "een")
    api.says(ANNA, "twee")

    first = await bot.get_updates()
    again = await bot.get_updates(offset=first[0].update_id, limit=1)
    rest = await bot.get_updates(offset=first[0].update_id + 1)

    assert texts(first) == ["een", "twee"]
    assert texts(again) == ["een"]
    assert texts(rest) == ["twee"]
    assert len(api.queue.pending) == 1


async def test_a_negative_offset_throws_away_all_but_the_newest(api: FakeBotApi, bot: Bot) -> None:
    for text in ("een", "twee", "drie"):
        api.says(ANNA, text)

    assert texts(await bot.get_updates(offset=-1)) == ["drie"]
    assert len(api.queue.pending) == 1
    assert api.methods.negative_offsets == 1


async def test_an_offset_beyond_the_tail_answers_from_the_head(api: FakeBotApi, bot: Bot) -> None:
    api.queue.jump(500)
    api.says(ANNA, "een")

    assert texts(await bot.get_updates(offset=9_000)) == ["een"]
    assert len(api.queue.pending) == 1


async def test_a_batch_holds_at_most_what_was_asked(api: FakeBotApi, bot: Bot) -> None:
    for number in range(120):
        api.says(ANNA, str(number))

    assert len(await bot.get_updates()) == 100


async def test_a_long_poll_is_answered_when_somebody_writes(api: FakeBotApi, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    api.says(ANNA, "daar ben ik")

    assert texts(await asyncio.wait_for(poll, 1)) == ["daar ben ik"]


async def test_of_two_pollers_the_older_one_is_sent_away(api: FakeBotApi, bot: Bot) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    async with bot_of(api) as second:
        newer = asyncio.create_task(second.get_updates(timeout=5))
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await older
        api.says(ANNA, "voor de nieuwe")

        assert texts(await newer) == ["voor de nieuwe"]


async def test_a_poller_that_went_away_is_no_rival(api: FakeBotApi, bot: Bot) -> None:
    gone = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    gone.cancel()
    await asyncio.sleep(0.05)
    api.says(ANNA, "nog steeds hier")

    assert texts(await bot.get_updates()) == ["nog steeds hier"]


async def test_with_a_webhook_set_nobody_may_poll(api: FakeBotApi, bot: Bot) -> None:
    await bot.set_webhook("https://example.org/hook")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    assert (await bot.get_webhook_info()).url == "https://example.org/hook"

    await bot.delete_webhook()

    assert await bot.get_updates() == ()


async def test_what_nobody_fetched_is_gone_after_a_day(api: FakeBotApi, bot: Bot) -> None:
    api.says(ANNA, "gisteren")
    api.queue.seconds_passed = 86_401
    api.says(ANNA, "vandaag")

    assert texts(await bot.get_updates()) == ["vandaag"]


async def test_a_bot_reads_a_press_answers_it_and_changes_its_message(
    api: FakeBotApi, bot: Bot
) -> None:
    api.knows(ANNA)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="k1")]])
    sent = await bot.send_message(ANNA, "Klopt dit?", reply_markup=keyboard, protect_content=True)
    api.taps(ANNA, sent.message_id, "Ja")

    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    await update.callback_query.answer()
    await update.callback_query.edit_message_text("Dank u.")

    assert update.callback_query.data == "k1"
    assert api.methods.answered == [update.callback_query.id]
    (seen,) = api.sent(ANNA)
    assert (seen.text, seen.buttons, seen.protected, seen.edits) == ("Dank u.", [], True, 1)


async def test_every_method_a_bot_needs_is_there(api: FakeBotApi, bot: Bot) -> None:
    api.knows(ANNA, name="Anna")
    photo = await bot.send_photo(ANNA, b"\x89PNG een plaatje", caption="Uw netwerk")
    await bot.send_document(ANNA, b"brief", filename="brief.txt")
    await bot.send_voice(ANNA, b"OggS")
    await bot.send_chat_action(ANNA, "typing")
    await bot.set_my_commands([("start", "Begin")])
    file = await bot.get_file(photo.photo[-1].file_id)
    await bot.delete_message(ANNA, photo.message_id)
    await bot.leave_chat(-5)

    assert bytes(await file.download_as_bytearray()) == b"\x89PNG een plaatje"
    assert [command.command for command in await bot.get_my_commands()] == ["start"]
    assert (await bot.get_chat(ANNA)).first_name == "Anna"
    assert [message.method for message in api.sent(ANNA)] == ["sendDocument", "sendVoice"]
    assert api.methods.left == [-5]


async def test_all_kinds_of_updates_can_be_read(api: FakeBotApi, bot: Bot) -> None:
    number = api.says(ANNA, "/start abc")
    api.forwards(ANNA, "Zegt de buurman", written_by="Buurman")
    for kind in ("photo", "voice", "document", "sticker", "location", "contact"):
        api.attaches(ANNA, kind, caption="kijk")
    api.edits(ANNA, number, "/start abd")
    api.writes_in_group(-100, ANNA, "hallo")
    api.adds_to_group(-101, ANNA)
    api.blocks(ANNA)
    api.unblocks(ANNA)

    updates = await bot.get_updates()

    assert len(updates) == 13
    assert updates[1].message is not None
    assert updates[1].message.forward_origin is not None
    assert updates[-2].my_chat_member is not None
    assert updates[-2].my_chat_member.new_chat_member.status == "kicked"


async def test_an_unsound_update_stops_a_bot_that_reads_them_together(
    api: FakeBotApi, bot: Bot
) -> None:
    api.raw({"message": {"message_id": 5, "chat": {"id": ANNA, "type": "private"}}})
    api.says(ANNA, "hoort niemand dit?")

    with pytest.raises(KeyError):
        await bot.get_updates()


async def test_a_person_who_blocked_the_bot_cannot_be_written_to(api: FakeBotApi, bot: Bot) -> None:
    api.blocks(ANNA)

    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(ANNA, "hallo")
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(BERT, "hallo")


async def test_rates_are_kept_per_chat_and_overall(api: FakeBotApi, bot: Bot) -> None:
    api.limits(per_chat=1, overall=2)
    for chat in (ANNA, BERT, 13):
        api.knows(chat)
    await bot.send_message(ANNA, "een")

    with pytest.raises(RetryAfter):
        await bot.send_message(ANNA, "twee")
    with pytest.raises(RetryAfter):
        await bot.send_message(ANNA, "te vroeg")
    await bot.send_message(BERT, "een")
    with pytest.raises(RetryAfter):
        await bot.send_message(13, "een")

    assert api.faults.early == 1


async def test_each_fault_is_felt_by_the_bot(api: FakeBotApi, bot: Bot) -> None:
    api.knows(ANNA)
    for kind in ("server_error", "reset", "lost_reply"):
        api.fails(kind, chat=ANNA)
        with pytest.raises(NetworkError):
            await bot.send_message(ANNA, kind)
    api.fails("half_reply")
    with pytest.raises(TelegramError, match="Invalid server response"):
        await bot.send_message(ANNA, "half_reply")
    api.fails("flood", retry_after=7)
    with pytest.raises(RetryAfter):
        await bot.send_message(ANNA, "flood")

    assert [message.text for message in api.sent(ANNA)] == ["lost_reply", "half_reply"]
    assert sum(api.faults.met.values()) == 5


async def test_a_server_that_is_away_comes_back_with_what_waits(api: FakeBotApi, bot: Bot) -> None:
    api.says(ANNA, "wacht op u")
    await api.go_offline()
    with pytest.raises(NetworkError):
        await bot.get_me()

    await api.go_online()

    assert texts(await bot.get_updates()) == ["wacht op u"]


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("", []),
        ("x" * 4097, []),
        ("😀" * 2049, []),
        ("kort", [("bold", 0, 5)]),
        ("kort", [("bold", 0, 0)]),
        ("a😀b", [("bold", 0, 2)]),
        ("abcdef", [("bold", 0, 3), ("italic", 2, 3)]),
    ],
)
async def test_what_telegram_cannot_show_is_refused(
    api: FakeBotApi, bot: Bot, text: str, entities: list[tuple[str, int, int]]
) -> None:
    api.knows(ANNA)

    with pytest.raises(BadRequest):
        await bot.send_message(ANNA, text, entities=[MessageEntity(*each) for each in entities])


async def test_a_button_carries_at_most_64_bytes(api: FakeBotApi, bot: Bot) -> None:
    api.knows(ANNA)
    full = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="é" * 32)]])
    over = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="é" * 32 + "x")]])
    await bot.send_message(ANNA, "past", reply_markup=full)

    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await bot.send_message(ANNA, "past niet", reply_markup=over)


async def test_a_wrong_token_opens_nothing(api: FakeBotApi) -> None:
    stranger = Bot("1:wrong", base_url=api.base_url)

    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
