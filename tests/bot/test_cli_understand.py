"""Messages are understood at the command line, one object a line, without any database."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.commands.understand import as_object
from conversations.store import topics
from conversations.store.engine import migrate, open_engine
from knowledge.indicators import IndicatorMatch
from knowledge.search import Match, Outcome
from knowledge.topics import shipped
from knowledge.understanding import Intent, Route, Understanding
from tests.bot.console import Console, refused


@pytest.fixture
def console(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Console:
    return Console(tmp_path, monkeypatch, capfd)


def fed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def objects(lines: list[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines]


def understood(route: Route) -> Understanding:
    signs = tuple(
        IndicatorMatch(slug="valrisico", sentence=sentence, phrase="valt vaak", score=0.9)
        for sentence in ("Mama viel.", "Ze viel weer.")
    )
    return Understanding(
        text="Mama viel. Ze viel weer.",
        language="nl",
        intent=Intent.SIGNAL,
        route=route,
        indicators=signs,
        bottleneck=None,
        dangers=(),
        topics=(Match(slug="valpreventie", score=0.93, matched="vallen"),),
        outcome=Outcome.ANSWER,
        reasons=(),
    )


def test_the_object_is_the_one_that_is_promised() -> None:
    assert as_object(understood(Route.CASE_MANAGER)) == {
        "text": "Mama viel. Ze viel weer.",
        "language": "nl",
        "intent": "signal",
        "route": "case_manager",
        "indicators": ["valrisico"],
        "topics": [{"slug": "valpreventie", "score": 0.93}],
        "outcome": "answer",
    }


@pytest.mark.parametrize("route", [Route.ANSWER, Route.LOG, Route.NOW])
def test_indicators_go_with_what_the_case_manager_or_today_gets_only(route: Route) -> None:
    assert as_object(understood(route))["indicators"] == []


def test_every_line_gets_an_object_in_order_an_empty_line_too(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["wat is ketenzorg?", "", "mijn moeder ademt niet meer", "\u2028é"]
    fed(monkeypatch, "\r\n".join(lines).encode())

    ended = console.runs("understand", "--json")

    answers = objects(ended.out)
    assert [answer["text"] for answer in answers] == lines
    assert [answer["route"] for answer in answers[:3]] == ["answer", "answer", "now"]
    assert (answers[0]["topics"][0]["slug"], answers[1]["outcome"]) == ("ketenzorg", None)
    assert ended.code == 0


def test_bytes_that_are_no_text_are_answered_too(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    fed(monkeypatch, b"\xff\xfe\n\x00\n")

    assert [answer["text"] for answer in objects(console.runs("understand", "--json").out)] == [
        "\ufffd\ufffd",
        "\x00",
    ]


def test_it_works_where_the_settings_are_wrong(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    console.sets(PORT="x")
    fed(monkeypatch, b"hallo\n")

    assert console.runs("understand", "--json", "--language", "nl", "--region", "be").code == 0
    assert list(console.folder.iterdir()) == []


def test_with_a_database_the_topics_published_there_are_known(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str(console.folder / "other.db")
    engine = open_engine(file)
    migrate(engine)
    some = [topic for topic in shipped() if topic.slug == "respijtzorg"]
    topics.load_shipped(engine, some, console.now)
    engine.close()
    fed(monkeypatch, b"wat is respijtzorg?\nwat is ketenzorg?\n")

    first, second = objects(console.runs("understand", "--json", "--database", file).out)
    assert first["topics"][0]["slug"] == "respijtzorg"
    assert "ketenzorg" not in [topic["slug"] for topic in second["topics"]]


def test_a_database_that_is_absent_or_empty_is_refused(console: Console) -> None:
    open_engine(str(console.folder / "empty.db")).close()

    assert console.runs("understand", "--json", "--database", "absent.db").code == 1
    assert console.runs("understand", "--json", "--database", "empty.db") == refused(
        "No topics are published in that database; load them with: aanspreekpunt topics load."
    )


def test_a_country_or_language_we_do_not_know_is_refused() -> None:
    assert main(["understand", "--json", "--region", "fr"]) == 2
    assert main(["understand", "--json", "--language", "xx"]) == 2
