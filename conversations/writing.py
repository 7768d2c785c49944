"""Carries out effects, in the transaction of a turn or a round: rows, numbers, outbox, access log.

First who is who (consent, invitation, language), then records, then what is said: texts may name
the number of a record made in the same turn. What cannot be logged is not shown: the access rows
are written in the same transaction, and a failure undoes all of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from conversations.access_rows import Actor, access_rows
from conversations.context import Organisation
from conversations.effects import (
    Access,
    Agree,
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
    SetLanguage,
    SetRegion,
    Step,
    Tell,
    WrongCode,
)
from conversations.posting import Post
from conversations.speech import Ref, Say
from conversations.store import (
    access,
    consents,
    conversations,
    erasing,
    follow_ups,
    invitations,
    people,
    questions,
    report_records,
    words,
    wrong_codes,
)
from conversations.store.conversations import ConversationRow
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from knowledge.regions import Region


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
    language: str = "nl"  # of the sender, as long as none was chosen
    erased: str | None = None  # the person who was erased; the ledger must know before the commit
    _numbers: dict[str, str] = field(default_factory=dict)
    _records: dict[str, str] = field(default_factory=dict)

    def write(self, effects: Sequence[Effect]) -> None:
        """Write all of it; raises what the schema refuses."""
        for kinds in _ORDER:
            for effect in effects:
                if isinstance(effect, kinds):
                    self._carry_out(effect)
        self._log([effect for effect in effects if isinstance(effect, Access)])

    def _log(self, accesses: Sequence[Access]) -> None:
        for row in access_rows(
            accesses,
            self.actor,
            organisation=self.organisation.name,
            trace_id=self.trace_id,
            id_of=self._id,
        ):
            access.log(self.engine, self.ids, row, self.now)

    @property
    def _post(self) -> Post:
        return Post(
            engine=self.engine,
            ids=self.ids,
            organisation=self.organisation,
            now=self.now,
            records=self._records,
            numbers=self._numbers,
            languages={self.conversation.id: self.language} if self.conversation else {},
        )

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Say():
                self._post.put(self._own, effect)
            case Tell():
                self._post.tell(effect)
            case Record():
                self._record(effect)
            case Step():
                self._step(effect)
            case Move():
                report_records.move(self.engine, effect, self.now)
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
            case _:
                self._from_sender(effect)

    def _from_sender(self, effect: Effect) -> None:
        """What the sender leaves with us."""
        own, engine, ids, now = self._own, self.engine, self.ids, self.now
        match effect:
            case Keep():
                self._keep(effect)
            case KeepQuestion():
                kept = self.agreed(Purpose.CHAT)
                questions.keep(engine, ids, effect, person=own.person_id if kept else None,
                               conversation=own.id, language=own.language or self.language,
                               region=own.region, now=now)  # fmt: skip
            case Rate(slug=slug, helpful=helpful):
                person = own.person_id if self.agreed(Purpose.CHAT) else None
                questions.rate(engine, ids, slug, person, now, helpful=helpful)
            case WrongCode():
                wrong_codes.note(engine, ids, own.id, now)
            case Confirm():
                self._confirm(effect)
            case _:
                self._ends(effect)

    def _ends(self, effect: Effect) -> None:
        """What ends the conversation, for us or for good."""
        match effect:
            case Gone():
                conversations.died(self.engine, self._own.id, "left", self.now)
            case Erase():
                self._erase()
            case Leave():
                self._post.leave(self._own)
            case _:
                raise TypeError(type(effect).__name__)

    def agreed(self, purpose: Purpose) -> bool:
        """Whether whoever the chat belongs to by now agrees to this."""
        person = self._own.person_id
        return person is not None and purpose in consents.granted(self.engine, person)

    def _agree(self, effect: Agree) -> None:
        """The first consent makes somebody a person; a refusal of nobody leaves nothing."""
        if self._own.person_id is None:
            if not effect.granted:
                return
            own = self._own
            region = Region(own.region) if own.region else None
            person = people.add(
                self.engine, self.ids, "", now=self.now, language=own.language, region=region
            )
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
        if not invitation.needs_confirmation:  # else a guest, until somebody says who it is
            conversations.hand_over(self.engine, self.ids, invitation_id, self.now)
            self._reload()

    def _confirm(self, effect: Confirm) -> None:
        said = invitations.confirm(self.engine, effect.invitation_id, self.actor.id, self.now,
                                   accepted=effect.accepted)  # fmt: skip
        if said and effect.accepted:
            conversations.hand_over(self.engine, self.ids, effect.invitation_id, self.now)

    def _erase(self) -> None:
        person = self._own.person_id
        if person is not None:
            erasing.erase(self.engine, self.ids, person, self.now)
            self.erased = person
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
        number = report_records.next_number(self.engine, effect.kind, year)
        self._numbers[effect.ref] = number
        self._records[effect.ref] = report_records.record(
            self.engine,
            self.ids,
            effect,
            number=number,
            sender=self._own.person_id,
            conversation=self._own.id,
            message=self._message(effect),
            now=self.now,
        )

    def _message(self, effect: Record) -> str | None:
        """The message a report was typed in; kept from now on if consent came only just before."""
        own, ref = self._own, effect.message_ref
        known = words.by_ref(self.engine, own.id, ref)
        if known or not ref or own.person_id is None or not self.agreed(Purpose.CHAT):
            return known
        return words.say(self.engine, self.ids, own.id, own.person_id, ref, effect.words, self.now)

    def _id(self, report: str | Ref) -> str:
        return self._records[report.name] if isinstance(report, Ref) else report

    def _step(self, effect: Step) -> None:
        report_records.step(
            self.engine,
            self.ids,
            self._id(effect.report),
            effect.kind,
            self.now,
            actor=effect.actor_id,
            person=effect.person_id,
            told_as=effect.told_as,
            text=effect.words,
            rung=effect.rung,
        )

    def _follow_up(self, effect: FollowUp) -> None:
        report = self._id(effect.report) if effect.report else None
        own = self.conversation.id if self.conversation else None
        follow_ups.add(self.engine, self.ids, effect.kind, effect.assignee_id, self.now,
                       conversation=own, report=report)  # fmt: skip


_FIRST: Final = (Agree, Redeem, SetLanguage, SetRegion, Met, Mute, Gone, Keep, WrongCode, Confirm)
_THEN: Final = (Record, KeepQuestion, Rate)
_AFTER: Final = (Step, Move, FollowUp, Erase)
_LAST: Final = (Say, Tell, Leave)
_ORDER: Final = (_FIRST, _THEN, _AFTER, _LAST)
