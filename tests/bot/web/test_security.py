"""What keeps strangers out of the web chat."""

import html
import re

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from conversations.store.engine import Engine
from tests.bot.web.conftest import application, browser, demo_people
from tests.bot.web.parrot import Parrot, plain

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea><script>alert(1)</script>",
    '<hx-partial hx-target="body"><b>x</b></hx-partial>',
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "</div>\n\ndata: x\nid: 1\n\n",
)


def unsafe_routes(app: Starlette) -> list[str]:
    routes = [route for route in app.routes if isinstance(route, Route)]
    return [route.path for route in routes if "POST" in (route.methods or ())]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "ftp://127.0.0.1"},
        {},
    ],
    ids=str,
)
async def test_whatever_changes_something_needs_proof_of_our_own_page(
    parrot: Parrot, headers: dict[str, str]
) -> None:
    app = application(parrot, demo_people(parrot))
    async with browser(app) as client:
        del client.headers["sec-fetch-site"]
        paths = [path.replace("{code}", "code") for path in unsafe_routes(app)]

        answers = [await client.post(path, data={"text": "x"}, headers=headers) for path in paths]

    assert len(paths) == 5
    assert [answer.status_code for answer in answers] == [403] * 5
    assert "Gebruik de knoppen op onze eigen pagina." in answers[0].text
    assert parrot.heard == []


async def test_an_old_browser_proves_it_by_its_origin(parrot: Parrot) -> None:
    async with browser(application(parrot)) as client:
        del client.headers["sec-fetch-site"]
        origin = {"origin": "http://127.0.0.1"}

        page = await client.post("/chat/say", data={"text": "Dag"}, headers=origin)

    assert page.status_code == 200
    assert parrot.heard == ["Dag"]


@pytest.mark.parametrize("path", ["/", "/chat", "/c/code", "/empty", "/healthz", "/nowhere"])
async def test_no_page_is_kept_framed_or_run_by_others(
    visitor: httpx.AsyncClient, path: str
) -> None:
    headers = (await visitor.get(path)).headers

    assert headers["content-security-policy"].startswith("default-src 'self'; object-src 'none'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


async def test_static_files_may_be_kept_for_good(visitor: httpx.AsyncClient) -> None:
    page = await visitor.get("/")
    paths = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)

    files = [await visitor.get(path) for path in paths]

    assert len(files) == 5
    assert {file.status_code for file in files} == {200}
    assert {file.headers["cache-control"] for file in files} == {
        "public, max-age=31536000, immutable"
    }


async def test_a_page_asked_by_another_name_is_refused(visitor: httpx.AsyncClient) -> None:
    page = await visitor.get("/", headers={"host": "rebound.example"})

    assert page.status_code == 400


async def test_a_session_is_a_secret_the_browser_keeps_from_script(
    parrot: Parrot, engine: Engine
) -> None:
    async with browser(application(parrot)) as client:
        page = await client.post("/chat/say", data={"text": "Dag", "nonce": "a"})
    cookie = page.history[0].headers["set-cookie"]
    token = cookie.split(";")[0].split("=")[1]

    assert len(token) >= 22
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    assert token not in str(engine.query("SELECT * FROM sessions"))


async def test_over_https_the_session_travels_by_https_alone(parrot: Parrot) -> None:
    async with browser(application(parrot)) as client:
        client.base_url = httpx.URL("https://127.0.0.1")
        page = await client.post("/chat/say", data={"text": "Dag", "nonce": "a"})

    assert "Secure" in page.history[0].headers["set-cookie"]


async def test_a_made_up_session_opens_nothing(parrot: Parrot) -> None:
    async with browser(application(parrot)) as client:
        await client.post("/chat/say", data={"text": "Dag", "nonce": "a"})
        client.cookies.clear()
        client.cookies.set("aanspreekpunt", "a" * 32)
        page = await client.get("/chat")

    assert "U zei: Dag" not in page.text


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_people_and_staff_type_is_shown_as_text(parrot: Parrot, text: str) -> None:
    parrot.keeps = True
    parrot.book = {
        text: {
            "blocks": [plain(text), {"kind": "call", "text": text, "number": text}],
            "labels": (text,),
            "speaker": "case_manager",
            "speaker_name": text,
        }
    }
    async with browser(application(parrot)) as client:
        page = await client.post("/chat/say", data={"text": text, "nonce": "a"})

    shown = html.escape(text, quote=True).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")
    assert page.text.count(shown) >= 5
    assert "<script>" not in page.text
    assert "<img" not in page.text
    assert "<hx-partial" not in page.text


async def test_signs_that_turn_or_hide_text_are_left_out(visitor: httpx.AsyncClient) -> None:
    turned = "bel \u202e211\u202c nu\u200b\u0000 e" + "\u0301" * 50

    page = await visitor.post("/chat/say", data={"text": turned, "nonce": "a"})

    assert "U zei: bel 211 nu" in page.text
    assert "\u202e" not in page.text
    assert page.text.count("\u0301") < 50


async def test_pages_of_the_demo_are_not_there_without_it(visitor: httpx.AsyncClient) -> None:
    page = await visitor.get("/")
    stream = await visitor.get("/chat/stream?demo=yes")

    assert page.text.count('<section class="pane"') == 1
    assert stream.status_code == 204
