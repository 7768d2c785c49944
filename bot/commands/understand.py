"""`understand`: say how messages are understood, one JSON object a line; needs no database."""

import json
import sys
from argparse import ArgumentParser
from typing import Any, BinaryIO, Final

from bot.commands.command import DONE, Call, Command, refuse_absent
from bot.errors import CommandRefused
from bot.learning import Learning
from bot.shelf import knowledge_of
from conversations.store import topics as stored
from conversations.store.engine import open_engine
from conversations.store.migration import refuse_newer
from conversations.store.migrations import MIGRATIONS
from knowledge import topics as shipped
from knowledge.languages import LANGUAGES
from knowledge.regions import Region
from knowledge.topics import Topic
from knowledge.understanding import Route, Understanding

# Of danger to life only the danger itself counts; of the rest nothing is passed on.
_WITH_INDICATORS: Final = (Route.CASE_MANAGER, Route.TODAY)


def configure(parser: ArgumentParser) -> None:
    parser.description = "Reads one message a line on standard input, writes one object a line."
    parser.add_argument("--json", action="store_true", required=True, help="write JSON")
    parser.add_argument("--region", choices=list(Region), help="the country of the writers")
    parser.add_argument("--language", choices=list(LANGUAGES), help="what they usually write in")
    parser.add_argument("--database", help="with the topics published there, not the shipped ones")


def run(call: Call) -> int:
    asked = call.arguments
    region = Region(asked.region) if asked.region else None
    topics = _published(asked.database) if asked.database else shipped.shipped()
    understander = knowledge_of(topics, Learning(call.settings.cache)).understander
    for line in sys.stdin.buffer:
        understood = understander.understand(_text(line), region=region, language=asked.language)
        _write(sys.stdout.buffer, as_object(understood))
    return DONE


def as_object(understood: Understanding) -> dict[str, Any]:
    """Give the object that is promised for a message."""
    indicators = understood.indicators if understood.route in _WITH_INDICATORS else ()
    return {
        "text": understood.text,
        "language": understood.language,
        "intent": understood.intent,
        "route": understood.route,
        "indicators": list(dict.fromkeys(match.slug for match in indicators)),
        "topics": [{"slug": each.slug, "score": each.score} for each in understood.topics],
        "outcome": understood.outcome,
    }


def _published(database: str) -> tuple[Topic, ...]:
    """Read what is published there, and leave the database as it is."""
    refuse_absent(database)
    engine = open_engine(database)
    try:
        refuse_newer(engine, MIGRATIONS)
        topics = stored.published(engine) if engine.applied() else ()
    finally:
        engine.close()
    if not topics:
        raise CommandRefused(
            "No topics are published in that database; load them with: aanspreekpunt topics load."
        )
    return topics


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")


def _write(stream: BinaryIO, understood: dict[str, Any]) -> None:
    # ASCII, because other letters hold line ends that a reader may take for the end of the object.
    stream.write(json.dumps(understood).encode("ascii") + b"\n")
    stream.flush()


COMMAND: Final = Command(
    name="understand",
    help="read one message a line and say how it is understood, as JSON; needs no database",
    configure=configure,
    run=run,
    with_settings=False,
)
