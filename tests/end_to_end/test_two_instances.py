"""Two installations were given one token: both say so, nobody is answered twice."""

import pytest

from tests.end_to_end.installation import Installation
from tests.end_to_end.organisation import ANS
from tests.end_to_end.town import COPY, Town, copied, town_in

pytestmark = [pytest.mark.edge, pytest.mark.asyncio(loop_scope="session")]

CONFLICT = "telegram.another_poller_has_our_token"


async def test_two_installations_on_one_token_both_say_so_and_answer_once(
    town: Town, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async with town_in(tmp_path_factory.mktemp("first")) as first:
        copied(town, first)
        second = Installation(tmp_path_factory.mktemp("second"), first.api.base_url)
        second.does(("restore", str(town.installation.folder / COPY)))
        await first.installation.start()
        await second.start()
        await first.installation.until_logged(CONFLICT)
        health = await first.installation.health()
        await second.until_logged(CONFLICT)
        ans = first.person(ANS)
        ans.says("wat is het ciz?")
        await ans.hears("Het CIZ beslist")
        both = [len(each.logged(CONFLICT)) for each in (first.installation, second)]
        stopped = await second.stop()
        ans.says("wat is de wlz?")
        await ans.hears("De Wlz is er voor")
        await first.installation.until_logged("telegram.well_again")

    assert (health["well"], health["telegram"], stopped) == (False, CONFLICT, 0)
    assert max(both) <= 2
    assert ans.transcript.count("Het CIZ beslist over zorg") == 1
