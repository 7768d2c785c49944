"""Talking at a terminal: buttons have numbers, and what arrived while nobody looked is shown."""

from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import TextIO

import pytest

from bot import clock
from bot.channels import DECODERS
from bot.demo_network import CARER, CASE_MANAGER
from bot.terminal import BOT, NAME, Terminal
from conversations.store import conversations, inbox
from conversations.store.engine import open_engine
from conversations.turn import Turns
from conversations.wording import Voice
from tests.driver import Town, knowledge

Opens = Callable[..., Terminal]


class TornOff(StringIO):
    """A screen that is gone when something is written to it."""

    def write(self, text: str) -> int:
        raise BrokenPipeError


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    engine = open_engine(str(tmp_path / "town.db"))
    yield Town(engine, now=clock.now())
    engine.close()


@pytest.fixture
def opens(town: Town) -> Opens:
    turns = Turns(
        town.engine,
        town.ids,
        knowledge=knowledge,
        organisation=town.organisation,
        decoders=DECODERS,
    )

    def at_a_terminal(name: str, screen: TextIO | None = None) -> Terminal:
        person = town.named(name).id
        conversation = inbox.conversation_id(town.engine, town.ids, NAME, BOT, person, clock.now())
        conversations.bind(town.engine, conversation, person)
        conversations.met(town.engine, conversation, clock.now())
        return Terminal(
            engine=town.engine,
            ids=town.ids,
            turns=turns,
            conversation=conversation,
            chat=person,
            voice=Voice(language="nl", zone=town.organisation.zone, now=clock.now()),
            out=screen or StringIO(),
        )

    return at_a_terminal


def screen(terminal: Terminal) -> str:
    assert isinstance(terminal.out, StringIO)
    return terminal.out.getvalue()


def test_a_question_is_answered_and_its_buttons_have_numbers(opens: Opens) -> None:
    eva = opens(CARER)
    eva.hear("wat is respijtzorg?")

    assert screen(eva).startswith("Aanspreekpunt, computerprogramma\n  Respijtzorg\n")
    assert "\n    1. Meer uitleg\n    2. Dit hielp\n" in screen(eva)


def test_a_button_is_chosen_by_its_number(opens: Opens) -> None:
    eva = opens(CARER)
    eva.hear("wat is respijtzorg?")
    eva.hear("2")

    assert screen(eva).endswith("Aanspreekpunt, computerprogramma\n  Fijn om te horen.\n\n")


def test_a_number_that_is_no_button_is_what_somebody_says(opens: Opens) -> None:
    eva = opens(CARER)
    eva.hear("wat is respijtzorg?")
    eva.hear("99")

    assert "werkt niet meer" not in screen(eva)


def test_a_number_to_call_stands_on_a_line_of_its_own(opens: Opens) -> None:
    eva = opens(CARER)
    eva.hear("mijn moeder ademt niet meer")

    assert "\n  ☎ 112  Levensgevaar" in screen(eva)


def test_what_came_while_nobody_looked_is_shown_to_the_right_person(opens: Opens) -> None:
    noor, eva = opens(CASE_MANAGER), opens(CARER)
    noor.hear("hallo")
    eva.hear("ik kan de zorg voor mijn moeder niet meer aan, ik slaap al weken niet")
    eva.hear("over mijzelf")
    eva.hear("ja, geef door")
    later = opens(CASE_MANAGER)
    later.show()

    assert "Nieuw signaal S-" in screen(later)
    assert "Nieuw signaal" not in screen(eva)


def test_what_a_screen_did_not_take_is_shown_on_the_next(opens: Opens) -> None:
    gone = opens(CARER, TornOff())
    with pytest.raises(BrokenPipeError):
        gone.hear("wat is respijtzorg?")
    next_one = opens(CARER)
    next_one.show()

    assert "Respijtzorg" in screen(next_one)


def test_who_has_another_channel_gets_notices_there_once_the_terminal_is_left(
    town: Town, opens: Opens
) -> None:
    noor, eva = opens(CASE_MANAGER), opens(CARER)
    noor.hear("hallo")
    noor.leave()
    eva.hear("ik kan de zorg voor mijn moeder niet meer aan, ik slaap al weken niet")
    eva.hear("over mijzelf")
    eva.hear("ja, geef door")

    town.person(CASE_MANAGER).hears("Nieuw signaal S-")
