"""The web chat for tired eyes: large, dark, small, and without a fault of access."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.bot.web.reader import Reader
from tests.bot.web.served import Served

pytestmark = pytest.mark.edge


def violations(page: Page) -> list[str]:
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    return shortcomings(Axe().run(page, options=options).response)


def shortcomings(checked: dict[str, Any]) -> list[str]:
    found = [(rule, node) for rule in checked["violations"] for node in rule["nodes"]]
    return [f"{rule['id']}: {node['html'][:120]}" for rule, node in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_fault_of_access_is_found(
    context: BrowserContext, anna: Reader, scheme: str, width: int
) -> None:
    anna.page.set_viewport_size({"width": width, "height": 900})
    anna.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] - one of two words
    anna.opens()
    beginning = violations(anna.page)
    anna.knows_all()
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
    anna.knows_all()
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
    anna.knows_all()

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
    anna.knows_all()

    small = anna.page.evaluate(
        """() => [...document.querySelectorAll("button, a.danger, a.call, textarea")]
            .filter(each => each.offsetParent && each.getBoundingClientRect().height < 44)
            .map(each => each.textContent.trim())"""
    )

    assert small == []


def test_the_longest_word_does_not_break_the_page(anna: Reader) -> None:
    anna.page.set_viewport_size({"width": 320, "height": 640})
    anna.opens()
    anna.says("a" * 4096)
    anna.sees("aaaa")

    assert anna.width() == 320
