"""Worries, signals, a wish for a person: what is asked, recorded and said."""

from typing import Any

import pytest

from conversations.effects import (
    Access,
    Agree,
    Record,
    ReportKind,
    SharedWith,
    Subject,
    Tell,
    ToPerson,
)
from conversations.labels import BOTTLENECKS, HEARD, INDICATORS, SENDER_ROLES
from conversations.notices import first_notice, news, notice
from conversations.speech import Action, Ref, Say, Urgency
from conversations.wording import NumberOf, Text
from knowledge.bottlenecks import BOTTLENECKS as SLUGS
from knowledge.roles import Role
from tests.conversations.cast import (
    BRAM,
    CASE_MANAGER,
    changed,
    context,
    eva,
    noor,
    other_tie,
    report,
    tie,
    visitor,
)
from tests.conversations.chat import Chat, first_words, kinds, record, says

HEAVY = "ik kan de zorg voor mijn moeder niet meer aan, ik slaap al weken niet"
WORRY = "ik maak me zorgen, de ene zegt dat hij moet bewegen en de andere dat hij moet rusten"


def test_a_client_is_not_asked_whom_it_is_about() -> None:
    chat = Chat(context())
    chat.says(HEAVY)

    this = record(chat.says("ja"))

    assert (this.subject, this.client_id, this.sender_role) == (
        Subject.CLIENT,
        "ans",
        Role.CLIENT,
    )


@pytest.mark.parametrize(
    ("answer", "subject", "client", "role"),
    [
        ("mama", Subject.CLIENT, "ans", Role.CARER),
        ("mezelf", Subject.SELF, "ans", Role.CARER),
        ("iemand anders", Subject.OTHER, None, Role.VISITOR),
    ],
)
def test_a_carer_says_whom_it_is_about(
    answer: str, subject: Subject, client: str | None, role: Role
) -> None:
    chat = Chat(eva())
    chat.says(HEAVY)
    chat.says(answer)

    effects = chat.says("ja")

    this = record(effects)
    assert (this.subject, this.client_id, this.sender_role) == (subject, client, role)
    rows = [each.client_id for each in effects if isinstance(each, Access)]
    assert rows == ([client] if client else [])


def test_who_is_client_and_carer_says_which() -> None:
    both = context(ties=(tie(), other_tie(Role.CARER)))
    chat = Chat(both)
    chat.says(HEAVY)
    chat.says("ans")

    assert record(chat.says("ja")).sender_role is Role.CLIENT


def test_somebody_who_does_not_stand_in_the_network_uses_no_family_word() -> None:
    stranger = tie(Role.CARER, network=other_tie(Role.CARER).network)
    chat = Chat(eva(ties=(stranger,)))
    chat.says(HEAVY)

    assert first_words(chat.says("mama"))[0].startswith("I do not understand you well")


def test_yes_to_passing_on_is_consent_for_these_words() -> None:
    chat = Chat(visitor())
    chat.says(HEAVY)
    chat.says("mezelf")

    effects = chat.says("ja")

    assert [each.purpose.value for each in effects if isinstance(each, Agree)] == ["chat", "share"]
    assert record(effects).shared_with is SharedWith.INTAKE_DESK


def test_a_notice_to_staff_holds_a_number_and_nothing_else() -> None:
    chat = Chat(context())
    chat.says(HEAVY)

    (told,) = (each for each in chat.says("ja") if isinstance(each, Tell))

    assert told.to == ToPerson("noor")
    assert told.say == first_notice(ReportKind.SIGNAL, "this", route="case_manager")
    assert told.say.urgency is Urgency.ALERT
    assert told.say.buttons[0].action == Action("open_report", Ref("this"))


@pytest.mark.parametrize("kind", ReportKind)
@pytest.mark.parametrize("route", ["log", "case_manager", "today", "now"])
def test_no_first_notice_names_anybody(kind: ReportKind, route: str) -> None:
    said = first_notice(kind, "this", route=route)

    (block,) = said.blocks
    assert isinstance(block.text, Text)
    assert dict(block.text.values) == {"number": NumberOf("this")}


@pytest.mark.parametrize("reminder", [True, False])
def test_no_later_notice_names_anybody(reminder: bool) -> None:
    (block,) = notice(report(), reminder=reminder).blocks

    assert isinstance(block.text, Text)
    assert dict(block.text.values) == {"number": "S-2026-0001"}
    assert news(report(), Text("x")).buttons[0].action == Action("open_report", "r1")


def test_nothing_is_passed_on_after_no_and_kept_only_after_yes() -> None:
    chat = Chat(context())
    chat.says(HEAVY)
    chat.says("nee")

    effects = chat.says("ja")

    this = record(effects)
    assert (this.shared_with, this.with_id, this.deadline) == (SharedWith.NOBODY, None, None)
    assert not [each for each in effects if isinstance(each, Tell)]


def test_after_adding_something_no_is_still_no() -> None:
    chat = Chat(context())
    chat.says(HEAVY)
    chat.says("3")
    chat.says("en mijn werk gaat niet meer")
    chat.says("nee")

    assert not [each for each in chat.says("nee") if isinstance(each, Record)]


def test_a_worry_by_command_asks_what_it_is() -> None:
    assert first_words(Chat(context()).says("/zorg")) == [
        "What is the matter? Tell it in your own words."
    ]


def test_a_worry_in_which_signs_are_heard_becomes_a_signal() -> None:
    chat = Chat(context())
    chat.taps(Action("tell_concern"))
    chat.says(HEAVY)

    this = record(chat.says("noor"))

    assert (this.kind, this.route) == (ReportKind.SIGNAL, "case_manager")
    assert this.indicators


def test_a_worry_about_something_else_has_no_bottleneck() -> None:
    chat = Chat(context())
    chat.taps(Action("tell_concern"))
    chat.says("de kat is weg")
    chat.says("iets anders")

    assert record(chat.says("noor")).bottleneck == ""


def test_a_worry_to_the_desk_names_the_desk() -> None:
    chat = Chat(visitor())
    chat.says(WORRY)
    chat.says("mezelf")
    chat.says("ja")

    assert record(chat.says("aanmeldpunt")).shared_with is SharedWith.INTAKE_DESK


def test_a_deputy_is_named_as_the_deputy() -> None:
    away = context(ties=(tie(deputy=BRAM, manager_away=True),))

    said = says(Chat(away).says(HEAVY))[-1]

    assert "replaces them" in repr(said)


@pytest.mark.parametrize("command", ["/zorg", "/klacht", "/mens"])
def test_staff_do_not_report_through_the_bot(command: str) -> None:
    assert first_words(Chat(noor()).says(command)) == ["As staff you do not report through me."]


def test_a_helper_who_is_named_in_words_of_violence_is_never_told() -> None:
    chat = Chat(context())
    chat.says("Noor heeft mij geslagen")
    chat.says("ja")

    this = record(chat.says("ja"))

    assert this.accused_id == "noor"
    assert this.sensitive


def test_a_daughter_named_in_words_of_violence_is_no_helper() -> None:
    chat = Chat(context())
    chat.says("Eva heeft mij geslagen")
    chat.says("ja")

    assert record(chat.says("ja")).accused_id is None


@pytest.mark.parametrize(
    ("person", "said"),
    [
        (CASE_MANAGER, "{name} is your case manager. You reach {name} at {contact}."),
        (changed(CASE_MANAGER, best_moment="na 9 uur"),
         "{name} is your case manager. You reach {name} at {contact}, {moment}."),
        (changed(CASE_MANAGER, away=True, deputy="Bram"),
         "{name}, your case manager, is away. {deputy} stands in."),
    ],
)  # fmt: skip
def test_who_wants_a_person_hears_how_to_reach_the_case_manager(person: Any, said: str) -> None:
    network = other_tie(Role.CLIENT).network
    bond = tie(network=type(network)(client_id="ans", client_name="Ans", members=(person,)))

    effects = Chat(context(ties=(bond,))).taps(Action("person"))

    assert kinds(effects) == ["Access", "Say", "Say"]
    assert first_words(effects)[0] == said


@pytest.mark.parametrize(
    ("here", "subject", "client"),
    [
        (context(), Subject.CLIENT, "ans"),
        (eva(), Subject.SELF, "ans"),
        (visitor(), Subject.SELF, None),
    ],
)
def test_who_wants_a_person_speaks_for_themself(
    here: Any, subject: Subject, client: str | None
) -> None:
    chat = Chat(here)
    chat.says("/mens")
    chat.says("bel mij morgen")

    this = record(chat.says("ja"))

    assert (this.subject, this.client_id, this.words) == (subject, client, "bel mij morgen")


def test_with_several_clients_is_asked_about_whom_a_person_must_call() -> None:
    chat = Chat(eva(ties=(tie(Role.CARER), other_tie(Role.CARER))))
    chat.says("/mens")

    assert first_words(chat.says("bel mij morgen")) == ["Whom is this about?"]


def test_every_slug_has_its_words() -> None:
    assert set(BOTTLENECKS) == set(SLUGS)
    assert set(HEARD) == set(INDICATORS)
    assert set(SENDER_ROLES) == {Role.CLIENT, Role.CARER, Role.VISITOR}
    assert isinstance(says(Chat(context()).says("/menu"))[0], Say)
