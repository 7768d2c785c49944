"""One turn, one transaction: take the oldest update of a chat, decide, write all, or nothing.

Nothing is sent here: delivery sends what is committed. A turn that fails leaves the update where
it was; after three tries it is put aside, the person is told kindly, and staff get a follow-up.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from conversations.access_rows import Actor
from conversations.context import Context, Knowledge, Organisation
from conversations.effects import Effect, FollowUp, Leave, Purpose
from conversations.loading import Loader, staffed
from conversations.messages import Incoming, Left, Message, Said, Tapped
from conversations.respond import respond
from conversations.saying import plain
from conversations.speech import Say
from conversations.state import State
from conversations.store import buttons, conversations, inbox, ledger, rerouting
from conversations.store.conversations import ConversationRow
from conversations.store.engine import Engine
from conversations.store.erasing import WITHOUT_CONSENT_KEPT
from conversations.store.ids import Ids
from conversations.store.inbox import Undone
from conversations.wording import Text
from conversations.writing import Writer
from knowledge.regions import Region
from knowledge.roles import Role

TRIES: Final = 3
MOST_TOGETHER: Final = 8  # turns that are understood ahead and then committed at once


@dataclass(frozen=True, slots=True)
class Taken:
    """A turn that was taken: for the log, ids and names of events only."""

    inbox_id: str
    conversation_id: str
    message: str  # the kind of message
    effects: int


class Turns:
    """Takes turns on one database."""

    def __init__(
        self,
        engine: Engine,
        ids: Ids,
        *,
        knowledge: Callable[[], Knowledge],
        organisation: Organisation,
        decoders: Mapping[str, Callable[[str], Incoming]],
    ) -> None:
        self._engine = engine
        self._ids = ids
        self._knowledge = knowledge
        self._organisation = organisation
        self._decoders = decoders
        self.under_way: Undone | None = None  # what failed, when `take` or `foresee` raises
        self._read: dict[str, Incoming] = {}  # updates that were decoded ahead

    def together(self) -> AbstractContextManager[None]:
        """Commit the turns of a block at once; each is still taken as a whole or not at all.

        Where several processes take turns each turn is committed by itself, to free its chat.
        """
        return nullcontext() if self._engine.dialect.skip_locked else self._engine.atomic()

    def foresee(self) -> None:
        """Understand the messages that wait, so that it is done when their turns are taken.

        For SQLite, whose one writer then does not keep the database from the others meanwhile.
        What a message means takes longer than all the rest of its turn.
        """
        self._read.clear()
        if self._engine.dialect.skip_locked:
            return
        understander = self._knowledge().understander
        for undone, code in inbox.waiting(self._engine, MOST_TOGETHER):
            self.under_way = undone
            self._read[undone.id] = self._decoders[undone.channel](undone.payload)
            message = self._read[undone.id].message
            if isinstance(message, Said):
                region = Region(code) if code else self._organisation.region
                understander.understand(message.text.strip(), region=region)

    def take(self, now: datetime, conversation: str | None = None) -> Taken | None:
        """Take the next turn, of any chat or of this one; None when nobody waits."""
        self.under_way = None
        with self._engine.atomic():
            undone = inbox.take(self._engine, conversation)
            if undone is None:
                return None
            self.under_way = undone
            return self._turn(undone, now)

    def failed(self, undone: Undone, fault: str, now: datetime) -> bool:
        """Note that a turn failed; True when it was put aside, because it failed too often."""
        with self._engine.atomic():
            tries = inbox.failed(self._engine, undone.id, fault)
            if tries < TRIES:
                return False
            inbox.put_aside(self._engine, undone.id, fault, now)
            row = conversations.by_id(self._engine, undone.conversation_id)
            sorry = Say(
                blocks=(
                    plain(Text("Something went wrong on our side. I have told a person.")),
                    plain(Text("Please send it again in other words, or call your care provider.")),
                )
            )
            aside = FollowUp(kind="turn_failed", assignee_id=self._organisation.intake_desk.id)
            self._writer(row, undone, now).write((sorry, aside))
            return True

    def _turn(self, undone: Undone, now: datetime) -> Taken:
        incoming = self._read.get(undone.id) or self._decoders[undone.channel](undone.payload)
        row = conversations.by_id(self._engine, undone.conversation_id)
        if row.dead and not isinstance(incoming.message, Left):
            rerouting.resume(self._engine, self._ids, row, now)
        if incoming.private:
            state, effects, context = self._decide(row, incoming, now)
        else:
            state, effects, context = row.state, (Leave(),), None
        writer = self._writer(row, undone, now, incoming.ref, context)
        writer.write(effects)
        self._close(undone, writer, incoming.message, state, context, now)
        if writer.erased is not None:  # last: what is in the ledger must be as good as committed
            ledger.remember_erasure(self._engine, writer.erased, now)
            self._knowledge().understander.forget()
        return Taken(undone.id, row.id, type(incoming.message).__name__.casefold(), len(effects))

    def _decide(
        self, row: ConversationRow, incoming: Incoming, now: datetime
    ) -> tuple[State, tuple[Effect, ...], Context]:
        organisation = staffed(self._engine, self._organisation)
        loader = Loader(engine=self._engine, knowledge=self._knowledge(), organisation=organisation)
        context = loader.context(row, incoming, now)
        state, effects = respond(incoming.message, row.state, context, now)
        return state, effects, context

    def _close(
        self,
        undone: Undone,
        writer: Writer,
        message: Message,
        state: State,
        context: Context | None,
        now: datetime,
    ) -> None:
        """Where it stands now. Without consent nothing of the message stays behind."""
        conversation = undone.conversation_id
        if isinstance(message, Tapped):
            buttons.use(self._engine, message.button, conversation, now)
        if writer.erased is not None:
            state = State(talked=state.talked)  # what was being told is words too
        kept = context is not None and writer.agreed(Purpose.CHAT)
        until = None if kept or not state.talks else now + WITHOUT_CONSENT_KEPT
        conversations.save(self._engine, conversation, state, now, until)
        inbox.done(self._engine, undone.id, now, blank=not kept)

    def _writer(
        self,
        row: ConversationRow,
        undone: Undone,
        now: datetime,
        ref: str = "",
        context: Context | None = None,
    ) -> Writer:
        sender = context.sender if context else None
        return Writer(
            engine=self._engine,
            ids=self._ids,
            organisation=context.organisation if context else self._organisation,
            now=now,
            trace_id=undone.id,
            conversation=row,
            actor=Actor(
                id=(sender.person_id if sender else None) or row.id,
                name=(sender.name if sender else "") or "visitor",
                channel=row.channel,
                access_point=row.id,
                answerable=_answerable(context) if context else {},
            ),
            message_ref=ref,
            language=context.language if context else "nl",
        )


def _answerable(context: Context) -> Mapping[str, str]:
    """For whom a deputy acts: the case manager of each client."""
    return {
        tie.client_id: tie.case_manager.id
        for tie in context.ties
        if Role.DEPUTY in tie.roles and tie.case_manager
    }
