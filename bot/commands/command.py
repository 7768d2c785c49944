"""What a command is, and what it is handed when it is called."""

import getpass
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.errors import CommandRefused
from bot.holder import upgrade
from bot.settings import Settings
from conversations.context import Named
from conversations.effects import AccessAction
from conversations.store import access
from conversations.store.access import AccessRow
from conversations.store.engine import Engine, open_engine
from conversations.store.ids import Ids
from knowledge.roles import Role

DONE: Final = 0
NOT_WELL: Final = 1

# Who did it, in the networks and the log: a host at the machine has no other identity there.
AT_THE_MACHINE: Final = "beheer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of a command: what was asked, and the outside world it may use."""

    arguments: Namespace
    settings: Settings
    ids: Ids
    now: datetime
    say: Callable[[str], None]  # writes a line to standard output

    @contextmanager
    def engine(self, *, must_exist: bool = False) -> Iterator[Engine]:
        """Open the database and bring it up to date."""
        if must_exist:
            refuse_absent(self.settings.database)
        engine = open_engine(self.settings.database)
        try:
            upgrade(engine, self.now)
            yield engine
        finally:
            engine.close()

    def log_access(self, engine: Engine, client: Named, event: str, action: AccessAction) -> None:
        """Leave the row that everybody leaves who reads or changes something about a client."""
        access.log(
            engine,
            self.ids,
            AccessRow(
                client_id=client.id,
                event=event,
                action=action,
                role=Role.ADMINISTRATOR,
                objects=(),
                refused=False,
                emergency=False,
                person_id="command-line",
                person_name=getpass.getuser(),
                on_behalf_of="",
                access_point_type="command line",
                access_point="aanspreekpunt",
                organisation=self.settings.organisation,
                trace_id=self.ids.new(self.now),
            ),
            self.now,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One of the commands; `run` gives the exit code."""

    name: str
    help: str
    configure: Callable[[ArgumentParser], None]
    run: Callable[[Call], int]
    with_settings: bool = True  # False: works where settings are wrong or absent


def sqlite_file(database: str) -> Path | None:
    """Give the file of a database; none when it is a server or memory."""
    scheme, separator, rest = database.partition("://")
    place = rest.removeprefix("/") if separator else database
    if (separator and scheme != "sqlite") or place == ":memory:":
        return None
    return Path(place)


def refuse_absent(database: str) -> None:
    """Refuse a database file that is not there, where making a new one would hide a mistake."""
    file = sqlite_file(database)
    if file is not None and not file.exists():
        raise CommandRefused(
            f"{file} is not there; check AANSPREEKPUNT_DATABASE and the folder you are in."
        )
