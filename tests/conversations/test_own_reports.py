"""My reports: what became of each; solved, reopened, added to, passed on after all."""

import pytest

from conversations.context import Context
from conversations.effects import (
    Access,
    AccessAction,
    Move,
    ReportKind,
    SharedWith,
    Step,
    StepKind,
    Tell,
    ToPerson,
)
from conversations.reports import Happened
from conversations.speech import Action, Say
from conversations.wording import Moment, Text
from knowledge.roles import Role
from tests.conversations.cast import NOW, context, eva, report
from tests.conversations.chat import Chat, first_words, kinds, msgid, says

SENT = Happened(kind=StepKind.SENT, at=NOW, person="Noor Fictief")
ANSWERED = Happened(kind=StepKind.ANSWERED, at=NOW, actor="Noor Fictief", words="ik bel u")
CLOSED = Happened(kind=StepKind.CLOSED, at=NOW, actor="Noor Fictief", words="oppas geregeld")
SOLVED = Happened(kind=StepKind.SOLVED, at=NOW, actor="Eva")
OPEN = report(steps=(SENT,))
KEPT = report(
    kind=ReportKind.CONCERN, shared_with=SharedWith.NOBODY, with_id=None, with_name="",
    deadline=None, steps=(),
)  # fmt: skip
DONE = report(state="closed", owner_id="noor", owner_name="Noor Fictief", steps=(SENT, CLOSED))


def one(here: Context, do: str) -> tuple[object, ...]:
    return Chat(here).taps(Action(do, "r1"))


def test_a_list_leaves_one_row_for_each_client() -> None:
    mine = (OPEN, report(id="r2", number="S-2026-0002", steps=(SENT,)))

    (access, said) = Chat(eva(reports=mine)).taps(Action("own_reports"))

    assert access == Access(
        client_id="ans",
        event="view_own_report",
        action=AccessAction.READ,
        role=Role.CARER,
        objects=("r1", "r2"),
    )
    assert isinstance(said, Say)
    assert len(said.buttons) == 2


def test_who_has_no_reports_hears_so() -> None:
    assert first_words(Chat(context()).says("/meldingen")) == ["You have no reports with me."]


@pytest.mark.parametrize(
    ("this", "following", "buttons"),
    [
        (OPEN, "I look again {moment}. I cannot promise when {name} answers.",
         ["add_to_report", "solved"]),
        (report(owner_id="noor", owner_name="Noor", steps=(SENT,)), "{name} is working on it.",
         ["add_to_report", "solved"]),
        (KEPT, "Nobody else reads this. You can still pass it on.", ["pass_on_kept"]),
        (DONE, "Is this solved for you?", ["solved", "not_solved"]),
    ],
)  # fmt: skip
def test_a_report_says_what_happens_next(this: object, following: str, buttons: list[str]) -> None:
    (_, said) = one(eva(reports=(this,)), "own_report")

    assert isinstance(said, Say)
    assert msgid(said.blocks[-1].text) == following
    assert [button.action.do for button in said.buttons] == buttons


def test_without_a_deadline_nothing_is_promised() -> None:
    (_, said) = one(eva(reports=(report(deadline=None),)), "own_report")

    assert isinstance(said, Say)
    assert len(said.blocks) == 2


def test_an_answer_and_an_outcome_are_read_back() -> None:
    this = report(state="closed", steps=(SENT, ANSWERED, CLOSED))

    (_, said) = one(eva(reports=(this,)), "own_report")

    assert isinstance(said, Say)
    quoted = [block.text for block in said.blocks if block.kind == "quote"]
    assert quoted == ["ik houd het niet vol", "ik bel u", "oppas geregeld"]


def test_erased_words_are_said_to_be_erased() -> None:
    (_, said) = one(eva(reports=(report(words=None),)), "own_report")

    assert isinstance(said, Say)
    assert said.blocks[1].text == Text("The words have been erased.")


@pytest.mark.parametrize(
    "do", ["own_report", "add_to_report", "solved", "not_solved", "pass_on_kept"]
)
def test_a_report_of_somebody_else_is_not_found(do: str) -> None:
    effects = Chat(eva()).taps(Action(do, "r1"))

    assert first_words(effects) == ["I cannot find that report among yours."]
    assert kinds(effects) == ["Say"]


def test_what_is_added_reaches_whoever_has_it() -> None:
    chat = Chat(eva(reports=(OPEN,)))
    chat.taps(Action("add_to_report", "r1"))

    effects = chat.says("de oppas kwam ook niet")

    assert kinds(effects) == ["Keep", "Step", "Access", "Tell", "Say"]
    (said,) = says(effects)
    assert said.blocks[-1].text == Text("I have told {name} so.", name="Noor Fictief")


def test_what_is_added_to_a_kept_report_reaches_nobody() -> None:
    chat = Chat(eva(reports=(KEPT,)))
    chat.taps(Action("add_to_report", "r1"))

    assert kinds(chat.says("de oppas kwam ook niet")) == ["Keep", "Step", "Access", "Say"]


def test_a_report_that_was_erased_meanwhile_is_not_added_to() -> None:
    chat = Chat(eva(reports=(OPEN,)))
    chat.taps(Action("add_to_report", "r1"))

    effects = chat.says("nog iets", reports=())

    assert first_words(effects) == ["I cannot find that report among yours."]


def test_solved_closes_it_and_tells_the_case_manager() -> None:
    effects = one(eva(reports=(OPEN,)), "solved")

    assert effects[0] == Step(report="r1", kind=StepKind.SOLVED, actor_id="eva")
    assert [each.to for each in effects if isinstance(each, Tell)] == [ToPerson("noor")]


def test_solved_after_closing_disturbs_nobody() -> None:
    effects = one(eva(reports=(DONE,)), "solved")

    assert not [each for each in effects if isinstance(each, Tell)]


def test_solved_is_said_once() -> None:
    twice = report(state="closed", steps=(SENT, CLOSED, SOLVED))

    effects = Chat(eva(reports=(twice,))).taps(Action("solved", "r1"))

    assert first_words(effects) == ["You have said so already. {number} is closed."]


def test_not_solved_opens_it_again_with_whoever_closed_it() -> None:
    effects = one(eva(reports=(DONE,)), "not_solved")

    assert effects[0] == Step(report="r1", kind=StepKind.REOPENED, actor_id="eva")
    (move,) = (each for each in effects if isinstance(each, Move))
    assert (move.state, move.with_id, move.owner_id) == ("reopened", "noor", None)
    assert [each.to for each in effects if isinstance(each, Tell)] == [ToPerson("noor")]


def test_not_solved_never_goes_back_to_nobody() -> None:
    nobody = report(state="closed", with_id=None, steps=(SENT, CLOSED))

    effects = one(eva(reports=(nobody,)), "not_solved")

    assert [each.to for each in effects if isinstance(each, Tell)] == [ToPerson("noor")]


def test_an_open_report_is_still_open() -> None:
    effects = Chat(eva(reports=(OPEN,))).taps(Action("not_solved", "r1"))

    assert first_words(effects) == ["{number} is still open."]


@pytest.mark.parametrize("do", ["pass_on_kept", "not_solved"])
def test_a_kept_worry_is_passed_on_after_all(do: str) -> None:
    this = KEPT if do == "pass_on_kept" else report(
        shared_with=SharedWith.NOBODY, state="closed", with_id=None)  # fmt: skip
    chat = Chat(eva(reports=(this,)))

    chat.taps(Action(do, "r1"))

    assert chat.state.talks[0].given["words"] == "ik houd het niet vol"


def test_erased_words_cannot_be_passed_on() -> None:
    chat = Chat(eva(reports=(report(words=None, shared_with=SharedWith.NOBODY),)))

    effects = chat.taps(Action("pass_on_kept", "r1"))

    assert first_words(effects) == ["I cannot find that report among yours."]


def test_the_button_of_the_menu_shows_the_same_list() -> None:
    mine = eva(reports=(KEPT,))

    (_, *listed) = Chat(mine).says("mijn meldingen")  # the first keeps the words

    assert list(Chat(mine).taps(Action("own_reports"))) == listed


def test_a_kept_report_says_that_it_is_only_kept() -> None:
    (said,) = says(Chat(eva(reports=(KEPT,))).says("mijn meldingen"))

    assert said.blocks[1].text == (
        Text("{number}, of {moment}: only kept for you.", number="S-2026-0001",
             moment=Moment(KEPT.created_at)),
    )  # fmt: skip
