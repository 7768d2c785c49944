"""`backup`: write one checked copy of the database, while it is in use."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Final

from bot.commands.command import DONE, Call, Command
from conversations.store.backup import backup


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the copy; must not exist yet")


def run(call: Call) -> int:
    with call.engine(must_exist=True) as engine:
        checked = backup(engine, call.arguments.file)
    rows = sum(checked.rows.values())
    call.say(f"{checked.place}: {checked.size} bytes, {rows} rows, checked and sound.")
    return DONE


COMMAND: Final = Command(
    name="backup", help="write one checked copy of the database", configure=configure, run=run
)
