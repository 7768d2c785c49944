"""A log says what happened to which id; it never holds words, names or the token of the bot."""

import ast
import io
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import logs

ROOT = Path(__file__).parents[2]
TOKEN = "4242:TEST-fake-token-of-no-real-bot-at-all"  # noqa: S105 - opens nothing
CANARIES = ("mama valt steeds vaker", "Ans Voorbeeld", "valt", TOKEN)


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    kept = (list(root.handlers), root.level, sys.excepthook, threading.excepthook)
    written = io.StringIO()
    logs.configure("INFO", written)
    yield written
    root.handlers[:], sys.excepthook, threading.excepthook = kept[0], kept[2], kept[3]
    root.setLevel(kept[1])
    logging.captureWarnings(False)
    for name in logs.OURS:
        logging.getLogger(name).setLevel(logging.NOTSET)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    written = [json.loads(line) for line in stream.getvalue().splitlines()]
    return [{name: line[name] for name in line if name != "at"} for line in written]


def leaks(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


def test_an_event_is_one_line_with_its_ids_and_counts(stream: io.StringIO) -> None:
    logging.getLogger("bot.turn").info(
        "turn.taken", extra={"turn": 42, "intent": "explain", "conversation": "01JD", "size": None}
    )

    assert lines(stream) == [
        {
            "level": "info",
            "event": "turn.taken",
            "turn": 42,
            "intent": "explain",
            "conversation": "01JD",
            "size": None,
        }
    ]
    assert json.loads(stream.getvalue())["at"].endswith("+00:00")


def test_fields_nobody_listed_and_values_that_are_words_are_left_out(stream: io.StringIO) -> None:
    logging.getLogger("bot.turn").info(
        "turn.taken", extra={"name_of_client": "Ans", "reason": CANARIES[0], "turn": [CANARIES[1]]}
    )

    assert lines(stream) == [{"level": "info", "event": "turn.taken"}]


def test_a_line_of_ours_that_is_no_event_keeps_its_words_to_itself(stream: io.StringIO) -> None:
    log = logging.getLogger("bot.turn")
    log.warning("could not answer %s", CANARIES[0])
    log.warning("%d words, %d left", CANARIES[0])

    assert [line["event"] for line in lines(stream)] == ["log.unnamed", "log.unnamed"]
    assert leaks(stream.getvalue()) == []


def test_of_a_fault_only_its_kind_and_place_are_kept(stream: io.StringIO) -> None:
    try:
        int(CANARIES[0])
    except ValueError:
        logging.getLogger("bot.turn").exception("turn.failed")

    (line,) = lines(stream)
    assert (line["error"], len(line["frames"])) == ("ValueError", 1)
    assert "test_of_a_fault_only_its_kind" in line["frames"][0]
    assert leaks(stream.getvalue()) == []


def test_other_libraries_tell_where_but_not_what(stream: io.StringIO) -> None:
    logging.getLogger("telegram.ext").critical("weird data %s", {"text": CANARIES[0]})
    logging.getLogger("httpx").info("HTTP Request: POST https://api/bot%s/sendMessage", TOKEN)
    logging.getLogger("uvicorn.error").error(CANARIES[1])

    assert [(line["event"], line["where"].split(":")[0]) for line in lines(stream)] == [
        ("library.logged", "telegram.ext"),
        ("library.logged", "uvicorn.error"),
    ]
    assert leaks(stream.getvalue()) == []


@pytest.mark.parametrize("name", ["bot", "telegram"])
def test_the_token_is_blanked_wherever_it_stands(stream: io.StringIO, name: str) -> None:
    log = logging.getLogger(name)
    log.error("sending.failed", extra={"bot": TOKEN, "reason": f"bot{TOKEN}/getMe"})
    log.error("https://api.telegram.org/bot%s/getMe", TOKEN)
    log.error(f"bot{TOKEN}", extra={"method": TOKEN.replace(":", "%3A")})  # noqa: G004 - as a library may

    assert leaks(stream.getvalue()) == []


def test_the_token_is_gone_before_any_other_formatter_sees_it() -> None:
    record = logging.makeLogRecord({"msg": "bot%s", "args": (TOKEN,), "reason": TOKEN})
    logs.TokenBlanked().filter(record)

    assert leaks(logging.Formatter("%(message)s %(reason)s").format(record)) == []


def test_a_thread_that_breaks_down_says_nothing_of_what_it_held(stream: io.StringIO) -> None:
    thread = threading.Thread(target=int, args=(CANARIES[0],))
    thread.start()
    thread.join()

    assert [line["event"] for line in lines(stream)] == ["thread.crashed"]
    assert leaks(stream.getvalue()) == []


@pytest.mark.edge
def test_a_process_that_breaks_down_says_nothing_of_what_it_held() -> None:
    program = f"from bot import logs; logs.configure('INFO'); int({CANARIES[0]!r})"
    ended = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert (ended.returncode, json.loads(ended.stderr)["event"]) == (1, "process.crashed")
    assert leaks(ended.stderr + ended.stdout) == []


def test_every_field_that_the_program_logs_is_one_that_may_be_logged() -> None:
    modules = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "bot").rglob("*.py")]
    extras = [
        keyword.value
        for module in modules
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "extra" and isinstance(keyword.value, ast.Dict)
    ]

    logged = {ast.literal_eval(key) for extra in extras for key in extra.keys if key is not None}
    assert logged
    assert sorted(logged - logs.FIELDS) == []
