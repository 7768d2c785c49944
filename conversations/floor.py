"""Who has the floor: the dialogues in progress, the question that waits, what is said meanwhile.

The one mutable thing in deciding, alive for the length of one message: it gathers the new state
and the effects, so that `respond` reads as what happens rather than as bookkeeping.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from conversations.context import Context
from conversations.dialogue import Held, Question, Script, hold
from conversations.effects import Effect
from conversations.opening import Begin, Opening
from conversations.saying import button, say
from conversations.speech import Action
from conversations.state import State, Talk
from conversations.wording import Text

# Talks that may wait below the one being held; the oldest gives way.
_DEPTH: Final = 3


class Floor:
    def __init__(
        self, state: State, scripts: Mapping[str, Script], context: Context, now: datetime
    ) -> None:
        self.context = context
        self.now = now
        self.state = self._without_lost(state, scripts)
        self._scripts = scripts
        self._effects: list[Effect] = []
        self._asked = False  # the waiting question stands at the end already

    @property
    def effects(self) -> tuple[Effect, ...]:
        return tuple(self._effects)

    @property
    def waiting(self) -> Question | None:
        """The question that waits for an answer, as it would be asked now."""
        talk = self.state.talk
        return self._held(talk).question if talk else None

    @property
    def _talk(self) -> Talk:
        """The dialogue being held; asked only where one is."""
        return self.state.talks[-1]

    @property
    def tells(self) -> bool:
        """Whether a report is being made whose words are known."""
        return self.state.talk is not None and "words" in self.state.talk.given

    def add(self, *effects: Effect) -> None:
        self._effects.extend(effects)
        self._asked = False

    def open(self, opening: Opening) -> None:
        """Carry out what an intent answered; the dialogue it interrupted goes on afterwards."""
        self.add(*opening.effects)
        if opening.begins is not None:
            self.begin(opening.begins)
        else:
            self.ask_again()

    def begin(self, begin: Begin) -> None:
        """Hold a new dialogue; one of the same kind that was still open makes way for it."""
        kept = tuple(talk for talk in self.state.talks if talk.script != begin.script)
        self.state = replace(self.state, talks=kept[-_DEPTH:])
        given = {**begin.given, "ref": self.context.message_ref}
        talk = Talk(script=begin.script, id=str(self.state.talked + 1), given=given)
        self.state = self.state.begun(talk)
        self._go_on()

    def answer(self, answer: str) -> None:
        talk = self._talk
        self.state = self.state.with_talk(talk.answered(talk.asked, answer))
        self._go_on()

    def answer_tapped(self, action: Action) -> bool:
        """Answer the question a button belongs to; False when it no longer waits."""
        for place, talk in enumerate(self.state.talks):
            if talk.question == action.with_:
                answered = talk.answered(talk.asked, action.more)
                rest = (*self.state.talks[:place], *self.state.talks[place + 1 :])
                self.state = replace(self.state, talks=(*rest, answered))
                self._go_on()
                return True
        return False

    def tell_more(self, words: str) -> None:
        """More words for the report that is being made."""
        talk = self._talk
        more = {**talk.given, "words": f"{talk.given['words']}\n\n{words}"}
        self.state = self.state.with_talk(replace(talk, given=more))

    def drop_told(self) -> str:
        """End a report that is being made, and hand over the words told so far."""
        talk = self.state.talk
        if talk is None or talk.script.startswith("danger"):
            return ""
        told = talk.given.get("words", "")
        if not told and talk.asked not in ("what", "words", "extra"):
            return ""
        self.state = self.state.ended()
        return told

    def miss(self) -> None:
        """The answer was not understood: say so kindly, and after twice offer a person."""
        talk = self._talk
        self.state = self.state.with_talk(replace(talk, misses=talk.misses + 1))
        if talk.misses == 0:
            self.add(say(Text("I do not understand you well. Please choose one of these.")))
        else:
            self.add(
                say(
                    Text("I still do not understand you. Shall a person help you?"),
                    buttons=(button(Text("I want to speak to a person"), "person"),),
                )
            )
        self.ask_again()

    def back(self) -> None:
        talk = self._talk
        if not talk.answers:
            self.add(say(Text("This is the first question.")))
        self.state = self.state.with_talk(talk.stepped_back())
        self._go_on()

    def again(self) -> None:
        talk = self._talk
        self.state = self.state.with_talk(replace(talk, answers={}, misses=0))
        self._go_on()

    def stop(self) -> None:
        self.state = replace(self.state, talks=())

    def hush(self) -> None:
        self.state = replace(self.state, hushed=True)

    def ask_again(self) -> None:
        """Repeat the question that waits, unless it is a patient one or stands there already."""
        question = self.waiting
        if question is None or question.patient or self._asked:
            return
        self._ask(question)

    def _go_on(self) -> None:
        """Hold the talk as far as it goes; when it is over, the one below goes on."""
        while (talk := self.state.talk) is not None:
            held = self._held(talk)
            if held.talk is not None and held.question is not None:
                fresh = held.talk.asked != talk.asked or talk.asked == ""
                self.state = self.state.with_talk(held.talk)
                if fresh or not held.question.patient:
                    self._ask(held.question)
                return
            self.state = self.state.ended()
            self.add(*held.effects)

    def _ask(self, question: Question) -> None:
        talk = self._talk
        self.add(question.ask(talk))
        self._asked = True

    def _held(self, talk: Talk) -> Held:
        return hold(talk, self._scripts, self.context, self.now)

    def _without_lost(self, state: State, scripts: Mapping[str, Script]) -> State:
        """A dialogue of a version that had another script cannot go on: it ends here, visibly."""
        known = tuple(talk for talk in state.talks if talk.script in scripts)
        return state if len(known) == len(state.talks) else replace(state, talks=known)
