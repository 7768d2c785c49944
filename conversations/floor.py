"""Who has the floor: the dialogues in progress, the question that waits, what is said meanwhile.

The one mutable thing in deciding, alive for the length of one message: it gathers the new state
and the effects, so that `respond` reads as what happens rather than as bookkeeping.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from conversations import languages
from conversations.context import Context, knowing
from conversations.dialogue import Begin, Held, Question, Script, hold
from conversations.effects import Effect, SetLanguage
from conversations.opening import Opening
from conversations.saying import button, say
from conversations.speech import Action, Say, Urgency
from conversations.state import State, Talk
from conversations.wording import Text, in_full

# Talks that may wait below the one being held; the oldest gives way.
_DEPTH: Final = 3
_WHAT: Final = "what"  # the question that asks for the words of a report


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
        talk = self.state.talk
        return talk is not None and ("words" in talk.given or _WHAT in talk.answers)

    def holds(self, scripts: Collection[str]) -> bool:
        """Whether one of these is being held at this moment."""
        return self.state.talk is not None and self.state.talk.script in scripts

    def add(self, *effects: Effect) -> None:
        self._effects.extend(effects)
        self._asked = False
        for effect in effects:
            self.context = knowing(self.context, effect)

    def put_in(self, note: Say) -> None:
        """Before the answer, but after who is speaking; a danger text has nothing before it."""
        said = [place for place, each in enumerate(self._effects) if isinstance(each, Say)]
        if any(isinstance(e, Say) and e.urgency is Urgency.DANGER for e in self._effects):
            return
        self._effects.insert(said[0] + (not self.context.met) if said else 0, note)

    def tell_in_part(self) -> None:
        """Before the first Dutch to whoever reads another language: say so, once; not in danger."""
        language = self.context.language
        if language in in_full() or self.state.in_part == language:
            return
        said = [(place, e) for place, e in enumerate(self._effects) if isinstance(e, Say)]
        if any(each.urgency is Urgency.DANGER for _, each in said):
            return
        told = any(languages.tells_in_part(each) for _, each in said)
        dutch = [place for place, each in said if languages.falls_back(each, language)]
        if dutch and not told:
            self._effects.insert(dutch[0], languages.in_part(self.context))
        if dutch or told:
            self.state = replace(self.state, in_part=language)

    def open(self, opening: Opening) -> None:
        """Carry out what an intent answered; the dialogue it interrupted goes on afterwards."""
        self.add(*opening.effects)
        if opening.begins is not None:
            self.begin(opening.begins)
        else:
            self.ask_again()

    def begin(self, begin: Begin) -> None:
        """Hold a new dialogue; one of the same kind that was still open makes way for it."""
        self._push(begin)
        self._go_on()

    def begin_below(self, begin: Begin) -> None:
        """A dialogue that comes when all the others are over."""
        self.state = self.state.begun_below(self._new(begin))

    def answer(self, answer: str) -> None:
        talk = self._talk
        if not self._held_question().options:
            told = {f"ref:{talk.asked}": self.context.message_ref}
            first = {} if "words" in talk.given else {"ref": self.context.message_ref}
            talk = replace(talk, given={**talk.given, **told, **first})
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
        if "words" not in talk.given:
            self._answer_anew(_WHAT, f"{talk.answers[_WHAT]}\n\n{words}")
            return
        told = talk.given["words"]
        self._tell(own=talk.given.get("own", told), words=f"{told}\n\n{words}")

    def tell_anew(self, words: str) -> bool:
        """New words for a message that is being told; False when it is another message."""
        talk, ref = self.state.talk, self.context.message_ref
        if talk is None:
            return False
        answered = [key for key in talk.answers if talk.given.get(f"ref:{key}") == ref]
        if answered:
            self._answer_anew(answered[0], words)
            return True
        if "words" not in talk.given or talk.given.get("ref") != ref:
            return False
        told = talk.given["words"]
        after = told[len(talk.given.get("own", told)) :]  # what was added stays
        self._tell(own=words, words=f"{words}{after}")
        return True

    def _answer_anew(self, key: str, words: str) -> None:
        answers = {**self._talk.answers, key: words}
        self.state = self.state.with_talk(replace(self._talk, answers=answers))

    def _tell(self, **given: str) -> None:
        talk = self._talk
        self.state = self.state.with_talk(replace(talk, given={**talk.given, **given}))

    def drop_told(self) -> str:
        """End a report that is being made, and hand over the words told so far."""
        told = self._talk.given.get("words", "")
        self.state = self.state.ended()
        return told

    def pause(self, kept: Collection[str]) -> None:
        """Put all but these scripts aside; they go on when the sender says so."""
        aside = tuple(talk for talk in self.state.talks if talk.script not in kept)
        rest = tuple(talk for talk in self.state.talks if talk.script in kept)
        self.state = replace(self.state, talks=rest, paused=(*self.state.paused, *aside)[-_DEPTH:])

    def resume(self) -> bool:
        """Go on with what was put aside; False when nothing was."""
        if not self.state.paused:
            return False
        talks = (*self.state.talks, *self.state.paused)
        self.state = replace(self.state, talks=talks, paused=())
        self._go_on()
        return True

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
        self.state = self.state.renewed(talk.stepped_back())
        self._go_on()

    def again(self) -> None:
        self.state = self.state.renewed(replace(self._talk, answers={}, misses=0))
        self._go_on()

    def stop(self) -> None:
        self.state = replace(self.state, talks=(), paused=())

    def end(self, question: str) -> None:
        """End the talk whose question this was, if it is still there."""
        kept = tuple(talk for talk in self.state.talks if talk.question != question)
        self.state = replace(self.state, talks=kept)

    def leave(self, scripts: Collection[str]) -> None:
        """End the talks of these scripts: the sender turned to something else."""
        kept = tuple(talk for talk in self.state.talks if talk.script not in scripts)
        self.state = replace(self.state, talks=kept)

    def settle(self, silent: Collection[str]) -> bool:
        """End a dialogue that no longer waits; True when there was something to say about it.

        What it was about may have changed since: a report that somebody else closed.
        """
        talk = self.state.talk
        if talk is None or not talk.asked:
            return False  # none, or one that is still to begin
        if talk.script in silent:
            self.state = self.state.ended()
            return False
        self._go_on()
        return True

    def hush(self) -> None:
        self.state = replace(self.state, hushed=True)

    def count_miss(self, *, missed: bool) -> None:
        """Outside a dialogue: how many messages in a row were not understood."""
        self.state = replace(self.state, misses=self.state.misses + 1 if missed else 0)

    def ask_again(self) -> None:
        """Repeat the question that waits, unless it is a patient one or stands there already."""
        question = self.waiting
        if question is None or question.patient or self._asked:
            return
        self._ask(question, again=True)

    def _held_question(self) -> Question:
        question = self._held(self._talk).question
        assert question is not None  # noqa: S101 - asked only while one waits
        return question

    def _new(self, begin: Begin) -> Talk:
        given = {**begin.given, "ref": begin.given.get("ref") or self.context.message_ref}
        return Talk(script=begin.script, id=str(self.state.talked + 1), given=given)

    def _push(self, begin: Begin) -> None:
        kept = tuple(talk for talk in self.state.talks if talk.script != begin.script)
        self.state = replace(self.state, talks=kept[-_DEPTH:])
        self.state = self.state.begun(self._new(begin))

    def _go_on(self) -> None:
        """Hold the talk as far as it goes; when it is over, the one below goes on."""
        first = True  # said anew: what was just answered, or the language just chosen
        while (talk := self.state.talk) is not None:
            held = self._held(talk)
            if held.question is not None:
                fresh = first or held.talk.asked != talk.asked or talk.asked == ""
                self.state = self.state.with_talk(held.talk)
                if fresh or not held.question.patient:
                    self._ask(held.question, again=not fresh)
                return
            first = any(isinstance(each, SetLanguage) for each in held.follows)
            self.state = self.state.ended()
            for each in held.follows:
                self._push(each) if isinstance(each, Begin) else self.add(each)

    def _ask(self, question: Question, *, again: bool = False) -> None:
        self.add(*question.shows, question.ask(self._talk, again=again))
        self._asked = True

    def _held(self, talk: Talk) -> Held:
        return hold(talk, self._scripts, self.context, self.now)

    def _without_lost(self, state: State, scripts: Mapping[str, Script]) -> State:
        """A dialogue of a version that had another script cannot go on: it ends here, visibly."""
        known = tuple(talk for talk in state.talks if talk.script in scripts)
        paused = tuple(talk for talk in state.paused if talk.script in scripts)
        return replace(state, talks=known, paused=paused)
