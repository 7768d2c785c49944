"""Two terminals are two people on one database, beside a `run` that serves everybody else."""

from dataclasses import replace

import pytest

from tests.end_to_end.organisation import BRAM, SIEN, TOM
from tests.end_to_end.terminal_people import terminal_of
from tests.end_to_end.town import Town

pytestmark = [pytest.mark.edge, pytest.mark.asyncio(loop_scope="session")]

TOO_MUCH = "ik kan de zorg voor mijn oma niet meer aan, ik slaap al weken niet"


async def test_a_signal_typed_in_one_terminal_arrives_in_the_other_and_is_answered(
    town: Town,
) -> None:
    async with (
        terminal_of(town.installation, TOM) as tom,
        terminal_of(town.installation, BRAM) as bram,
    ):
        bram.types("mijn werklijst")
        await bram.reads("Aanspreekpunt, computerprogramma")
        tom.types(TOO_MUCH)
        await tom.reads("Over wie gaat dit?", f"Over {SIEN}", "Over iemand anders\n")
        tom.chooses(f"Over {SIEN}")
        await tom.reads(f"Mag ik dit doorgeven aan {BRAM}, uw casemanager?", "toevoegen\n")
        tom.chooses("Ja, geef door")
        await tom.reads("Uw melding heeft nummer ", ".\n")
        await bram.reads("Nieuw signaal ", "1. Openen\n")
        bram.chooses("Openen")
        await bram.reads("Signaal ", f"door {TOM} (mantelzorger)", f"| {TOO_MUCH}", "Afronden\n")
        bram.chooses("Ik pak dit op")
        await tom.reads(f"{BRAM} pakt uw melding ")
        await bram.reads(" staat nu bij u.", "1. Beantwoorden\n")
        bram.chooses("Beantwoorden")
        await bram.reads("Wat wilt u antwoorden op ")
        bram.types("Ik kom vanmiddag langs.")
        await tom.reads(BRAM, f"{BRAM} antwoordt op uw melding ", "Ik kom vanmiddag langs.")


async def test_what_comes_after_a_terminal_was_left_goes_to_the_telephone(town: Town) -> None:
    tom, bram = town.person(TOM), town.person(BRAM)  # both left a terminal just now
    tom.says(TOO_MUCH)
    await tom.hears("Over wie gaat dit?")
    await tom.taps(f"Over {SIEN}")
    await tom.hears("Mag ik dit doorgeven aan ", "[Ja, geef door]")
    await tom.taps("Ja, geef door")
    await tom.hears("Uw melding heeft nummer ")

    await bram.hears(f"Nieuw signaal {tom.number}.")


async def test_signs_that_a_terminal_cannot_read_keep_no_visitor_from_help(town: Town) -> None:
    strict = replace(town.installation, settings={"PYTHONIOENCODING": "utf-8:strict"})
    async with terminal_of(strict) as visitor:
        visitor.types_bytes(b"mijn vrouw ademt niet meer, caf\xe9\n")
        await visitor.reads("Bel nu 112.", "☎ 112")
        visitor.types("stop")
        visitor.types("wat is respijtzorg?")

        await visitor.reads("Bij respijtzorg neemt iemand anders de zorg tijdelijk over.")
