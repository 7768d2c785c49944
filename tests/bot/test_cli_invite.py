"""An invitation made at the command line opens the chat for one person, by link or QR code."""

import re
from pathlib import Path

import pytest

from conversations.context import Invitation
from conversations.store import invitations
from tests.bot.console import ANS, Console, refused

EVA = ("people", "assign", "Eva Voorbeeld", *ANS, "--role", "carer", "--task", "kookt")


@pytest.fixture
def console(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Console:
    console = Console(tmp_path, monkeypatch, capfd)
    console.builds_a_town()
    console.runs(*EVA)
    return console


def opened(console: Console, lines: list[str]) -> Invitation:
    """Give what the code in these lines opens."""
    (code,) = re.findall(r"/c/([\w-]{22})$", "\n".join(lines), re.MULTILINE)
    engine = console.database()
    found = invitations.by_code(engine, code, console.now)
    engine.close()
    assert found is not None
    return found


def test_the_first_staff_needs_nobodys_word(console: Console) -> None:
    found = opened(console, console.runs("invite", "Noor Fictief", "--role", "case_manager").out)

    assert (found.person_name, found.role, found.client_id) == (
        "Noor Fictief",
        "case_manager",
        None,
    )
    assert not found.needs_confirmation


def test_the_case_manager_vouches_for_a_carer(console: Console) -> None:
    ended = console.runs("invite", "Eva Voorbeeld", "--role", "carer", *ANS)

    found = opened(console, ended.out)
    assert (found.client_name, found.needs_confirmation) == ("Ans Voorbeeld", True)
    assert ended.out[-1] == "Noor Fictief is asked to confirm that the right person came."


def test_a_client_without_case_manager_is_let_in_at_once(console: Console) -> None:
    console.runs("people", "end", "Noor Fictief", *ANS)

    found = opened(console, console.runs("invite", "Ans Voorbeeld", "--role", "client").out)
    assert (found.role, found.needs_confirmation) == ("client", False)


def test_the_link_leads_to_where_people_reach_us_and_to_the_bot(console: Console) -> None:
    console.sets(PUBLIC_URL="https://zorg.example/", TELEGRAM_BOT_NAME="@OostBot")
    ended = console.runs("invite", "Noor Fictief", "--role", "case_manager")

    web, telegram = (line for line in ended.out if line.startswith("https://"))
    assert re.fullmatch(r"https://zorg\.example/c/[\w-]{22}", web)
    assert telegram == f"https://t.me/OostBot?start={web[-22:]}"


def test_the_code_can_be_scanned_from_the_terminal_and_from_a_picture(console: Console) -> None:
    svg = console.runs("invite", "Noor Fictief", "--role", "case_manager", "--qr", "noor.svg")
    png = console.runs("invite", "Noor Fictief", "--role", "case_manager", "--qr", "noor.png")

    assert svg.out[0].startswith("██")
    assert (svg.code, png.code) == (0, 0)
    assert b"<svg" in (console.folder / "noor.svg").read_bytes()
    assert (console.folder / "noor.png").read_bytes().startswith(b"\x89PNG")


def test_a_new_invitation_makes_the_one_before_it_void(console: Console) -> None:
    first = console.runs("invite", "Noor Fictief", "--role", "case_manager")
    console.runs("invite", "Noor Fictief", "--role", "case_manager")

    engine = console.database()
    (code,) = re.findall(r"/c/([\w-]{22})$", "\n".join(first.out), re.MULTILINE)
    assert invitations.by_code(engine, code, console.now) is None
    engine.close()


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("Noor Fictief", "--role", "editor"), "This person does not hold the role editor; give "),
        (("Bram Fictief", "--role", "carer", *ANS), "This person is not the carer of that client"),
        (("Eva Voorbeeld", "--role", "carer"), "An invitation as carer needs a client; name one."),
        (("Eva Voorbeeld", "--role", "client"), "This person is not the client of that client; "),
        (("Niemand", "--role", "client"), "nobody on file is called 'Niemand'; see: "),
        (("Eva Voorbeeld", "--role", "carer", "--client", "X"), "nobody on file is called 'X'; "),
        (("Noor Fictief", "--role", "editor", "--qr", "a.gif"), "a.gif is neither .svg nor .png"),
    ],
)
def test_what_cannot_be_invited_is_refused_with_what_to_do(
    console: Console, words: tuple[str, ...], line: str
) -> None:
    ended = console.runs("invite", *words)

    assert (ended.code, ended.out, len(ended.err)) == (1, [], 1)
    assert ended.err[0].removeprefix("aanspreekpunt: ").startswith(line)


def test_a_picture_that_cannot_be_written_is_told(console: Console) -> None:
    ended = console.runs(
        "invite", "Noor Fictief", "--role", "case_manager", "--qr", "absent/noor.svg"
    )

    assert (ended.code, ended.err) == (
        1,
        refused("absent/noor.svg cannot be written: No such file or directory.").err,
    )
