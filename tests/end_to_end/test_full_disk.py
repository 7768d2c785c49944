"""The disk is full for a while: nothing is confirmed that is not kept, and nothing is lost."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.end_to_end.organisation import ANS
from tests.end_to_end.town import Town, copied, town_in
from tests.end_to_end.web_people import page_of, words

pytestmark = [pytest.mark.edge, pytest.mark.asyncio(loop_scope="session")]


@dataclass(frozen=True, slots=True)
class SmallDisk:
    folder: Path

    def fills_up(self) -> None:
        """Write until there is no room for a single byte."""
        with (self.folder / "filler").open("wb", buffering=0) as filler:
            try:
                while filler.write(b"\0" * 4096):
                    pass
            except OSError:
                return

    def has_room_again(self) -> None:
        (self.folder / "filler").unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        _as_root("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder))
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only root may make a small disk")
    yield SmallDisk(folder)
    _as_root("umount", str(folder))


def _as_root(*words: str) -> None:
    subprocess.run(words, capture_output=True, check=True)  # noqa: S603 - our own words


async def test_what_is_said_while_the_disk_is_full_is_answered_when_there_is_room(
    town: Town, tmp_path: Path, disk: SmallDisk
) -> None:
    settings = {"AANSPREEKPUNT_DATABASE": "disk/aanspreekpunt.db"}
    async with town_in(tmp_path, **settings) as small, page_of(small.installation.page) as page:
        copied(town, small)
        await small.installation.start()
        ans, visitor = small.person(ANS), small.person("Bezoeker")
        ans.says("wat is de wlz?")
        await ans.hears("De Wlz is er voor")
        await small.rests()
        disk.fills_up()
        confirmed = small.api.queue.confirmed
        ans.says("wat is het ciz?")
        visitor.says("mijn vrouw ademt niet meer")
        refused = await page.says("ik maak me zorgen")
        await small.installation.until_logged("telegram.store_refuses")
        shown = await page.reads()
        health = await small.installation.health()
        waiting, moved = len(small.api.queue.pending), small.api.queue.confirmed - confirmed
        disk.has_room_again()
        await visitor.hears("Bel nu 112.")
        await ans.hears("Het CIZ beslist")
        await small.installation.until_logged("telegram.well_again")
        sound = small.installation.runs("doctor")

    assert (waiting, moved) == (2, 0)
    assert refused.status_code == 503
    assert "Uw bericht is niet verstuurd." in words(refused.text)
    assert "ik maak me zorgen" in refused.text
    assert "Aanspreekpunt is een computerprogramma" in shown
    assert (health["well"], health["telegram"]) == (False, "telegram.store_refuses")
    assert "The file is sound." in sound.out
