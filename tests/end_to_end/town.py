"""A town of fictional people around one installation, in which everybody has come in already."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.end_to_end.installation import DUTY_LINE, INTAKE_DESK, Installation
from tests.end_to_end.organisation import ANS, BRAM, EVA, LOT, NOOR, SIEN, TOM, WIM, set_up
from tests.end_to_end.telegram_people import Person, Telephones
from tests.fakes.bot_api import FakeBotApi

_HOME: Final = {ANS: NOOR, EVA: NOOR, WIM: NOOR, LOT: NOOR, SIEN: BRAM, TOM: BRAM}
COPY: Final = "everybody-in.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """Who there is, and what they talk to."""

    installation: Installation
    api: FakeBotApi
    telephones: Telephones

    def person(self, name: str) -> Person:
        return self.telephones.of(name)

    async def rests(self) -> None:
        """Wait until nothing is under way."""
        await self.installation.rests()


@asynccontextmanager
async def town_in(folder: Path, **settings: str) -> AsyncIterator[Town]:
    """An installation with its own Telegram, not yet started; ended afterwards."""
    async with FakeBotApi() as api:
        installation = Installation(folder, api.base_url, settings)
        try:
            yield Town(installation=installation, api=api, telephones=Telephones(api))
        finally:
            await installation.stop()


async def everybody_comes_in(town: Town) -> None:
    """Set up the organisation, let all come in with their codes, and keep a copy of that."""
    codes = set_up(town.installation)
    await town.installation.start()
    for name in (NOOR, BRAM, INTAKE_DESK, DUTY_LINE):
        await comes_in(town.person(name), codes[name])
    for name, manager in _HOME.items():
        await comes_in(town.person(name), codes[name])
        await is_confirmed(town.person(manager), name)
    await town.installation.rests()
    town.installation.does(("backup", COPY))


def copied(town: Town, into: Town) -> None:
    """Put this town, as it was when everybody had come in, back in another place."""
    into.installation.does(("restore", str(town.installation.folder / COPY)))
    into.api.queue.jump(town.api.queue.next_id + 1000)


async def comes_in(person: Person, code: str) -> None:
    """Use a code, and agree to be kept."""
    person.says(f"/start {code}")
    await person.hears(f"Welkom, {person.name}.")
    await person.taps("Ja, dat mag")
    await person.hears("Waarmee kan ik u helpen?")


async def is_confirmed(manager: Person, name: str) -> None:
    """The case manager says that the right person came in."""
    await manager.hears("Iemand heeft een uitnodiging gebruikt. Is het de juiste persoon?")
    await manager.taps("Openen")
    await manager.hears(f"{name} wil ")
    await manager.taps("Ja, dit klopt")
    await manager.hears(f"{name} heeft nu toegang.")
