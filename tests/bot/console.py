"""A host at the machine: runs commands in a folder of their own and remembers what they said."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import clock
from bot.cli import main
from conversations.store.engine import Engine, open_engine

DATABASE = "aanspreekpunt.db"
ANS = ("--client", "Ans Voorbeeld")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What a command left: its code and the lines of both streams."""

    code: int
    out: list[str]
    err: list[str]


class Console:
    """Commands in one folder, without settings but those given here."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        self.folder = folder
        self._environment = monkeypatch
        self._streams = capfd
        self.now = clock.now()
        monkeypatch.chdir(folder)

    def sets(self, **settings: str) -> None:
        for name, value in settings.items():
            self._environment.setenv(f"AANSPREEKPUNT_{name}", value)

    def runs(self, *words: str) -> Ended:
        self._streams.readouterr()
        code = main(words)
        written = self._streams.readouterr()
        return Ended(code=code, out=written.out.splitlines(), err=written.err.splitlines())

    def puts_on_file(self, name: str, *words: str) -> str:
        """Put somebody on file and give the id."""
        ended = self.runs("people", "add", name, *words)
        (person,) = re.findall(r": (\w{26})$", "\n".join(ended.out))
        return str(person)

    def lists(self, *words: str) -> list[str]:
        """Give the lines of a list of people without their ids."""
        return [line[26:].strip() for line in self.runs("people", "list", *words).out]

    def builds_a_town(self) -> None:
        """Put two case managers, a client of the first, and one more on file."""
        self.puts_on_file("Noor Fictief", "--role", "case_manager")
        self.puts_on_file("Bram Fictief", "--role", "case_manager")
        self.puts_on_file("Ans Voorbeeld", "--role", "client")
        self.puts_on_file("Eva Voorbeeld")
        self.runs("people", "assign", "Noor Fictief", *ANS, "--contact", "0800 0000")

    def database(self) -> Engine:
        return open_engine(str(self.folder / DATABASE))


def refused(line: str) -> Ended:
    """Give what a command leaves that refuses in one clear line."""
    return Ended(code=1, out=[], err=[f"aanspreekpunt: {line}"])
