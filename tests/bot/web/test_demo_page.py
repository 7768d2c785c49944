"""The page of the demo: four people side by side, or one at a time on a phone."""

import pytest
from playwright.sync_api import BrowserContext

from tests.bot.web.reader import Reader
from tests.bot.web.served import Served

pytestmark = pytest.mark.edge


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
