"""The command line: `aanspreekpunt COMMAND`; bad input gets one clear line and a code, not 0."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Final, NoReturn

from bot import clock
from bot.commands import (
    backup,
    chat,
    doctor,
    invite,
    people,
    restore,
    run,
    topics,
    understand,
)
from bot.commands.command import Call, Command
from bot.errors import AlreadyRunning, BotError
from bot.names import told
from bot.settings import SettingsWrong, defaults, from_environment
from conversations.errors import ConversationsError, NameUnclear
from conversations.store.ids import Ids
from knowledge.errors import KnowledgeError

COMMANDS: Final[tuple[Command, ...]] = (
    run.COMMAND,
    chat.COMMAND,
    understand.COMMAND,
    topics.COMMAND,
    people.COMMAND,
    invite.COMMAND,
    backup.COMMAND,
    restore.COMMAND,
    doctor.COMMAND,
)

FAILED: Final = 1
MISUSED: Final = 2
ALREADY_RUNNING: Final = 75  # EX_TEMPFAIL: starting again helps nobody, see the README's unit
INTERRUPTED: Final = 130


class _Misused(Exception):
    """The command line cannot be understood."""


class _Parser(ArgumentParser):
    """Says what is wrong in one line instead of the whole usage."""

    def error(self, message: str) -> NoReturn:
        raise _Misused(f"{self.prog}: {message}; see: {self.prog} --help")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    try:
        return _run(_parser(), argv)
    except _Misused as fault:
        return _failed(str(fault), MISUSED)
    except AlreadyRunning as fault:
        return _failed(f"aanspreekpunt: {fault}", ALREADY_RUNNING)
    except SettingsWrong as fault:
        return _failed("\n".join(f"aanspreekpunt: {line}" for line in fault.faults), FAILED)
    except NameUnclear as fault:
        return _failed(f"aanspreekpunt: {told(fault)}", FAILED)
    except (BotError, ConversationsError, KnowledgeError) as fault:
        return _failed(f"aanspreekpunt: {fault}", FAILED)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read along has gone; without this the interpreter complains once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _parser() -> ArgumentParser:
    parser = _Parser(
        prog="aanspreekpunt",
        description="One point of contact for everyone around care at home.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        one = commands.add_parser(command.name, help=command.help, description=command.help)
        command.configure(one)
        one.set_defaults(command=command)
    return parser


def _run(parser: ArgumentParser, argv: Sequence[str] | None) -> int:
    arguments = parser.parse_args(argv)
    command: Command = arguments.command
    call = Call(
        arguments=arguments,
        settings=from_environment() if command.with_settings else defaults(),
        ids=Ids(),
        now=clock.now(),
        say=lambda line: print(line, flush=True),
    )
    return command.run(call)


def _failed(line: str, code: int) -> int:
    print(line, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
