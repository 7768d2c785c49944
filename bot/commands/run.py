"""`run`: serve Telegram and the web chat until it is stopped."""

from argparse import ArgumentParser
from typing import Final

from bot import demo, logs
from bot.commands.command import DONE, Call, Command
from bot.settings import SettingsWrong, missing_to_run


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--demo",
        action="store_true",
        help="with a fictional care network on a database of its own, on this machine only",
    )
    parser.add_argument(
        "--turns-only",
        action="store_true",
        help="beside another `run` on the same PostgreSQL database: take turns, nothing else",
    )


def run(call: Call) -> int:
    from bot import app, turn_taker  # heavy: the web server and Telegram

    settings = call.settings
    if call.arguments.demo:
        settings = demo.demo_settings(settings)
    elif missing := missing_to_run(settings):
        raise SettingsWrong(missing)
    logs.configure(settings.log_level)
    if call.arguments.turns_only:
        turn_taker.run(settings)
    else:
        app.run(settings, demo=call.arguments.demo)
    return DONE


COMMAND: Final = Command(
    name="run",
    help="serve Telegram and the web chat until it is stopped",
    configure=configure,
    run=run,
)
