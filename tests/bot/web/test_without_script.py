"""A visitor without script: every step is a form and a new page."""

import re

import httpx
import pytest

from bot.web import decode as read
from conversations.errors import StoreBusy
from conversations.messages import Incoming, Said, Tapped
from tests.bot.web.parrot import Parrot, plain


def words(page: httpx.Response) -> list[str]:
    return re.findall(r"<div class=\"words\".*?<p[^>]*>(.*?)</p>", page.text, re.DOTALL)[:-1]


def speakers(page: httpx.Response) -> list[str]:
    return re.findall(r"<p class=\"who\"><strong>(.*?)</strong>", page.text)[:-1]


async def test_a_visitor_reads_what_to_do_before_saying_anything(
    visitor: httpx.AsyncClient,
) -> None:
    page = await visitor.get("/")

    assert page.status_code == 200
    assert "Stel een vraag in uw eigen woorden" in page.text
    assert 'href="tel:112"' in page.text
    assert "Is er gevaar? Bel 112" in page.text
    assert "set-cookie" not in page.headers


async def test_a_visitor_asks_and_the_next_page_has_the_answer(visitor: httpx.AsyncClient) -> None:
    page = await visitor.post("/chat/say", data={"text": "Wat is respijtzorg?", "nonce": "a"})

    assert str(page.url) == "http://127.0.0.1/chat#now-1"
    assert words(page) == ["Wat is respijtzorg?", "U zei: Wat is respijtzorg?"]
    assert speakers(page) == ["U", "Aanspreekpunt, computerprogramma"]


async def test_words_that_may_not_be_kept_are_shown_once(visitor: httpx.AsyncClient) -> None:
    await visitor.post("/chat/say", data={"text": "Dag", "nonce": "a"})

    assert words(await visitor.get("/chat")) == ["U zei: Dag"]


async def test_words_that_may_be_kept_stay(visitor: httpx.AsyncClient, parrot: Parrot) -> None:
    parrot.keeps = True

    page = await visitor.post("/chat/say", data={"text": "Dag\r\nallemaal", "nonce": "a"})

    assert words(page) == ["Dag\nallemaal", "U zei: Dag\nallemaal"]
    assert words(await visitor.get("/")) == ["Dag\nallemaal", "U zei: Dag\nallemaal"]


async def test_a_form_that_is_sent_twice_is_taken_once(
    visitor: httpx.AsyncClient, parrot: Parrot
) -> None:
    await visitor.post("/chat/say", data={"text": "Dag", "nonce": "first"})
    await visitor.post("/chat/say", data={"text": "Dag", "nonce": "second"})
    await visitor.post("/chat/say", data={"text": "Dag", "nonce": "second"})

    assert parrot.heard == ["Dag", "Dag"]


async def test_a_pressed_button_is_marked(visitor: httpx.AsyncClient, parrot: Parrot) -> None:
    parrot.book = {"Hulp": {"blocks": [plain("Wilt u hulp?")], "labels": ("Ja", "Nee")}}
    page = await visitor.post("/chat/say", data={"text": "Hulp", "nonce": "a"})
    yes = re.findall(r'name="button" value="(\w+)">Ja', page.text)[0]

    page = await visitor.post("/chat/tap", data={"button": yes})

    assert parrot.heard == ["Hulp", f"[{yes}]"]
    assert "Ja <span>(gekozen)</span>" in page.text
    assert 'aria-disabled="true">Nee</button>' in page.text
    assert words(page)[-1] == "Dank u."


async def test_a_long_message_is_refused_kindly_and_stays_in_the_box(
    visitor: httpx.AsyncClient, parrot: Parrot
) -> None:
    long = "Mijn moeder valt. " * 300

    page = await visitor.post("/chat/say", data={"text": long, "nonce": "a"})

    assert page.status_code == 422
    assert "Uw bericht is te lang" in page.text
    assert f"\n{long}</textarea>" in page.text
    assert parrot.heard == []


async def test_the_longest_message_fits_even_of_four_bytes_a_sign(
    visitor: httpx.AsyncClient, parrot: Parrot
) -> None:
    page = await visitor.post("/chat/say", data={"text": "🙂" * 4096, "nonce": "a"})

    assert page.status_code == 200
    assert parrot.heard == ["🙂" * 4096]


async def test_much_more_than_a_message_is_refused_kindly(visitor: httpx.AsyncClient) -> None:
    page = await visitor.post("/chat/say", data={"text": "a" * 200_000})

    assert page.status_code == 413
    assert "Stuur het alstublieft in delen." in page.text


async def test_nothing_said_is_no_message(visitor: httpx.AsyncClient, parrot: Parrot) -> None:
    page = await visitor.post("/chat/say", data={"text": " \r\n "})

    assert page.status_code == 200
    assert parrot.heard == []
    assert "set-cookie" not in page.headers


async def test_what_was_typed_is_kept_when_the_database_is_busy(
    visitor: httpx.AsyncClient, parrot: Parrot
) -> None:
    await visitor.post("/chat/say", data={"text": "Dag", "nonce": "a"})
    parrot.broken = StoreBusy("busy")

    page = await visitor.post("/chat/say", data={"text": "Ik val vaak", "nonce": "b"})

    assert page.status_code == 503
    assert "Uw bericht is niet verstuurd." in page.text
    assert "\nIk val vaak</textarea>" in page.text
    assert 'name="nonce" value="b"' in page.text


async def test_a_fault_of_ours_shows_a_kind_page_and_no_trace(
    visitor: httpx.AsyncClient, parrot: Parrot
) -> None:
    parrot.broken = ZeroDivisionError("inside")

    page = await visitor.post("/chat/say", data={"text": "Dag", "nonce": "a"})

    assert page.status_code == 500
    assert "Er ging bij ons iets mis." in page.text
    assert "inside" not in page.text


async def test_looking_at_an_invitation_does_not_use_it_up(
    visitor: httpx.AsyncClient, parrot: Parrot
) -> None:
    page = await visitor.get("/c/abc-DEF_123")

    assert "Beginnen" in page.text
    assert parrot.heard == []
    assert "set-cookie" not in page.headers


async def test_an_invited_person_begins_a_conversation_of_their_own(
    visitor: httpx.AsyncClient, parrot: Parrot
) -> None:
    await visitor.post("/chat/say", data={"text": "Als bezoeker", "nonce": "a"})

    page = await visitor.post("/c/abc-DEF_123")

    assert str(page.url) == "http://127.0.0.1/chat#now-1"
    assert parrot.heard == ["Als bezoeker", "/start abc-DEF_123"]
    assert words(page) == ["U zei: /start abc-DEF_123"]


async def test_a_code_of_no_shape_opens_no_page(visitor: httpx.AsyncClient) -> None:
    page = await visitor.get("/c/" + "a" * 101)

    assert page.status_code == 404
    assert "Deze pagina bestaat niet." in page.text


async def test_leaving_ends_the_session_for_good(visitor: httpx.AsyncClient) -> None:
    await visitor.post("/chat/say", data={"text": "Dag", "nonce": "a"})
    token = visitor.cookies["aanspreekpunt"]

    page = await visitor.post("/chat/leave")
    visitor.cookies.set("aanspreekpunt", token)

    assert str(page.url) == "http://127.0.0.1/empty"
    assert "Aanspreekpunt" not in page.text
    assert words(await visitor.get("/chat")) == []


async def test_large_letters_are_remembered_on_every_page(visitor: httpx.AsyncClient) -> None:
    page = await visitor.post("/letters", data={"size": "big", "back": "/chat"})

    assert str(page.url) == "http://127.0.0.1/chat"
    assert 'class="big"' in page.text
    assert 'class="big"' in (await visitor.get("/c/code")).text


async def test_large_letters_lead_to_no_other_site(visitor: httpx.AsyncClient) -> None:
    page = await visitor.post("/letters", data={"size": "big", "back": "//elsewhere.example/"})

    assert str(page.url) == "http://127.0.0.1/"


async def test_each_of_the_demo_writes_in_their_own_conversation(demo: httpx.AsyncClient) -> None:
    page = await demo.post("/chat/say", data={"text": "Dag", "nonce": "a", "as": "carer"})

    panes = re.split(r'<section class="pane"', page.text)[1:]
    assert str(page.url) == "http://127.0.0.1/#now-2"
    assert ["U zei: Dag" in pane for pane in panes] == [False, True, False, False]


async def test_a_visitor_of_the_demo_has_a_conversation_apart(demo: httpx.AsyncClient) -> None:
    page = await demo.post("/chat/say", data={"text": "Dag", "nonce": "a"})

    assert str(page.url) == "http://127.0.0.1/chat#now-1"
    assert "U zei: Dag" not in (await demo.get("/")).text


async def test_nobody_is_somebody_else_without_a_demo(
    visitor: httpx.AsyncClient, parrot: Parrot
) -> None:
    page = await visitor.post("/chat/say", data={"text": "Dag", "nonce": "a", "as": "carer"})

    assert page.status_code == 403
    assert parrot.heard == []


async def test_health_is_told(visitor: httpx.AsyncClient) -> None:
    told = await visitor.get("/healthz")

    assert (told.status_code, told.json()) == (200, {"well": True, "waiting": 0})


@pytest.mark.parametrize(
    ("payload", "incoming"),
    [
        (
            '{"kind": "said", "text": "a\\u0000b\\ud800c\\r\\nd", "ref": "r", "language": "fr"}',
            Incoming(message=Said(text="abc\nd"), ref="r", language="fr"),
        ),
        ('{"kind": "tapped", "button": "x"}', Incoming(message=Tapped(button="x"))),
    ],
)
def test_what_was_kept_is_read_back(payload: str, incoming: Incoming) -> None:
    assert read(payload) == incoming


async def test_an_arabic_message_runs_from_right_to_left_and_its_dutch_from_left_to_right(
    visitor: httpx.AsyncClient, parrot: Parrot
) -> None:
    parrot.book = {
        "مرحبا": {
            "blocks": [
                plain("هولندا: 0800-2000. بلجيكا: 0800 32 123"),
                {**plain("Dit lees ik voor in het Nederlands."), "language": "nl"},
                {"kind": "call", "text": "إسعاف", "number": "112"},
            ],
            "buttons": [[{"id": "b1", "label": "Dit hielp", "language": "nl"}]],
            "language": "ar",
        }
    }

    page = (await visitor.post("/chat/say", data={"text": "مرحبا", "nonce": "a"})).text

    assert '<html lang="nl" dir="ltr"' in page
    assert '<div class="words" lang="ar" dir="rtl">' in page
    assert '<bdi class="number" dir="ltr">0800-2000</bdi>' in page
    assert '<bdi class="number" dir="ltr">0800 32 123</bdi>' in page
    assert '<p lang="nl" dir="ltr">Dit lees ik voor in het Nederlands.</p>' in page
    assert '<bdi dir="ltr">112</bdi>' in page
    assert 'value="b1" lang="nl" dir="ltr">Dit hielp' in page


async def test_the_page_around_a_language_that_is_there_in_part_is_dutch(
    visitor: httpx.AsyncClient, parrot: Parrot
) -> None:
    await visitor.post("/chat/say", data={"text": "Dag", "nonce": "a"})
    parrot.engine.execute("UPDATE conversations SET language = 'ar'")

    page = (await visitor.get("/chat")).text

    assert '<html lang="nl" dir="ltr"' in page
    assert "Is er gevaar? Bel 112" in page
