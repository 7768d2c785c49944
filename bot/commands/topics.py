"""`topics`: check, load and export what the bot can explain."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bot.commands.command import DONE, NOT_WELL, Call, Command
from bot.errors import CommandRefused
from conversations.store import topics as stored
from knowledge.topics import Topic, faults, listed_slugs, parse, shipped


def configure(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="check the shipped topics, or files")
    check.add_argument("files", nargs="*", type=Path, metavar="TOPIC.toml")
    load = actions.add_parser(
        "load", help="publish the shipped topics that are new, or files that staff wrote"
    )
    load.add_argument("files", nargs="*", type=Path, metavar="TOPIC.toml")
    export = actions.add_parser("export", help="write the published topics as files")
    export.add_argument("folder", type=Path, metavar="FOLDER", help="one that is new or empty")


def run(call: Call) -> int:
    match call.arguments.action:
        case "check":
            return _check(call)
        case "load":
            return _load(call)
        case _:
            return _export(call)


def _check(call: Call) -> int:
    topics = _read(call.arguments.files) or shipped()
    found = _faults(topics)
    for fault in found:
        call.say(fault)
    call.say(f"{len(topics)} topics checked, {len(found)} faults.")
    return NOT_WELL if found else DONE


def _load(call: Call) -> int:
    topics = _read(call.arguments.files)
    found = _faults(topics)
    if found:
        raise CommandRefused(f"nothing was loaded: {found[0]} ({len(found)} faults in all)")
    with call.engine() as engine:
        if topics:
            loaded = stored.load_edited(engine, topics, call.now, editor_id=None)
        else:
            loaded = stored.load_shipped(engine, shipped(), call.now)
    for slug in loaded.drafts:
        call.say(f"{slug}: staff edited this one; the new shipped version is kept as a draft.")
    call.say(f"{len(loaded.published)} topics published, {loaded.unchanged} unchanged.")
    return DONE


def _export(call: Call) -> int:
    folder: Path = call.arguments.folder
    with call.engine(must_exist=True) as engine:
        exported = stored.export(engine)
    try:
        if folder.exists() and any(folder.iterdir()):
            raise CommandRefused(f"{folder} is not empty; name a folder that is new or empty.")
        folder.mkdir(parents=True, exist_ok=True)
        for slug, body in exported.items():
            (folder / f"{slug}.toml").write_text(body, encoding="utf-8")
    except OSError as fault:
        raise CommandRefused(f"{folder} cannot be written: {fault.strerror}.") from None
    call.say(f"{len(exported)} topics written to {folder}.")
    return DONE


def _read(files: Sequence[Path]) -> tuple[Topic, ...]:
    try:
        return tuple(parse(file.read_text(encoding="utf-8")) for file in files)
    except UnicodeDecodeError:
        raise CommandRefused("a file is not UTF-8; save it as UTF-8.") from None
    except OSError as fault:
        raise CommandRefused(f"{fault.filename} cannot be read: {fault.strerror}.") from None


def _faults(topics: Sequence[Topic]) -> list[str]:
    known = listed_slugs() | {topic.slug for topic in topics}
    return [fault for topic in topics for fault in faults(topic, known)]


COMMAND: Final = Command(
    name="topics",
    help="check, load and export what the bot can explain",
    configure=configure,
    run=run,
)
