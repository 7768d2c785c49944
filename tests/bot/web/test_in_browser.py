"""The web chat as people use it, in Chromium: by mouse, by keyboard, with bad luck."""

import time

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.bot.web.parrot import Parrot, plain
from tests.bot.web.reader import BOOK, Reader
from tests.bot.web.served import Served
from tests.bot.web.test_security import HOSTILE

pytestmark = pytest.mark.edge


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


def test_an_answer_comes_also_when_the_scripts_come_late(
    anna: Reader, context: BrowserContext
) -> None:
    def late(route: Route) -> None:
        time.sleep(0.3)
        route.continue_()

    context.route("**/hx-sse.min.js", late)
    anna.opens()
    anna.says("Dag")
    anna.sees("U zei: Dag")

    anna.says("Hulp")

    anna.sees("Wilt u hulp?")


def test_what_does_not_fit_is_told_and_comes_by_a_press(anna: Reader, parrot: Parrot) -> None:
    parrot.book = {"Veel": {"blocks": [plain("Regel.")] * 60}}
    anna.page.set_viewport_size({"width": 390, "height": 844})
    anna.opens()
    anna.says("Dag")
    anna.sees("U zei: Dag")
    more = anna.page.locator(".more")
    expect(more).to_be_hidden()

    anna.says("Veel")
    anna.sees("Regel.")
    expect(more).to_be_visible()
    beginning = anna.page.locator(".bubble.bot").last.bounding_box()
    more.click()
    for _ in range(8):
        more.dispatch_event("click")

    assert beginning is not None
    assert 0 < beginning["y"] < 400
    expect(more).to_be_hidden()


def test_whoever_reads_back_is_left_in_peace(anna: Reader, served: Served, parrot: Parrot) -> None:
    parrot.book = {"Veel": {"blocks": [plain("Regel.")] * 60}}
    anna.opens()
    anna.says("Veel")
    anna.sees("Regel.")
    anna.page.mouse.move(600, 400)
    anna.page.mouse.wheel(0, -500)
    anna.page.wait_for_timeout(200)
    before = anna.page.evaluate("document.scrollingElement.scrollTop")
    rows = parrot.engine.query("SELECT id, chat FROM conversations")

    parrot.say(rows[0]["id"], **BOOK["Antwoord"])
    served.inside(parrot.channel.wake, rows[0]["chat"])
    anna.sees("Ik bel u morgen.")

    assert anna.page.evaluate("document.scrollingElement.scrollTop") == before
    expect(anna.page.get_by_role("button", name="Lees verder")).to_be_visible()


def test_a_session_that_was_ended_elsewhere_begins_anew(
    anna: Reader, context: BrowserContext
) -> None:
    anna.opens()
    anna.says("Dag")
    anna.sees("U zei: Dag")
    context.clear_cookies()

    anna.says("Hulp")
    anna.sees("Wilt u hulp?")

    assert anna.bubbles() == ["Hulp", "Wilt u hulp?"]


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
