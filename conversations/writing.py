"""Carries out effects, in the transaction of a turn or a round: rows, numbers, outbox, access log.

First who is who (consent, invitation, language), then records, then what is said: texts may name
the number of a record made in the same turn. What cannot be logged is not shown: the access rows
are written in the same transaction, and a failure undoes all of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from conversations.context import Organisation
from conversations.effects import (
    Access,
    AccessAction,
    Action,
    Agree,
    Block,
    Confirm,
    Effect,
    Erase,
    FollowUp,
    Gone,
    Keep,
    KeepQuestion,
    Leave,
    Met,
    Move,
    Mute,
    Purpose,
    Rate,
    Record,
    Redeem,
    Ref,
    Say,
    SetLanguage,
    SetRegion,
    Step,
    Tell,
    ToConversation,
    ToPerson,
    WrongCode,
)
from conversations.store import (
    access,
    buttons,
    consents,
    conversations,
    dialect,
    erasing,
    follow_ups,
    invitations,
    people,
    questions,
    reports,
    words,
    wrong_codes,
)
from conversations.store.access import AccessRow
from conversations.store.conversations import ConversationRow
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.store.instants import to_text
from conversations.wording import Text, Voice

# Labels up to this length stand side by side, up to three in a row.
_SHORT: Final = 14
_BESIDE: Final = 3

_STRENGTH: Final = "RECUD"  # what counts when one turn both reads and changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, as the access log names them."""

    id: str
    name: str
    channel: str
    access_point: str
    consented: bool
    on_behalf_of: str = ""


@dataclass(slots=True, kw_only=True)
class Writer:
    """Writes the effects of one turn or one round; to be used inside a transaction, once."""

    engine: Engine
    ids: Ids
    organisation: Organisation
    now: datetime
    trace_id: str
    conversation: ConversationRow | None  # of the sender; None in a round
    actor: Actor
    message_ref: str = ""
    _numbers: dict[str, str] = field(default_factory=dict)
    _records: dict[str, str] = field(default_factory=dict)

    def write(self, effects: Sequence[Effect]) -> None:
        """Write all of it; raises what the schema refuses."""
        for kinds in _ORDER:
            for effect in effects:
                if isinstance(effect, kinds):
                    self._carry_out(effect)
        self._log([effect for effect in effects if isinstance(effect, Access)])

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Say():
                self._put(self._own, effect)
            case Tell():
                self._tell(effect)
            case Record():
                self._record(effect)
            case Step():
                self._step(effect)
            case Move():
                reports.move(self.engine, effect, self.now)
            case FollowUp():
                self._follow_up(effect)
            case _:
                self._about_sender(effect)

    @property
    def _own(self) -> ConversationRow:
        if self.conversation is None:
            raise ValueError("a round has no sender to answer")
        return self.conversation

    def _about_sender(self, effect: Effect) -> None:
        """What changes the sender's own conversation or person."""
        own, engine, now = self._own, self.engine, self.now
        match effect:
            case Agree():
                self._agree(effect)
            case Redeem(invitation_id=invitation):
                self._redeem(invitation)
            case SetLanguage(language=language):
                conversations.set_language(engine, own, language)
                self._reload()
            case SetRegion(region=region):
                conversations.set_region(engine, own, region)
                self._reload()
            case Met():
                conversations.met(engine, own.id, now)
            case Mute(muted=muted):
                conversations.mute(engine, own.id, now if muted else None)
            case Gone():
                conversations.died(engine, own.id, "left", now)
            case Erase():
                self._erase()
            case _:
                self._from_sender(effect)

    def _from_sender(self, effect: Effect) -> None:
        """What the sender leaves with us."""
        own, engine, ids, now = self._own, self.engine, self.ids, self.now
        match effect:
            case Keep():
                self._keep(effect)
            case KeepQuestion():
                kept = self._agreed(Purpose.CHAT)
                questions.keep(engine, ids, effect, person=own.person_id if kept else None,
                               conversation=own.id, language=own.language or "nl",
                               region=own.region, now=now)  # fmt: skip
            case Rate(slug=slug, helpful=helpful):
                person = own.person_id if self._agreed(Purpose.CHAT) else None
                questions.rate(engine, ids, slug, person, now, helpful=helpful)
            case WrongCode():
                wrong_codes.note(engine, ids, own.id, now)
            case Confirm(invitation_id=invitation, accepted=accepted):
                invitations.confirm(engine, invitation, self.actor.id, now, accepted=accepted)
            case Leave():
                self._leave()
            case _:
                raise TypeError(type(effect).__name__)

    def _agreed(self, purpose: Purpose) -> bool:
        person = self._own.person_id
        return person is not None and purpose in consents.granted(self.engine, person)

    def _agree(self, effect: Agree) -> None:
        """The first consent makes somebody a person; a refusal of nobody leaves nothing."""
        if self._own.person_id is None:
            if not effect.granted:
                return
            own = self._own
            person = people.add(self.engine, self.ids, "", now=self.now, language=own.language)
            conversations.bind(self.engine, own.id, person)
            self._reload()
        person_id = self._own.person_id
        if person_id is not None:
            consents.note(self.engine, self.ids, person_id, effect.purpose, self.now,
                          granted=effect.granted, wording=effect.wording)  # fmt: skip

    def _redeem(self, invitation_id: str) -> None:
        invitation = invitations.by_id(self.engine, invitation_id, self.now)
        if invitation is None or not invitations.redeem(
            self.engine, invitation_id, self._own.id, self.now
        ):
            return
        conversations.bind(self.engine, self._own.id, invitation.person_id)
        self._reload()

    def _erase(self) -> None:
        person = self._own.person_id
        if person is not None:
            erasing.erase(self.engine, self.ids, person, self.now)
            self._reload()

    def _keep(self, effect: Keep) -> None:
        own = self._own
        if own.person_id is None:
            return
        known = words.by_ref(self.engine, own.id, self.message_ref) if effect.edits else None
        if known is not None:
            words.edit(self.engine, self.ids, known, effect.words, self.now)
            return
        words.say(self.engine, self.ids, own.id, own.person_id, self.message_ref, effect.words,
                  self.now)  # fmt: skip

    def _reload(self) -> None:
        self.conversation = conversations.by_id(self.engine, self._own.id)

    def _record(self, effect: Record) -> None:
        year = self.now.astimezone(self.organisation.zone).year
        number = reports.next_number(self.engine, effect.kind, year)
        self._numbers[effect.ref] = number
        self._records[effect.ref] = reports.record(
            self.engine,
            self.ids,
            effect,
            number=number,
            sender=self._own.person_id,
            conversation=self._own.id,
            message=words.by_ref(self.engine, self._own.id, effect.message_ref),
            now=self.now,
        )

    def _id(self, report: str | Ref) -> str:
        return self._records[report.name] if isinstance(report, Ref) else report

    def _step(self, effect: Step) -> None:
        reports.step(
            self.engine,
            self.ids,
            self._id(effect.report),
            effect.kind,
            self.now,
            actor=effect.actor_id,
            person=effect.person_id,
            text=effect.words,
            rung=effect.rung,
        )

    def _follow_up(self, effect: FollowUp) -> None:
        report = self._id(effect.report) if effect.report else None
        follow_ups.add(self.engine, self.ids, effect.kind, effect.assignee_id, self.now,
                       report=report)  # fmt: skip

    def _tell(self, effect: Tell) -> None:
        match effect.to:
            case ToConversation(conversation_id=conversation):
                self._tell_conversation(conversation, effect.say)
            case ToPerson(person_id=person):
                self._tell_person(person, effect.say)

    def _tell_conversation(self, conversation: str, say: Say) -> None:
        row = conversations.by_id(self.engine, conversation)
        if not row.dead and not row.muted:
            self._put(row, say)
        elif row.person_id is not None:
            self._tell_person(row.person_id, say)

    def _tell_person(self, person: str, say: Say) -> None:
        """By the channel last used; whoever has none becomes work for staff."""
        living = conversations.in_use(self.engine, person)
        reachable = [row for row in living if not row.muted]
        if reachable:
            self._put(reachable[0], say)
        elif not living:
            follow_ups.add(self.engine, self.ids, "no_channel", person, self.now)

    def _put(self, row: ConversationRow, say: Say) -> None:
        voice = self._voice(row)
        place = conversations.next_place(self.engine, row.id)
        outbox_id = self.ids.new(self.now)
        offered = [
            (self.ids.new(self.now), self._spoken(b.label, voice), self._resolved(b.action))
            for b in say.buttons
        ]
        body: dict[str, Any] = {
            "speaker": say.speaker.value,
            "speaker_name": say.speaker_name,
            "language": voice.language,
            "protect": say.protect,
            "reference": say.reference or None,
            "blocks": [self._block(block, voice) for block in say.blocks],
            "buttons": _rows([{"id": id_, "label": label} for id_, label, _ in offered]),
        }
        self._insert(row, outbox_id, place, say.urgency.value, body)
        for id_, _, action in offered:
            buttons.offer(self.engine, id_, row.id, outbox_id, say.question, action, self.now)

    def _insert(
        self,
        row: ConversationRow,
        outbox_id: str,
        place: int,
        urgency: str,
        body: Mapping[str, Any],
    ) -> None:
        self.engine.execute(
            """INSERT INTO outbox (id, conversation_id, channel, bot, seq, class, body, state,
                    created_at)
                VALUES (:id, :conversation, :channel, :bot, :seq, :class, :body, 'pending', :now)
            """,
            **{"class": urgency},
            id=outbox_id,
            conversation=row.id,
            channel=row.channel,
            bot=row.bot,
            seq=place,
            body=dialect.to_json(body),
            now=to_text(self.now),
        )

    def _leave(self) -> None:
        own = self._own
        place = conversations.next_place(self.engine, own.id)
        text = Text("I only talk with people one to one, so I leave this group.")
        body = {
            "speaker": "bot", "speaker_name": "", "language": "nl", "leave": True, "buttons": [],
            "blocks": [{"kind": "plain", "text": self._voice(own).speak(text)}],
        }  # fmt: skip
        self._insert(own, self.ids.new(self.now), place, "answer", body)

    def _voice(self, row: ConversationRow) -> Voice:
        return Voice(
            language=row.language or "nl",
            zone=self.organisation.zone,
            now=self.now,
            numbers=self._numbers,
        )

    def _block(self, block: Block, voice: Voice) -> dict[str, str]:
        shown = {"kind": block.kind.value, "text": self._spoken(block.text, voice)}
        return shown | ({"number": block.number} if block.number else {})

    def _spoken(self, text: Text | str | tuple[Text, ...], voice: Voice) -> str:
        if isinstance(text, tuple):
            return " ".join(voice.speak(sentence) for sentence in text)
        return voice.speak(text) if isinstance(text, Text) else text

    def _resolved(self, action: Action) -> Action:
        if isinstance(action.with_, Ref):
            return Action(action.do, self._id(action.with_), action.more)
        return action

    def _log(self, accesses: Sequence[Access]) -> None:
        """One row for each client: what was done most, and everything it was done to."""
        for client in sorted({each.client_id for each in accesses}):
            mine = [each for each in accesses if each.client_id == client]
            strongest = max(mine, key=lambda each: _STRENGTH.index(each.action.value))
            objects = dict.fromkeys(self._id(o) for each in mine for o in each.objects)
            access.log(
                self.engine,
                self.ids,
                AccessRow(
                    client_id=client,
                    event=strongest.event,
                    action=AccessAction(strongest.action),
                    role=strongest.role,
                    objects=tuple(objects),
                    refused=any(each.refused for each in mine),
                    emergency=any(each.emergency for each in mine),
                    consented=self.actor.consented,
                    person_id=self.actor.id,
                    person_name=self.actor.name,
                    on_behalf_of=self.actor.on_behalf_of or self.actor.id,
                    access_point_type=self.actor.channel,
                    access_point=self.actor.access_point,
                    organisation=self.organisation.name,
                    trace_id=self.trace_id,
                ),
                self.now,
            )


_FIRST: Final = (Agree, Redeem, SetLanguage, SetRegion, Met, Mute, Gone, Keep, WrongCode, Confirm)
_THEN: Final = (Record, KeepQuestion, Rate)
_AFTER: Final = (Step, Move, FollowUp, Erase)
_LAST: Final = (Say, Tell, Leave)
_ORDER: Final = (_FIRST, _THEN, _AFTER, _LAST)


def _rows(offered: Sequence[Mapping[str, str]]) -> list[list[Mapping[str, str]]]:
    """Short labels beside each other, long ones each on a line."""
    short = all(len(button["label"]) <= _SHORT for button in offered)
    if short and len(offered) <= _BESIDE:
        return [list(offered)] if offered else []
    return [[button] for button in offered]
