"""What a page shows of a conversation: one bubble a message, ours and their own, in order."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.body import Block, Body
from bot.direction import direction
from conversations.speech import Speaker
from conversations.wording import Moment, Text, Voice
from knowledge.wordforms import clean

_OWN: Final = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    id: str
    label: str
    language: str  # where it is another than that of the message
    chosen: bool
    spent: bool  # it, or another answer to the same question, was chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """Ids of buttons of a conversation."""

    chosen: Collection[str] = ()
    spent: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    id: str
    side: str  # 'own', or who of us speaks
    who: str
    at: datetime
    when: str
    language: str = ""  # '': theirs, and unknown
    direction: str = "auto"
    blocks: tuple[Block, ...] = ()
    choices: tuple[tuple[Choice, ...], ...] = ()  # rows
    reference: str = ""

    @property
    def own(self) -> bool:
        return self.side == _OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A row of the outbox, as far as a page needs it."""

    id: str
    body: Body
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the person typed."""

    ref: str
    text: str
    at: datetime

    def same(self, kept: "Words") -> bool:
        """Say whether those kept words are these, which were typed a moment before."""
        return kept.text == self.text and kept.at >= self.at


def bubbles(
    answers: Iterable[Answer], words: Iterable[Words], pressed: Pressed, voice: Voice
) -> tuple[Bubble, ...]:
    """Put both sides of a conversation in the order in which they were said."""
    theirs = [_own(each, voice) for each in words]
    ours = [answered(each, pressed, voice) for each in answers if each.body.blocks]
    # What was typed comes before an answer of the same moment.
    return tuple(sorted((*theirs, *ours), key=lambda bubble: bubble.at))


def answered(answer: Answer, pressed: Pressed, voice: Voice) -> Bubble:
    """Show one row of the outbox."""
    body = answer.body
    return Bubble(
        id=answer.id,
        side=body.speaker.value,
        who=voice.speak(_speaker(body)),
        at=answer.at,
        when=_when(answer.at, voice),
        language=body.language,
        direction=direction(body.language),
        blocks=tuple(_shown(block) for block in body.blocks),
        choices=_choices(body, pressed),
        reference=_reference(body, voice),
    )


def _own(words: Words, voice: Voice) -> Bubble:
    return Bubble(
        id=words.ref,
        side=_OWN,
        who=voice.speak(Text("You")),
        at=words.at,
        when=_when(words.at, voice),
        blocks=(Block(text=clean(words.text)),),
    )


def _speaker(body: Body) -> Text:
    name = clean(body.speaker_name)
    match body.speaker:
        case Speaker.CASE_MANAGER if name:
            return Text("Your case manager {name}", name=name)
        case Speaker.CASE_MANAGER:
            return Text("Your case manager")
        case Speaker.STAFF if name:
            return Text("{name}, member of staff", name=name)
        case Speaker.STAFF:
            return Text("A member of staff")
        case Speaker.BOT:
            return Text("Aanspreekpunt, computer program")


def _shown(block: Block) -> Block:
    return replace(block, text=clean(block.text))


def _choices(body: Body, pressed: Pressed) -> tuple[tuple[Choice, ...], ...]:
    return tuple(
        tuple(
            Choice(
                id=each.id,
                label=clean(each.label),
                language=each.language,
                chosen=each.id in pressed.chosen,
                spent=each.id in pressed.spent,
            )
            for each in row
        )
        for row in body.buttons
    )


def _reference(body: Body, voice: Voice) -> str:
    """Give the number of the report, unless a sentence already names it."""
    if not body.reference or any(body.reference in block.text for block in body.blocks):
        return ""
    return voice.speak(Text("Reference {number}", number=body.reference))


def _when(at: datetime, voice: Voice) -> str:
    return voice.speak(Text("{moment}", moment=Moment(at)))


def offering(answers: Sequence[Answer], button: str) -> Answer | None:
    """Find the message that a button belongs to."""
    for answer in answers:
        if any(each.id == button for row in answer.body.buttons for each in row):
            return answer
    return None
