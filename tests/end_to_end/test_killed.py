"""`run` is killed at the worst moments: what was said is answered once, a report exists once."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.end_to_end.organisation import ANS, EVA, NOOR
from tests.end_to_end.town import Town, copied, town_in
from tests.fakes.bot_api import FaultKind

pytestmark = [pytest.mark.edge, pytest.mark.asyncio(loop_scope="session")]

TOO_MUCH = "ik kan de zorg voor mijn moeder niet meer aan, ik slaap al weken niet"
ANSWER = "Het CIZ beslist over zorg uit de Wet langdurige zorg (Wlz)."


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def mortal(town: Town, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """A town of its own, as everybody had come in, whose `run` may be killed."""
    async with town_in(tmp_path_factory.mktemp("mortal")) as made:
        copied(town, made)
        await made.installation.start()
        yield made


async def test_what_was_fetched_but_not_kept_is_fetched_again(mortal: Town) -> None:
    ans = mortal.person(ANS)
    ans.says("wat is de wlz?")
    await ans.hears("De Wlz is er voor")
    slow = mortal.api.fails(FaultKind.SLOW, method="getUpdates", seconds=30)
    ans.says("wat is een pgb?")
    await ans.hears("Pgb (persoonsgebonden budget)\n")
    ans.says("wat is het ciz?")
    await asyncio.sleep(0.3)  # on its way to the bot, which will not live to see it
    await mortal.installation.kill()
    unanswered = ans.transcript.count(ANSWER)
    await mortal.installation.start()
    await ans.hears(ANSWER)
    await mortal.rests()

    assert (slow.times, unanswered, ans.transcript.count(ANSWER)) == (0, 0, 1)


async def test_what_was_kept_but_not_confirmed_is_not_answered_twice(mortal: Town) -> None:
    eva = mortal.person(EVA)
    await mortal.rests()
    unconfirmed = mortal.api.fails(FaultKind.RESET, method="getUpdates", times=1000)
    eva.says("wat is het ciz?")
    await eva.hears(ANSWER)
    await mortal.rests()
    await mortal.installation.kill()
    waiting = len(mortal.api.queue.pending)
    unconfirmed.times = 0
    await mortal.installation.start()
    eva.says("wat is de wlz?")
    await eva.hears("De Wlz is er voor")

    assert (waiting, eva.transcript.count(ANSWER)) == (1, 1)
    assert mortal.installation.kept_of(eva.chat) == 4


async def test_a_notice_under_way_when_it_is_killed_comes_again_with_the_same_number(
    mortal: Town,
) -> None:
    eva, noor = mortal.person(EVA), mortal.person(NOOR)
    eva.says(TOO_MUCH)
    await eva.hears("Over wie gaat dit?")
    await eva.taps(f"Over {ANS}")
    await eva.hears("[Ja, geef door]")
    mortal.api.fails(FaultKind.SLOW, chat=noor.chat, seconds=30)
    await eva.taps("Ja, geef door")
    await noor.hears("Nieuw signaal ")
    await mortal.installation.kill()
    await mortal.installation.start()
    await eva.hears("Uw melding heeft nummer ")
    notice = f"Nieuw signaal {eva.number}."
    await noor.hears("Nieuw signaal ")
    await mortal.rests()

    assert [each.text for each in noor.got].count(notice) == 2
    assert eva.transcript.count("Uw melding heeft nummer ") <= 2
    assert mortal.installation.counts("signals") == 1


async def test_what_was_said_while_the_bot_was_off_is_answered_when_it_is_back(
    mortal: Town,
) -> None:
    ans, stranger = mortal.person(ANS), mortal.person("Onbekende")
    await mortal.rests()
    stopped = await mortal.installation.stop()
    ans.says("wie doet de medicijnen?")
    stranger.says("mijn vrouw ademt niet meer")
    await mortal.installation.start()
    await ans.hears("Fatma: wijkverpleegkundige")
    await stranger.hears("Bel nu 112.")

    assert stopped == 0
    assert (mortal.api.methods.negative_offsets, mortal.api.methods.drops) == (0, 0)


async def test_when_half_of_it_is_killed_the_other_half_does_not_play_alive(mortal: Town) -> None:
    ans = mortal.person(ANS)
    await mortal.rests()
    code = await mortal.installation.kill_the_one_beside()
    ans.says("wat is respijtzorg?")
    await mortal.installation.start()
    await ans.hears("Bij respijtzorg neemt iemand anders de zorg tijdelijk over.")

    assert code == 1
