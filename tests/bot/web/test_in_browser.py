"""The web chat as people see it: in Chromium, by mouse, by keyboard, large, dark and small."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.bot.web.conftest import application, demo_people
from tests.bot.web.parrot import Parrot, plain
from tests.bot.web.served import Served, serving
from tests.bot.web.test_security import HOSTILE

pytestmark = [
    pytest.mark.edge,
    # Playwright leaves the loop it ran in to the end of the session.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
]
BOOK = {
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


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def served(parrot: Parrot) -> Iterator[Served]:
    parrot.book, parrot.keeps = BOOK, True
    with serving(application(parrot), parrot.channel) as served:
        yield served


@pytest.fixture
def served_demo(parrot: Parrot) -> Iterator[Served]:
    parrot.book, parrot.keeps = BOOK, True
    with serving(application(parrot, demo_people(parrot)), parrot.channel) as served:
        yield served


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(5000)
    yield context
    context.close()


@pytest.fixture
def anna(context: BrowserContext, served: Served) -> Reader:
    return Reader(context.new_page(), served.address)


def violations(page: Page) -> list[str]:
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    return shortcomings(Axe().run(page, options=options).response)


def shortcomings(checked: dict[str, Any]) -> list[str]:
    found = [(rule, node) for rule in checked["violations"] for node in rule["nodes"]]
    return [f"{rule['id']}: {node['html'][:120]}" for rule, node in found]


def test_a_question_is_answered_without_a_new_page(anna: Reader) -> None:
    anna.opens()
    anna.says("Dag")
    anna.sees("U zei: Dag")
    anna.page.evaluate("window.stayed = true")

    anna.says("Wat is respijtzorg?")
    anna.sees("Respijtzorg")

    assert anna.bubbles()[2] == "Wat is respijtzorg?"
    assert anna.page.evaluate("window.stayed")
    assert anna.page.input_value("#text-1") == ""
    assert anna.trouble == []


def test_a_tap_marks_the_button_and_keeps_the_focus(anna: Reader) -> None:
    anna.opens()
    anna.says("Hulp")
    anna.sees("Wilt u hulp?")

    anna.page.get_by_role("button", name="Ja", exact=True).focus()
    anna.page.keyboard.press("Enter")
    anna.sees("Dank u.")

    assert anna.page.locator(".chosen").inner_text() == "Ja (gekozen)"
    assert anna.page.evaluate("document.activeElement.textContent") == "Ja (gekozen)"
    assert anna.page.locator(".spent").inner_text() == "Nee"
    assert anna.trouble == []


def test_everything_goes_by_keyboard_alone(anna: Reader) -> None:
    anna.opens()
    keys = anna.page.keyboard
    anna.page.focus("#text-1")
    keys.type("Hulp")
    keys.press("Enter")
    anna.sees("Wilt u hulp?")

    reached = []
    for _ in range(11):
        keys.press("Tab")
        reached.append(anna.page.evaluate("document.activeElement.textContent.trim()"))

    assert "Versturen" in reached
    assert "Is er gevaar? Bel 112" in reached
    assert [name for name in reached if name in {"Ja", "Nee"}] == ["Ja", "Nee"]


def test_shift_and_enter_begin_a_new_line(anna: Reader, parrot: Parrot) -> None:
    anna.opens()
    anna.page.focus("#text-1")
    anna.page.keyboard.type("een")
    anna.page.keyboard.press("Shift+Enter")
    anna.page.keyboard.type("twee")
    anna.page.keyboard.press("Enter")
    anna.sees("U zei: een")

    assert parrot.heard == ["een\ntwee"]


def test_what_was_typed_stays_when_sending_fails(anna: Reader, context: BrowserContext) -> None:
    anna.opens()
    anna.says("Dag")
    anna.sees("U zei: Dag")
    context.set_offline(True)

    anna.says("Ik val vaak")
    expect(anna.page.locator("#line-1")).to_have_text(
        "Uw bericht is niet verstuurd. Wat u typte staat er nog."
    )
    text = anna.page.input_value("#text-1")
    context.set_offline(False)
    anna.page.click(".send")
    anna.sees("U zei: Ik val vaak")

    assert text == "Ik val vaak"
    assert anna.bubbles() == ["Dag", "U zei: Dag", "Ik val vaak", "U zei: Ik val vaak"]


def test_a_long_message_is_refused_kindly_and_stays(anna: Reader, parrot: Parrot) -> None:
    anna.opens()
    anna.says("Dag")
    anna.sees("U zei: Dag")

    anna.says("a" * 5000)
    expect(anna.page.locator("#line-1")).to_contain_text("Uw bericht is te lang")

    assert anna.page.input_value("#text-1") == "a" * 5000
    assert parrot.heard == ["Dag"]


def test_what_staff_send_comes_in_by_itself(anna: Reader, served: Served, parrot: Parrot) -> None:
    anna.opens()
    anna.says("Dag")
    anna.sees("U zei: Dag")
    rows = parrot.engine.query("SELECT id, chat FROM conversations")

    parrot.say(rows[0]["id"], **BOOK["Antwoord"])
    served.inside(parrot.channel.wake, rows[0]["chat"])
    anna.sees("Ik bel u morgen.")

    assert "Uw casemanager Karin Bos" in anna.page.locator(".bubble").last.inner_text()
    assert "Kenmerk S-2026-0007" in anna.page.locator(".bubble").last.inner_text()


def test_what_came_in_while_the_screen_was_away_comes_once(
    anna: Reader, context: BrowserContext, served: Served, parrot: Parrot
) -> None:
    anna.opens()
    anna.says("Dag")
    anna.sees("U zei: Dag")
    rows = parrot.engine.query("SELECT id, chat FROM conversations")

    for turn in ("een", "twee"):
        hide(anna.page, hidden=True)
        parrot.say(rows[0]["id"], blocks=[plain(turn)])
        served.inside(parrot.channel.wake, rows[0]["chat"])
        anna.page.wait_for_timeout(300)
        hide(anna.page, hidden=False)
        anna.sees(turn)

    assert anna.bubbles() == ["Dag", "U zei: Dag", "een", "twee"]


def hide(page: Page, *, hidden: bool) -> None:
    """Do what a browser does when another tab comes in front, or this one again."""
    page.evaluate(
        """hidden => {
            Object.defineProperty(document, "hidden", {configurable: true, get: () => hidden});
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def test_closing_quickly_leaves_nothing_behind_the_button_back(anna: Reader) -> None:
    anna.opens("/empty")
    anna.opens()
    anna.says("Geheim")
    anna.sees("U zei: Geheim")

    anna.page.get_by_role("button", name="Snel sluiten").click()
    anna.page.wait_for_url("**/empty")
    text = anna.page.inner_text("body")
    anna.page.go_back()
    anna.page.wait_for_load_state()

    assert text == "Lege pagina"
    assert "Geheim" not in anna.page.inner_text("body")
    assert anna.page.context.cookies() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_fault_of_access_is_found(
    context: BrowserContext, anna: Reader, scheme: str, width: int
) -> None:
    anna.page.set_viewport_size({"width": width, "height": 900})
    anna.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] - one of two words
    anna.opens()
    beginning = violations(anna.page)
    for said in BOOK:
        anna.says(said)
        anna.sees(BOOK[said]["blocks"][-1]["text"].strip()[:20])  # type: ignore[index]
    anna.taps("نعم")
    anna.sees("Dank u.")

    assert beginning == []
    assert violations(anna.page) == []
    assert anna.trouble == []


@pytest.mark.parametrize("path", ["/c/code", "/nowhere", "/empty"])
def test_no_fault_of_access_is_found_beside_the_chat(anna: Reader, path: str) -> None:
    anna.opens(path)

    assert violations(anna.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_no_fault_of_access_is_found_in_the_demo(
    context: BrowserContext, served_demo: Served, scheme: str, width: int
) -> None:
    reader = Reader(context.new_page(), served_demo.address)
    reader.page.set_viewport_size({"width": width, "height": 900})
    reader.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] - one of two words
    reader.opens()
    reader.says("Wat is respijtzorg?")
    reader.sees("Bron: Rijksoverheid")

    assert violations(reader.page) == []
    assert reader.trouble == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_seven_times(anna: Reader, scheme: str) -> None:
    anna.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] - one of two words
    anna.opens()
    for said in BOOK:
        anna.says(said)
        anna.sees(BOOK[said]["blocks"][-1]["text"].strip()[:20])  # type: ignore[index]
    options = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}}

    checked = Axe().run(anna.page, options={**options, "rules": ENHANCED}).response

    assert [rule["id"] for rule in checked["passes"]] == ["color-contrast-enhanced"]
    assert shortcomings(checked) == []


ENHANCED = {"color-contrast-enhanced": {"enabled": True}}


@pytest.mark.parametrize("letters", ["normal", "big"])
def test_the_narrowest_screen_needs_no_scrolling_sideways(anna: Reader, letters: str) -> None:
    anna.page.set_viewport_size({"width": 320, "height": 640})
    anna.opens()
    if letters == "big":
        anna.taps("Grote letters")
    for said in BOOK:
        anna.says(said)
        anna.sees(BOOK[said]["blocks"][-1]["text"].strip()[:20])  # type: ignore[index]

    assert anna.width() == 320
    assert anna.page.locator(".danger").bounding_box()["y"] < 40  # type: ignore[index]


def test_at_twice_the_size_all_is_still_there(anna: Reader) -> None:
    # A window of 1280 by 800 at 200 %, as the page sees it.
    anna.page.set_viewport_size({"width": 640, "height": 400})
    anna.opens()
    anna.says("Hulp")
    anna.sees("Wilt u hulp?")
    anna.taps("Nee")
    anna.sees("Dank u.")

    assert anna.width() == 640


def test_letters_are_large_and_lines_are_short(anna: Reader) -> None:
    anna.opens()
    anna.says("Wat is respijtzorg?")
    anna.sees("Bron: Rijksoverheid")
    size = "getComputedStyle(document.querySelector('.bot .words p:nth-child(2)')).fontSize"

    normal, longest = anna.page.evaluate(size), anna.page.evaluate(LONGEST_LINE)
    anna.taps("Grote letters")

    assert normal == "18px"
    assert longest <= 60
    assert anna.page.evaluate(size) == "24px"


# How many signs stand on the longest line of a paragraph.
LONGEST_LINE = """() => {
    const text = document.querySelector(".bot .words p:nth-child(2)").firstChild;
    const range = document.createRange(), lines = {};
    for (let at = 0; at < text.length; at++) {
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        const top = Math.round(range.getBoundingClientRect().top);
        lines[top] = (lines[top] || 0) + 1;
    }
    return Math.max(...Object.values(lines)) - 1;
}"""


def test_whatever_is_pressed_is_large_enough_to_hit(anna: Reader) -> None:
    anna.page.set_viewport_size({"width": 390, "height": 844})
    anna.opens()
    for said in BOOK:
        anna.says(said)
        anna.sees(BOOK[said]["blocks"][-1]["text"].strip()[:20])  # type: ignore[index]

    small = anna.page.evaluate(
        """() => [...document.querySelectorAll("button, a.danger, a.call, textarea")]
            .filter(each => each.offsetParent && each.getBoundingClientRect().height < 44)
            .map(each => each.textContent.trim())"""
    )

    assert small == []


def test_hostile_words_stay_words(anna: Reader, parrot: Parrot) -> None:
    parrot.book = {text: {**BOOK["Antwoord"], "blocks": [plain(text)]} for text in HOSTILE}
    anna.opens()
    for count, text in enumerate(HOSTILE, start=1):
        anna.says(text)
        expect(anna.page.locator("#log-1 .bubble")).to_have_count(2 * count)
    live = anna.bubbles()
    anna.page.reload()

    assert [text.strip() for text in live[::2]] == [text.strip() for text in HOSTILE]
    assert anna.bubbles() == live
    assert anna.page.locator(".words :is(script, img, b)").count() == 0
    assert anna.trouble == []


def test_the_longest_word_does_not_break_the_page(anna: Reader) -> None:
    anna.page.set_viewport_size({"width": 320, "height": 640})
    anna.opens()
    anna.says("a" * 4096)
    anna.sees("aaaa")

    assert anna.width() == 320


def test_in_the_demo_a_message_of_one_shows_in_their_pane_alone(
    context: BrowserContext, served_demo: Served
) -> None:
    reader = Reader(context.new_page(), served_demo.address)
    reader.page.set_viewport_size({"width": 1440, "height": 900})
    reader.opens()

    reader.says("Dag", pane=2)
    reader.sees("U zei: Dag", pane=2)
    reader.says("Hulp", pane=3)
    reader.sees("Wilt u hulp?", pane=3)

    assert [reader.bubbles(pane) for pane in (1, 2, 3, 4)] == [
        [],
        ["Dag", "U zei: Dag"],
        ["Hulp", "Wilt u hulp?"],
        [],
    ]
    assert reader.trouble == []


def test_on_a_phone_the_demo_shows_one_person_at_a_time(
    context: BrowserContext, served_demo: Served
) -> None:
    reader = Reader(context.new_page(), served_demo.address)
    reader.page.set_viewport_size({"width": 390, "height": 844})
    reader.opens()
    shown = "section.pane >> visible=true"

    first = reader.page.locator(shown).all_inner_texts()
    reader.page.get_by_role("link", name="Vervanger").click()

    assert len(first) == 1
    assert first[0].startswith("Cliënt")
    assert reader.page.locator(shown).count() == 1
    assert reader.page.locator(shown).inner_text().startswith("Vervanger")


def test_without_script_the_whole_journey_works(chromium: Browser, served: Served) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(served.address)
        page.fill("textarea", "Hulp")
        page.click(".send")
        page.get_by_role("button", name="Ja", exact=True).click()

        assert page.locator(".chosen").inner_text() == "Ja (gekozen)"
        assert page.locator(".bubble .words").all_inner_texts() == [
            "Hulp",
            "Wilt u hulp?",
            "Dank u.",
        ]
