"""The stream of a page: what comes in while it is open, and what it missed while it was away."""

import re
from collections.abc import AsyncIterator

from bot.web import stream
from bot.web.channel import WebChannel
from bot.web.stream import Cursor, News


def ids_of(events: list[str]) -> list[str]:
    return re.findall(r"^id: (.*)$", "".join(events), re.MULTILINE)


async def first(events: AsyncIterator[str], count: int) -> list[str]:
    return [await anext(events) for _ in range(count)]


async def test_news_is_told_with_a_place_to_go_on_from() -> None:
    channel = WebChannel()
    news = {("",): [News(("1",), "<p>a\n\nb</p>")], ("1",): [News(("2",), "<p>c</p>")]}
    events = stream.events(channel, ["x"], lambda at: news.get(at, []), ("",))

    told = await first(events, 2)
    channel.wake("x")
    told += await first(events, 1)

    assert told == [
        ": here\n\n",
        "id: 1\ndata: <p>a\ndata: \ndata: b</p>\n\n",
        "id: 2\ndata: <p>c</p>\n\n",
    ]


async def test_a_quiet_stream_gives_a_sign_of_life() -> None:
    events = stream.events(WebChannel(), ["x"], lambda _: [], ("",), pulse=0.01)

    assert await first(events, 2) == [": here\n\n", ": here\n\n"]


async def test_a_stream_ends_with_its_session() -> None:
    events = stream.events(WebChannel(), ["x"], lambda _: None, ("",))

    assert [each async for each in events] == [": here\n\n", "event: closed\ndata:\n\n"]


async def test_a_stream_ends_when_the_server_stops() -> None:
    channel = WebChannel()
    events = stream.events(channel, ["x"], lambda _: [], ("",))
    told = await first(events, 1)

    channel.close()

    assert told + [each async for each in events] == [": here\n\n"]


async def test_news_that_comes_while_reading_is_not_missed() -> None:
    channel, read = WebChannel(), []

    def reading(at: Cursor) -> list[News]:
        read.append(at)
        if len(read) == 1:
            channel.wake("x")
        return [News((str(len(read)),), "x")]

    told = await first(stream.events(channel, ["x"], reading, ("",)), 3)

    assert ids_of(told) == ["1", "2"]


def test_a_place_of_another_page_is_the_beginning() -> None:
    assert stream.read("a.b", 2) == ("a", "b")
    assert stream.read("a.b", 1) == ("",)
    assert stream.read("", 1) == ("",)
