"""Somebody at a browser, and the words that the parrot answers them with."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, Playwright, expect

from tests.bot.web.parrot import plain

CHROMIUM = "/usr/bin/chromium"
PATIENCE = 20_000  # milliseconds; for a busy machine, not a measure
expect.set_options(timeout=PATIENCE)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
)
BOOK: dict[str, dict[str, Any]] = {
    "Hulp": {"blocks": [plain("Wilt u hulp?")], "labels": ("Ja", "Nee")},
    "Ik wil niet meer leven": {
        "blocks": [
            plain("Bel nu."),
            {"kind": "call", "text": "Gedachten aan zelfdoding: 113", "number": "113"},
            {"kind": "call", "text": "De Luisterlijn", "number": "088 0767 000"},
        ]
    },
    "Wat is respijtzorg?": {
        "blocks": [
            {"kind": "title", "text": "Respijtzorg"},
            plain("Iemand neemt de zorg even van u over, zodat u kunt uitrusten. " * 4),
            {"kind": "small", "text": "Bron: Rijksoverheid"},
        ],
        "labels": ("Meer uitleg", "Mantelzorgwaardering"),
    },
    "Antwoord": {
        "blocks": [{"kind": "quote", "text": "Mijn moeder valt."}, plain("Ik bel u morgen.")],
        "speaker": "case_manager",
        "speaker_name": "Karin Bos",
        "reference": "S-2026-0007",
    },
    "مرحبا": {"blocks": [plain("أهلا وسهلا")], "labels": ("نعم", "لا"), "language": "ar"},
}


@dataclass
class Reader:
    """Somebody at a browser, who notes what went wrong in it."""

    page: Page
    address: str
    trouble: list[str] = field(default_factory=list)

    def opens(self, path: str = "/") -> None:
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("dialog", lambda dialog: self.trouble.append(dialog.message))
        self.page.goto(self.address + path)

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.trouble.append(text)

    def says(self, text: str, pane: int = 1) -> None:
        self.page.fill(f"#text-{pane}", text)
        self.page.click(f"#pane-{pane} .send")

    def sees(self, text: str, pane: int = 1) -> None:
        log = self.page.locator(f"#log-{pane}")
        expect(log.locator(".bubble").last).to_contain_text(text)

    def taps(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).last.click()

    def bubbles(self, pane: int = 1) -> list[str]:
        return self.page.locator(f"#log-{pane} .words").all_inner_texts()

    def width(self) -> int:
        found: int = self.page.evaluate("document.documentElement.scrollWidth")
        return found

    def knows_all(self) -> None:
        """Say everything that is in the book, and wait for each answer."""
        for said, answer in BOOK.items():
            self.says(said)
            self.sees(answer["blocks"][-1]["text"].strip()[:20])


def launch(playwright: Playwright) -> Browser:
    """Start the browser of the machine, with nothing of its own going on."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
