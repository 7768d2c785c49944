"""Pictures of the web chat with a real conversation: `python -m tests.bot.screenshots`.

Starts the demo on a database of its own and talks as its fictional people. The pictures land in
`screenshots/`, to be looked at after a change of a page.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from urllib.error import URLError

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.bot.web.reader import launch

FOLDER: Final = Path(__file__).parent.parent.parent / "screenshots"
PHONE: Final = (390, 844)
SMALL: Final = (320, 640)
DESKTOP: Final = (1440, 900)
CLIENT, CARER, CASE_MANAGER = 1, 2, 3

Scheme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody at one conversation of a page."""

    page: Page
    pane: int = 1

    def says(self, text: str) -> None:
        before = self._count()
        self.page.fill(f"#text-{self.pane}", text)
        self.page.click(f"#pane-{self.pane} .send")
        self._answered(before + 1)

    def taps(self, label: str) -> None:
        before = self._count()
        log = self.page.locator(f"#log-{self.pane}")
        log.get_by_role("button", name=label).last.click()
        self._answered(before)

    def _count(self) -> int:
        return self.page.locator(f"#log-{self.pane} .bubble").count()

    def _answered(self, before: int) -> None:
        bubble = self.page.locator(f"#log-{self.pane} .bubble").nth(before)
        expect(bubble).to_be_attached(timeout=10_000)


@contextmanager
def demo() -> Iterator[str]:
    """Run the demo on a free port, in a folder that is gone afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    root = FOLDER.parent
    with tempfile.TemporaryDirectory() as folder:
        running = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "run", "--demo"],
            cwd=folder,
            env={**os.environ, "AANSPREEKPUNT_PORT": port, "PYTHONPATH": str(root)},
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()
            running.wait(timeout=15)


def _wait_for(address: str) -> None:
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own server
                return
        except URLError:
            time.sleep(0.1)
    raise TimeoutError(address)


def sheet(browser: Browser, size: tuple[int, int], scheme: Scheme = "light") -> Page:
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        locale="nl-NL",
        reduced_motion="reduce",
        device_scale_factor=2 if width < 600 else 1,
    )
    return context.new_page()


def shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(200)
    page.screenshot(path=FOLDER / f"{name}.png")


def visitor(browser: Browser, address: str) -> None:
    """A visitor on a phone: the beginning, an answer, danger."""
    page = sheet(browser, PHONE)
    page.goto(f"{address}/chat")
    shoot(page, "visitor-phone-begin")
    anyone = Sitter(page)
    anyone.says("Wat is respijtzorg?")
    shoot(page, "visitor-phone-answer")
    anyone.says("Ik wil niet meer leven")
    shoot(page, "visitor-phone-danger")
    page.emulate_media(color_scheme="dark")
    shoot(page, "visitor-phone-danger-dark")
    page.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})
    page.click(".letters button")
    shoot(page, "visitor-small-large-letters-dark")
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.emulate_media(color_scheme="light")
    page.click(".letters button")
    shoot(page, "visitor-desktop")


def signal(browser: Browser, address: str) -> None:
    """A carer tells what happens, and the case manager answers."""
    page = sheet(browser, DESKTOP)
    page.goto(address)
    shoot(page, "demo-desktop-begin")
    client, carer = Sitter(page, CLIENT), Sitter(page, CARER)
    client.says("Wie komt er dinsdag?")
    carer.says("Mijn moeder is deze week twee keer gevallen en ik houd het zorgen niet meer vol.")
    carer.taps("Over Mevrouw Ans Voorbeeld")
    carer.taps("Ja, geef door")
    case_manager = Sitter(page, CASE_MANAGER)
    case_manager.taps("Openen")
    shoot(page, "demo-desktop-signal")
    case_manager.taps("Gezien")
    case_manager.taps("Beantwoorden")
    page.wait_for_timeout(5500)  # so that the carer's pane begins with what comes now
    case_manager.says("Dank u. Ik kom morgen om 10 uur langs, dan kijken we samen wat nodig is.")
    shoot(page, "demo-desktop-answer")
    page.emulate_media(color_scheme="dark")
    shoot(page, "demo-desktop-answer-dark")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(f"{address}/#now-{CARER}")
    page.reload()
    shoot(page, "demo-phone-carer-dark")
    page.emulate_media(color_scheme="light")
    page.goto(f"{address}/#now-{CASE_MANAGER}")
    page.reload()
    shoot(page, "demo-phone-case-manager")


def others(browser: Browser, address: str) -> None:
    page = sheet(browser, PHONE)
    page.goto(f"{address}/c/voorbeeld")
    shoot(page, "invitation-phone")
    page.goto(f"{address}/nergens")
    shoot(page, "not-there-phone")


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with demo() as address, sync_playwright() as playwright:
        browser = launch(playwright)
        for scene in (visitor, signal, others):
            scene(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
