"""Who has the floor: what waits, what is put aside, what comes back."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from conversations.answers import Option
from conversations.context import Context
from conversations.dialogue import Ask, Begin
from conversations.effects import Agree, Effect, Met, Purpose, SetLanguage, SetRegion
from conversations.floor import Floor
from conversations.opening import Opening
from conversations.saying import plain, say
from conversations.speech import Action, Say, Urgency
from conversations.state import State, Talk
from conversations.wording import Text
from knowledge.regions import Region
from tests.conversations.cast import NOW, context, visitor

SURE = plain(Text("Are you sure?"))
DONE = say(Text("Good. I erase nothing."))
WORDS = plain(Text("What would you like to add?"))


def asks(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect | Begin]:
    ask.yes("sure", SURE)
    return (DONE,)


def tells(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect | Begin]:
    words = given.get("words") or ask.words("words", WORDS)
    ask.yes("share", SURE)
    return (say(plain(words)),)


def waits(
    ask: Ask, given: Mapping[str, str], context: Context, now: datetime
) -> Sequence[Effect | Begin]:
    ask.choice("keep", [SURE], [Option("yes", Text("Yes"))], patient=True)
    return (DONE, Begin(script="asks"))


SCRIPTS = {"asks": asks, "tells": tells, "waits": waits}


def floor(state: State | None = None, **changes: object) -> Floor:
    return Floor(state or State(), SCRIPTS, context(**changes), NOW)


def texts(effects: Sequence[Effect]) -> list[object]:
    return [effect.blocks[-1].text for effect in effects if isinstance(effect, Say)]


def test_a_dialogue_that_ends_lets_the_one_below_go_on() -> None:
    here = floor()
    here.begin(Begin(script="asks"))
    here.begin(Begin(script="tells", given={"words": "gevallen"}))

    here.answer("yes")

    assert texts(here.effects) == [SURE.text, SURE.text, "gevallen", SURE.text]
    assert [talk.script for talk in here.state.talks] == ["asks"]


def test_the_same_dialogue_begun_twice_is_held_once() -> None:
    here = floor()
    here.begin(Begin(script="asks"))
    here.begin(Begin(script="asks"))

    assert [talk.id for talk in here.state.talks] == ["2"]


def test_the_oldest_of_many_gives_way() -> None:
    old = tuple(Talk(script=f"asks{n}", id=str(n)) for n in range(5))
    scripts = {**SCRIPTS, **{talk.script: asks for talk in old}}
    here = Floor(State(talks=old, talked=5), scripts, context(), NOW)

    here.begin(Begin(script="tells"))

    assert [talk.id for talk in here.state.talks] == ["2", "3", "4", "6"]


def test_a_script_may_go_over_into_another() -> None:
    here = floor()
    here.begin(Begin(script="waits"))

    here.answer("yes")

    assert [talk.script for talk in here.state.talks] == ["asks"]


def test_a_patient_question_is_not_repeated() -> None:
    here = floor()
    here.begin(Begin(script="waits"))

    here.open(Opening((DONE,)))

    assert texts(here.effects) == [SURE.text, DONE.blocks[0].text]


def test_another_question_is_repeated_after_an_interruption_but_never_twice() -> None:
    here = floor()
    here.begin(Begin(script="asks"))
    here.open(Opening((DONE,)))
    here.ask_again()

    assert texts(here.effects) == [SURE.text, DONE.blocks[0].text, SURE.text]


def test_a_dialogue_below_comes_when_the_others_are_over() -> None:
    here = floor()
    here.begin(Begin(script="asks"))
    here.begin_below(Begin(script="waits"))

    here.answer("no")

    assert [talk.script for talk in here.state.talks] == ["waits"]
    assert texts(here.effects) == [SURE.text, DONE.blocks[0].text, SURE.text]


def test_the_message_that_told_it_is_remembered() -> None:
    here = floor(message_ref="m7")
    here.begin(Begin(script="tells"))
    later = floor(here.state, message_ref="m9")

    later.answer("gevallen")

    assert later.state.talks[0].given["ref"] == "m9"


def test_a_later_answer_in_words_leaves_the_told_message_what_it_is() -> None:
    here = floor(State(talks=(Talk(script="tells", id="1", given={"words": "x", "ref": "m1"},
                                   asked="share"),), talked=1), message_ref="m9")  # fmt: skip

    here.answer("no")

    assert texts(here.effects) == ["x"]


def test_new_words_replace_the_old_and_keep_what_was_added() -> None:
    here = floor()
    here.begin(Begin(script="tells", given={"words": "twee keer\n\ngevallen"}))
    here.tell_more("en bang")
    here.tell_anew("drie keer gevallen")

    assert here.state.talks[0].given["words"] == "drie keer gevallen\n\nen bang"


def test_words_that_were_an_answer_are_changed_and_added_to() -> None:
    talk = Talk(script="tells", id="1", answers={"what": "twee keer"}, asked="share",
                given={"ref:what": "m3"})  # fmt: skip
    here = floor(State(talks=(talk,), talked=1), message_ref="m3")

    assert here.tells
    assert here.tell_anew("drie keer")
    here.tell_more("en bang")
    assert here.state.talks[0].answers == {"what": "drie keer\n\nen bang"}


def test_another_message_changes_nothing_of_what_is_told() -> None:
    here = floor(message_ref="m9")

    assert not here.tell_anew("x")
    here.begin(Begin(script="tells", given={"words": "gevallen", "ref": "m1"}))
    assert not here.tell_anew("x")


def test_an_old_button_of_a_dialogue_below_still_answers_it() -> None:
    here = floor()
    here.begin(Begin(script="asks"))
    here.begin(Begin(script="tells", given={"words": "x"}))

    assert here.answer_tapped(Action("answer", "1:sure", "yes"))
    assert [talk.script for talk in here.state.talks] == ["tells"]


def test_a_button_of_a_dialogue_that_is_over_answers_nothing() -> None:
    assert not floor().answer_tapped(Action("answer", "1:sure", "yes"))


def test_what_is_put_aside_comes_back_when_asked_for() -> None:
    here = floor()
    here.begin(Begin(script="waits"))
    here.begin(Begin(script="asks"))
    here.pause(kept={"waits"})

    assert [talk.script for talk in here.state.talks] == ["waits"]
    assert here.resume()
    assert [talk.script for talk in here.state.talks] == ["waits", "asks"]
    assert not here.resume()


def test_stopping_ends_all_of_it() -> None:
    here = floor()
    here.begin(Begin(script="asks"))
    here.pause(kept=())
    here.begin(Begin(script="tells"))
    here.stop()

    assert (here.state.talks, here.state.paused) == ((), ())


def test_turning_to_something_else_ends_a_dialogue() -> None:
    here = floor()
    here.begin(Begin(script="asks"))
    here.end("7:other")
    here.leave({"tells"})

    assert here.holds({"asks"})
    here.end("1:sure")
    assert not here.holds({"asks"})


def test_a_dialogue_of_an_earlier_version_ends() -> None:
    lost = Talk(script="gone", id="1")

    assert floor(State(talks=(lost,), paused=(lost,), talked=1)).state == State(talked=1)


def test_what_is_agreed_counts_at_once() -> None:
    here = Floor(State(), SCRIPTS, visitor(), NOW)

    here.add(
        Agree(purpose=Purpose.CHAT, granted=True, wording="x"), SetLanguage("en"), SetRegion("be")
    )
    assert here.context.agreed(Purpose.CHAT)
    assert (here.context.language, here.context.region) == ("en", Region.BE)

    here.add(Agree(purpose=Purpose.CHAT, granted=False, wording="x"))
    assert not here.context.agreed(Purpose.CHAT)


def test_a_note_comes_before_the_answer() -> None:
    note = say(Text("Good to hear."))
    here = floor()
    here.add(DONE)
    here.put_in(note)

    assert here.effects == (note, DONE)


def test_a_note_comes_after_who_is_speaking() -> None:
    note, who = say(Text("Good to hear.")), say(Text("Hello."))
    here = floor(met=False)
    here.add(Met(), who, DONE)
    here.put_in(note)

    assert here.effects == (Met(), who, note, DONE)


def test_a_note_stands_alone_where_nothing_was_said() -> None:
    note = say(Text("Good to hear."))
    here = floor()
    here.put_in(note)

    assert here.effects == (note,)


def test_nothing_comes_before_a_danger_text() -> None:
    danger = Say(blocks=(plain("Bel 112."),), urgency=Urgency.DANGER)
    here = floor()
    here.add(danger)
    here.put_in(say(Text("Good to hear.")))

    assert here.effects == (danger,)
