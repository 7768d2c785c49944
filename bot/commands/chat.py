"""`chat`: talk in the terminal, as somebody who is on file or as a visitor."""

from argparse import ArgumentParser
from dataclasses import replace
from typing import Final

from bot import demo, logs
from bot.commands.command import DONE, Call, Command
from conversations.store import people, topics
from conversations.store.people import Person
from knowledge.topics import shipped


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--as", dest="person", metavar="NAME", help="somebody on file; without it, a visitor"
    )
    parser.add_argument("--demo", action="store_true", help="among the fictional people")


def run(call: Call) -> int:
    from bot import terminal

    if call.arguments.demo:
        call = replace(call, settings=demo.demo_settings(call.settings))
    logs.configure("ERROR")
    person = _prepare(call)
    terminal.chat(call.settings, person.id if person else None)
    return DONE


def _prepare(call: Call) -> Person | None:
    """See to it that there is something to talk to, and find who is talking."""
    with call.engine(must_exist=not call.arguments.demo) as engine:
        if call.arguments.demo:
            demo.demo(engine, call.ids, call.now)
        topics.load_shipped(engine, shipped(), call.now)
        name = call.arguments.person
        return people.find_by_name(engine, name) if name else None


COMMAND: Final = Command(
    name="chat",
    help="talk in the terminal, as somebody who is on file; two terminals are two people",
    configure=configure,
    run=run,
)
