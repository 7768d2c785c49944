"""Puts what is said into the outbox: in the reader's language, in order, with its buttons kept.

A reply goes to the conversation it answers; a notice to the channel last used, or the next one
that lives. Who has no channel at all becomes work for staff.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from conversations.context import Organisation
from conversations.effects import Tell, ToConversation, ToPerson
from conversations.speech import Action, Block, Ref, Say, Urgency
from conversations.store import buttons, conversations, follow_ups, outgoing
from conversations.store.conversations import ConversationRow
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.wording import Text, Voice

# Labels up to this length stand side by side, up to three in a row.
_SHORT: Final = 14
_BESIDE: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Writes outbox rows in the caller's transaction; `records` and `numbers` fill as it goes."""

    engine: Engine
    ids: Ids
    organisation: Organisation
    now: datetime
    records: Mapping[str, str]  # ids of records made in this turn, by ref
    numbers: Mapping[str, str]
    languages: Mapping[str, str]  # of conversations in which none was chosen

    def tell(self, effect: Tell) -> None:
        match effect.to:
            case ToConversation(conversation_id=conversation):
                self._tell_conversation(conversation, effect.say)
            case ToPerson(person_id=person):
                self._tell_person(person, effect.say)

    def _tell_conversation(self, conversation: str, say: Say) -> None:
        row = conversations.by_id(self.engine, conversation)
        if not row.dead and not row.muted:
            self.put(row, say)
        elif row.person_id is not None:
            self._tell_person(row.person_id, say)
        elif row.dead:
            self.put(row, say)  # delivery tells staff, and sends it when the person is back

    def _tell_person(self, person: str, say: Say) -> None:
        """By the channel last used; whoever has none becomes work for staff."""
        living = conversations.in_use(self.engine, person)
        loud = say.urgency in (Urgency.ALERT, Urgency.DANGER)  # what work asks is never muted
        reachable = [row for row in living if loud or not row.muted]
        if reachable:
            self.put(reachable[0], say)
        elif not living:
            self._tell_later(person, say)

    def _tell_later(self, person: str, say: Say) -> None:
        """Nothing lives: keep it for when the person is back, and let staff know."""
        last = conversations.last_used(self.engine, person)
        if last is None:
            follow_ups.add(self.engine, self.ids, "no_channel", person, self.now)
        else:
            self.put(last, say)

    def put(self, row: ConversationRow, say: Say) -> None:
        voice = self._voice(row)
        outbox_id = self.ids.new(self.now)
        offered = [
            (self.ids.new(self.now), *self._spoken(b.label, voice), self._resolved(b.action))
            for b in say.buttons
        ]
        body: dict[str, Any] = {
            "speaker": say.speaker.value,
            "speaker_name": say.speaker_name,
            "language": voice.language,
            "protect": say.protect,
            "reference": say.reference or None,
            "blocks": [self._block(block, voice) for block in say.blocks],
            "buttons": _rows(
                [
                    {"id": id_, "label": label, **_other(language, voice)}
                    for id_, label, language, _ in offered
                ]
            ),
        }
        outgoing.add(self.engine, outbox_id, row, say.urgency.value, body, self.now)
        for id_, *_, action in offered:
            buttons.offer(self.engine, id_, row.id, outbox_id, say.question, action, self.now)

    def leave(self, own: ConversationRow) -> None:
        """The last line in a group."""
        voice = self._voice(own)
        text = voice.speak(Text("I only talk with people one to one, so I leave this group."))
        body = {
            "speaker": "bot", "speaker_name": "", "language": voice.language, "leave": True,
            "blocks": [{"kind": "plain", "text": text}], "buttons": [],
        }  # fmt: skip
        outgoing.add(self.engine, self.ids.new(self.now), own, "answer", body, self.now)

    def _voice(self, row: ConversationRow) -> Voice:
        return Voice(
            language=row.language or self.languages.get(row.id, "nl"),
            zone=self.organisation.zone,
            now=self.now,
            numbers=self.numbers,
        )

    def _block(self, block: Block, voice: Voice) -> dict[str, str]:
        asked = voice.in_language(block.language) if block.language else voice
        said, language = self._spoken(block.text, asked)
        shown = {"kind": block.kind.value, "text": said, **_other(language, voice)}
        return shown | ({"number": block.number} if block.number else {})

    def _spoken(self, text: Text | str | tuple[Text, ...], voice: Voice) -> tuple[str, str]:
        """What is said, and in which language."""
        if isinstance(text, str):
            return text, voice.language
        sentences = text if isinstance(text, tuple) else (text,)
        said = " ".join(voice.speak(sentence) for sentence in sentences)
        return said, voice.of(sentences[0]).language

    def _resolved(self, action: Action) -> Action:
        if isinstance(action.with_, Ref):
            return Action(action.do, self.records[action.with_.name], action.more)
        return action


def _other(language: str, voice: Voice) -> Mapping[str, str]:
    """A note for what is not in the language of the message, so that it is read aloud well."""
    return {} if language == voice.language else {"language": language}


def _rows(offered: Sequence[Mapping[str, str]]) -> list[list[Mapping[str, str]]]:
    """Short labels beside each other, long ones each on a line."""
    short = all(len(button["label"]) <= _SHORT for button in offered)
    if short and len(offered) <= _BESIDE:
        return [list(offered)] if offered else []
    return [[button] for button in offered]
