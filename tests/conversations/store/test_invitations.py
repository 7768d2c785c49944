"""An invitation opens the door once, for one person and one role, and tells a stranger nothing."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from conversations.context import Invitation, Named
from conversations.errors import InvitationRefused
from conversations.membership import EndReason
from conversations.store import absences, invitations, members
from conversations.store.engine import Engine
from conversations.store.instants import to_text
from conversations.store.invitations import Made
from knowledge.roles import Role
from tests.conversations.store.town import IDS, NOW, Town


class House(Town):
    """The town, with a daughter in the network."""

    def __init__(self, store: Engine) -> None:
        super().__init__(store)
        self.joins("mijn dochter", self.eva)

    def invites_eva(self, **changes: Any) -> Made:
        wanted = {
            "person_id": self.eva,
            "role": Role.CARER,
            "client_id": self.ans,
            "made_by": self.noor,
            "needs_confirmation": True,
            "now": NOW,
        }
        return invitations.make(self.store, IDS, **(wanted | changes))

    def chat(self) -> str:
        chat = IDS.new(NOW)
        self.store.execute(
            "INSERT INTO conversations (id, channel, bot, chat, state, created_at)"
            " VALUES (:id, 'web', '', :id, '{}', :now)",
            id=chat,
            now=to_text(NOW),
        )
        return chat

    def opens(self, code: str, at: datetime = NOW) -> Invitation | None:
        return invitations.by_code(self.store, code, at)


@pytest.fixture
def house(engine: Engine) -> House:
    return House(engine)


def test_the_code_opens_the_invitation_it_was_made_for(house: House) -> None:
    made = house.invites_eva()

    assert house.opens(made.code) == Invitation(
        id=made.id,
        person_id=house.eva,
        person_name="Eva Voorbeeld",
        role=Role.CARER,
        client_id=house.ans,
        client_name="Ans Voorbeeld",
        needs_confirmation=True,
        confirmer=Named(house.noor, "Noor Fictief"),
    )
    assert invitations.by_id(house.store, made.id, NOW) == house.opens(made.code)


def test_a_code_has_128_bits_and_is_nowhere_in_the_database(house: House) -> None:
    made = [house.invites_eva() for _ in range(5)]

    assert len({each.code for each in made}) == 5
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", each.code) for each in made)
    assert made[0].code not in str(house.store.query("SELECT * FROM invitations"))


def test_unknown_used_expired_and_void_codes_are_all_answered_alike(house: House) -> None:
    used, expired = house.invites_eva(), house.invites_eva(role=Role.CLIENT, person_id=house.ans)
    invitations.redeem(house.store, used.id, house.chat(), NOW)
    void = house.invites_eva()
    house.invites_eva()

    answers = [
        house.opens("A" * 22),
        house.opens(""),
        house.opens("x" * 5000),
        house.opens("\ud800'; DROP TABLE invitations; --"),
        house.opens(used.code),
        house.opens(void.code),
        house.opens(expired.code, NOW + timedelta(hours=72)),
    ]
    assert answers == [None] * 7
    assert house.opens(expired.code, NOW + timedelta(hours=71, minutes=59)) is not None


def test_an_erased_person_has_no_invitation_any_more(house: House) -> None:
    made = house.invites_eva()
    house.store.execute("UPDATE people SET erased_at = '2026' WHERE id = :id", id=house.eva)

    assert house.opens(made.code) is None


def test_an_expired_or_void_invitation_cannot_be_redeemed(house: House) -> None:
    void, chat = house.invites_eva(), house.chat()
    made = house.invites_eva()

    assert not invitations.redeem(house.store, void.id, chat, NOW)
    assert not invitations.redeem(house.store, made.id, chat, NOW + timedelta(hours=72))
    assert not invitations.redeem(house.store, "unknown", chat, NOW)
    assert invitations.redeemed_by(house.store, made.id) is None


def test_of_fifty_who_come_at_once_exactly_one_gets_in(
    house: House, url: str, opened: Callable[[str], Engine]
) -> None:
    made = house.invites_eva()
    chats = [house.chat() for _ in range(50)]
    engines = [opened(url) for _ in range(10)]

    def comes(number: int) -> bool:
        engine = engines[number % 10]
        with engine.atomic():
            if invitations.by_code(engine, made.code, NOW) is None:
                return False
            return invitations.redeem(engine, made.id, chats[number], NOW)

    with ThreadPoolExecutor(50) as crowd:
        won = list(crowd.map(comes, range(50)))

    assert won.count(True) == 1
    redeemed = house.store.query("SELECT conversation_id FROM redemptions")
    assert [row["conversation_id"] for row in redeemed] == [chats[won.index(True)]]


def test_a_redemption_is_undone_with_the_turn_it_belongs_to(house: House) -> None:
    made, chat = house.invites_eva(), house.chat()

    def fails() -> None:
        with house.store.atomic():
            invitations.redeem(house.store, made.id, chat, NOW)
            raise InvitationRefused("the turn failed")

    with pytest.raises(InvitationRefused):
        fails()
    assert house.opens(made.code) is not None


def test_whoever_came_in_waits_until_the_case_manager_confirms_once(house: House) -> None:
    made, chat = house.invites_eva(), house.chat()
    early = invitations.confirm(house.store, made.id, house.noor, NOW, accepted=True)
    invitations.redeem(house.store, made.id, chat, NOW)

    waiting = invitations.waits(house.store, chat)
    pending = invitations.pending_confirmation(house.store, house.ans, NOW)
    assert invitations.redeemed_by(house.store, made.id) == chat
    said = [
        invitations.confirm(house.store, made.id, house.noor, NOW, accepted=True) for _ in range(2)
    ]
    assert (early, waiting, [each.id for each in pending], said) == (
        False,
        True,
        [made.id],
        [True, False],
    )
    assert not invitations.waits(house.store, chat)
    assert invitations.pending_confirmation(house.store, house.ans, NOW) == ()


def test_whoever_was_refused_goes_on_waiting(house: House) -> None:
    made, chat = house.invites_eva(), house.chat()
    invitations.redeem(house.store, made.id, chat, NOW)
    invitations.confirm(house.store, made.id, house.noor, NOW, accepted=False)

    assert invitations.waits(house.store, chat)


def test_the_first_staff_waits_for_nobody(house: House) -> None:
    made = house.invites_eva(
        person_id=house.noor,
        role=Role.CASE_MANAGER,
        client_id=None,
        made_by=None,
        needs_confirmation=False,
    )
    chat = house.chat()
    invitations.redeem(house.store, made.id, chat, NOW)

    found = invitations.by_id(house.store, made.id, NOW)
    assert found is not None
    assert (found.confirmer, found.client_name) == (None, "")
    assert not invitations.waits(house.store, chat)
    assert not invitations.confirm(house.store, made.id, house.noor, NOW, accepted=True)
    assert not invitations.waits(house.store, house.chat())


def test_the_deputy_confirms_while_the_case_manager_is_away(house: House) -> None:
    absences.record(house.store, IDS, house.noor, house.bram, since=NOW, until=None, now=NOW)

    found = house.opens(house.invites_eva().code)
    assert found is not None
    assert found.confirmer == Named(house.bram, "Bram Fictief")


def test_without_a_case_manager_nobody_can_confirm(house: House) -> None:
    members.end_memberships(house.store, house.ans, house.noor, EndReason.STOPPED, today=NOW.date())

    found = house.opens(house.invites_eva().code)
    assert found is not None
    assert found.confirmer is None


@pytest.mark.parametrize(
    ("person", "role", "client", "reason"),
    [
        ("eva", Role.CASE_MANAGER, None, "does not hold the role case_manager"),
        ("bram", Role.CARER, "ans", "not the carer of that client"),
        ("eva", Role.CLIENT, "ans", "not the client of that client"),
        ("eva", Role.CARER, None, "needs a client"),
        ("eva", Role.VISITOR, None, "Nobody is invited as visitor"),
        ("eva", Role.CARER, "eva", "not the carer of that client"),
    ],
)
def test_nobody_is_invited_as_what_they_are_not(
    house: House, person: str, role: Role, client: str | None, reason: str
) -> None:
    with pytest.raises(InvitationRefused, match=reason):
        house.invites_eva(
            person_id=getattr(house, person),
            role=role,
            client_id=None if client is None else getattr(house, client),
        )
