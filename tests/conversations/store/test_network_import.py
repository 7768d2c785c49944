"""A network file opens a client's network as a whole, and takes nobody for somebody else."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from conversations import network_file
from conversations.errors import NetworkRefused
from conversations.network_file import Reading
from conversations.store import networks, people
from conversations.store.engine import Engine, migrate
from conversations.store.ids import Ids
from conversations.store.network_import import BroughtIn, bring_in
from knowledge.roles import Role

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
IDS = Ids()

HEADINGS = "naam;rol;kring;persoon;taken;casemanager;contact;waarnemer;verborgen voor"
SETTLED = ";Ans;2026-01-05;ja;toestemming;2026-01-05;2026-11-02;Noor"
ANS = "Ans;cliënt;cliënt;Ans Voorbeeld;;;;;"
NOOR = "Noor;casemanager;beroepskracht;Noor Fictief;let op alles;ja;0800 0000;;"
NOOR_HELPED = NOOR.replace("0800 0000;;", "0800 0000;Hilde;")
EVA = "Eva;dochter;informeel;Eva Voorbeeld;kookt;;;;"
HILDE = "Hilde;verpleegkundige;beroepskracht;;wast;;;;Eva"


def file(*lines: str) -> Reading:
    more = ";afgesproken met;afgesproken op;cliënt akkoord;grondslag;van;bevestigd op;"
    rows = [HEADINGS + more + "bevestigd door", *(line + SETTLED for line in lines)]
    return network_file.parse("\n".join(rows).encode(), recorded_by="Noor Fictief")


@pytest.fixture
def store(engine: Engine) -> Engine:
    migrate(engine)
    noor = people.add(engine, IDS, "Noor Fictief", now=NOW)
    people.give_role(engine, IDS, noor, Role.CASE_MANAGER, now=NOW)
    return engine


def brought(store: Engine, *lines: str) -> BroughtIn:
    return bring_in(store, IDS, file(*lines), now=NOW)


def count(store: Engine) -> tuple[int, int]:
    rows = store.query(
        "SELECT (SELECT count(*) FROM people) AS people, (SELECT count(*) FROM members) AS members"
    )
    return rows[0]["people"], rows[0]["members"]


def test_a_network_is_brought_in_with_its_people(store: Engine) -> None:
    done = brought(store, ANS, NOOR_HELPED, EVA, HILDE)

    assert done.client is not None
    assert (done.members, done.put_on_file) == (4, ("Ans Voorbeeld", "Eva Voorbeeld"))
    network = networks.load(store, done.client.id, TODAY, done.client.id, now=NOW)
    manager = network.case_manager(TODAY)
    assert manager is not None
    assert network.member(manager.stand_in) in network.on(TODAY)


def test_the_carer_sees_the_network_but_not_who_is_hidden_from_her(store: Engine) -> None:
    done = brought(store, ANS, NOOR_HELPED, EVA, HILDE)

    eva = people.find_by_name(store, "Eva Voorbeeld")
    (tie,) = networks.ties_of(store, eva.id, TODAY, now=NOW)
    assert done.client is not None
    shown = networks.load(store, done.client.id, TODAY, eva.id, now=NOW)
    assert tie.roles == {Role.CARER}
    assert [each.name for each in shown.members] == ["Ans", "Noor", "Eva"]


def test_the_same_file_twice_changes_nothing(store: Engine) -> None:
    done = brought(store, ANS, NOOR)
    assert done.client is not None
    again = ANS.replace("Ans Voorbeeld", done.client.id)
    before = count(store)

    assert brought(store, ANS, NOOR).faults[0].startswith("line 2: persoon: 'Ans Voorbeeld' is on")
    assert brought(store, again, NOOR).faults == (
        "line 2: this client has a care network already; change that.",
    )
    assert count(store) == before


def test_a_carer_is_not_taken_for_somebody_of_the_same_name(store: Engine) -> None:
    other = people.add(store, IDS, "Eva Voorbeeld", now=NOW)
    (fault,) = brought(store, ANS, NOOR, EVA).faults

    assert fault == (
        f"line 4: persoon: 'Eva Voorbeeld' is on file already; write the id {other} if it is"
        " this person, or nieuw: Eva Voorbeeld."
    )
    assert networks.ties_of(store, other, TODAY, now=NOW) == ()


def test_the_id_says_which_eva_is_meant(store: Engine) -> None:
    eva = people.add(store, IDS, "Eva Voorbeeld", now=NOW)
    people.add(store, IDS, "Eva Voorbeeld", now=NOW)

    assert brought(store, ANS, NOOR, EVA).faults == (
        "line 4: persoon: 2 people are called 'Eva Voorbeeld'; write the id of one of them.",
    )
    assert brought(store, ANS, NOOR, EVA.replace("Eva Voorbeeld", eva)).put_on_file == (
        "Ans Voorbeeld",
    )
    assert len(networks.ties_of(store, eva, TODAY, now=NOW)) == 1


def test_another_eva_is_put_on_file_when_the_file_says_so(store: Engine) -> None:
    people.add(store, IDS, "Eva Voorbeeld", now=NOW)

    done = brought(store, ANS, NOOR, EVA.replace("Eva Voorbeeld", "nieuw: Eva Voorbeeld"))

    assert done.put_on_file == ("Ans Voorbeeld", "Eva Voorbeeld")
    assert len(people.named_so(store, "Eva Voorbeeld")) == 2


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ((ANS, NOOR.replace("Noor Fictief", "Bram Fictief")), "line 3: persoon: 'Bram Fictief' is"),
        ((ANS.replace("Ans Voorbeeld", ""), NOOR), "line 2: persoon: this is empty; fill in"),
        ((ANS, NOOR, EVA.replace("Eva Voorbeeld", "0" * 26)), "line 4: persoon: nobody has the id"),
        ((ANS, EVA.replace("Eva Voorbeeld", "Noor Fictief")), "line 3: persoon: 'Noor Fictief' is"),
    ],
)
def test_nothing_is_brought_in_when_one_line_is_wrong(
    store: Engine, lines: tuple[str, ...], fault: str
) -> None:
    before = count(store)

    assert brought(store, *lines).faults[0][: len(fault)] == fault
    assert count(store) == before


def test_a_file_that_could_not_be_read_brings_in_nothing(store: Engine) -> None:
    assert brought(store, ANS, "Kim").faults == file(ANS, "Kim").faults


def test_what_the_store_refuses_halfway_leaves_nothing_behind(store: Engine) -> None:
    read_earlier = file(ANS, NOOR, EVA)
    (ans, *others) = read_earlier.rows
    two = replace(read_earlier, rows=(ans, *others, *(replace(o, line=9) for o in others[:1])))
    before = count(store)

    with pytest.raises(NetworkRefused):
        bring_in(store, IDS, two, now=NOW)
    assert count(store) == before
