"""`people import`: a client's care network from a CSV file, all of it or nothing."""

import inspect
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path

from bot.commands.command import AT_THE_MACHINE, DONE, Call
from bot.errors import CommandRefused
from conversations import network_file
from conversations.effects import AccessAction
from conversations.store import network_import


def configure(parser: ArgumentParser) -> None:
    parser.formatter_class = RawDescriptionHelpFormatter
    parser.description = inspect.getdoc(network_file)
    parser.add_argument("file", type=Path, metavar="NETWORK.csv")


def bring_in(call: Call) -> int:
    file: Path = call.arguments.file
    try:
        reading = network_file.parse(file.read_bytes(), recorded_by=AT_THE_MACHINE)
    except OSError as fault:
        raise CommandRefused(f"{file} cannot be read: {fault.strerror}.") from None
    with call.engine() as engine, engine.atomic():
        done = network_import.bring_in(engine, call.ids, reading, now=call.now)
        if done.client is not None:
            call.log_access(engine, done.client, "import_network", AccessAction.CREATE)
    for line in done.faults:
        call.say(line)
    if done.client is None:
        raise CommandRefused(f"nothing was brought in; {len(done.faults)} lines to put right.")
    call.say(f"{done.client.name}: a care network of {done.members} members was brought in.")
    for name in done.put_on_file:
        call.say(f"Put on file: {name}")
    return DONE
