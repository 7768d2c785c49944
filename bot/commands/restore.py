"""`restore`: put a copy back in the place of the database, as a new start."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Final

from bot.commands.command import DONE, Call, Command, sqlite_file
from bot.errors import CommandRefused
from conversations.store import erasing
from conversations.store.restore import restore


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a copy made with backup")


def run(call: Call) -> int:
    database = sqlite_file(call.settings.database)
    if database is None:
        raise CommandRefused("a PostgreSQL database is put back with pg_restore.")

    done = restore(call.arguments.file, database, now=call.now, ids=call.ids, erase=erasing.erase)
    epoch = done.epoch
    call.say(f"{database} is now the copy {call.arguments.file}.")
    if done.former is not None:
        call.say(f"What was there is kept as {done.former}.")
    call.say(
        f"Set aside: {epoch.set_aside} messages. Void: {epoch.invitations} invitations,"
        f" {epoch.sessions} sessions. Erased again: {epoch.erased} people."
    )
    return DONE


COMMAND: Final = Command(
    name="restore",
    help="put a copy back and void what must not come back with it",
    configure=configure,
    run=run,
)
