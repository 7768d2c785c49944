"""The fake Bot API as a process of its own, driven the way bench and chaos drive it."""

import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

pytestmark = pytest.mark.edge


@pytest.fixture
def address() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.fakes.bot_api", "--control"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


def order(address: str, verb: str, **arguments: object) -> object:
    return httpx.post(f"{address}/control/{verb}", json=arguments).json()["result"]


def test_another_process_can_speak_for_people_and_read_what_they_got(address: str) -> None:
    order(address, "says_many", messages=[(1, "een"), (2, "twee")])
    bot = f"{address}/bot4242:TEST-fake-token-of-no-real-bot-at-all"
    updates = httpx.post(f"{bot}/getUpdates", data={"timeout": "1"}).json()["result"]
    httpx.post(f"{bot}/sendMessage", data={"chat_id": "2", "text": "dank u"})

    assert [update["message"]["text"] for update in updates] == ["een", "twee"]
    assert order(address, "until_sent", count=1) == 1
    (sent,) = order(address, "sent", chat=2)
    assert sent["text"] == "dank u"
    assert order(address, "figures")["pending"] == 2
