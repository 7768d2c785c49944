"""Talking in a terminal: the same as in every channel, beside a running `run` or alone.

Two terminals are two people on one database. A button is chosen by typing its number. Whoever has
another channel gets notices there while no terminal is open; for others they wait here.
"""

import signal
import sys
import threading
from dataclasses import dataclass, field
from io import TextIOWrapper
from typing import Final, TextIO
from uuid import uuid4

from bot import clock
from bot.body import Body, read_body
from bot.channels import DECODERS
from bot.holder import upgrade
from bot.learning import Learning
from bot.organisation import organisation_of
from bot.settings import Settings
from bot.shelf import Shelf
from bot.web.decode import said, tapped
from conversations.errors import StoreError
from conversations.speech import BlockKind, Speaker
from conversations.store import conversations, inbox, outbox
from conversations.store.engine import Engine, open_engine
from conversations.store.ids import Ids
from conversations.store.inbox import Arrival
from conversations.store.outgoing import largest_id
from conversations.turn import Turns
from conversations.wording import Text, Voice

NAME: Final = "terminal"
BOT: Final = "terminal"
_LOOK_SECONDS: Final = 0.5
_LIMIT: Final = 100


@dataclass(slots=True, kw_only=True)
class Terminal:
    """One person at one terminal."""

    engine: Engine
    ids: Ids
    turns: Turns
    conversation: str
    chat: str
    voice: Voice
    out: TextIO
    _buttons: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def hear(self, line: str) -> None:
        """Keep what was typed, take the turn, show the answer."""
        self._store(line)
        while self.turns.take(clock.now(), self.conversation) is not None:
            pass
        self.show()

    def _store(self, line: str) -> None:
        number = line.strip()
        chosen = number.isdecimal() and 1 <= int(number) <= len(self._buttons)
        written = (
            tapped(self._buttons[int(number) - 1], None)
            if chosen
            else said(line, uuid4().hex, None)
        )
        arrival = Arrival(
            channel=NAME, bot=BOT, update_id=uuid4().hex, chat=self.chat, payload=written
        )
        inbox.receive(self.engine, self.ids, [arrival], clock.now())

    def show(self) -> None:
        """Write what is due for this terminal, and note what arrived once it stands there."""
        with self._lock:
            while row := self._next():
                self._write(read_body(row.body))
                outbox.sent(self.engine, [(row.id, "")], clock.now())

    def _next(self) -> outbox.OutboxRow | None:
        due = outbox.due(self.engine, NAME, BOT, clock.now(), _LIMIT)
        return next((row for row in due if row.conversation_id == self.conversation), None)

    def leave(self) -> None:
        """Nobody looks here any more: what comes goes to the person's other channel, if any."""
        person = conversations.by_id(self.engine, self.conversation).person_id
        if person is not None and len(conversations.in_use(self.engine, person)) > 1:
            conversations.died(self.engine, self.conversation, "closed", clock.now())

    def _write(self, body: Body) -> None:
        lines = [_speaker(body, self.voice)]
        for block in body.blocks:
            match block.kind:
                case BlockKind.QUOTE:
                    lines += [f"  | {line}" for line in block.text.splitlines()]
                case BlockKind.CALL:
                    lines.append(f"  ☎ {block.number}  {block.text}")
                case _:
                    lines.append(f"  {block.text}")
        offered = [button for row in body.buttons for button in row]
        if offered:
            self._buttons = [button.id for button in offered]
            lines += [f"    {n}. {button.label}" for n, button in enumerate(offered, start=1)]
        print("\n".join(lines), end="\n\n", file=self.out, flush=True)


def _speaker(body: Body, voice: Voice) -> str:
    if body.speaker is Speaker.BOT:
        return voice.speak(Text("Aanspreekpunt, computer program"))
    return body.speaker_name or voice.speak(Text("A member of staff"))


def chat(settings: Settings, person_id: str | None) -> None:
    """Talk as somebody on file, or as a visitor, until end of input or *quit*."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a sign of another alphabet ends no talk
    engine = open_engine(settings.database)
    try:
        upgrade(engine, clock.now())
        terminal = _open(settings, engine, person_id, sys.stdout)
        for number in (signal.SIGHUP, signal.SIGTERM):  # a window that is closed leaves too
            signal.signal(number, signal.default_int_handler)
        try:
            with _watching(terminal):
                _read_lines(terminal, sys.stdin)
        finally:
            terminal.leave()
    finally:
        engine.close()


def _open(settings: Settings, engine: Engine, person_id: str | None, out: TextIO) -> Terminal:
    ids = Ids(after=largest_id(engine))
    name = person_id or f"visitor-{uuid4().hex}"
    now = clock.now()
    with engine.atomic():
        conversation = inbox.conversation_id(engine, ids, NAME, BOT, name, now)
        if person_id:
            conversations.bind(engine, conversation, person_id)
        conversations.revive(engine, conversation)
    shelf = Shelf(engine, Learning(settings.cache))
    turns = Turns(
        engine,
        ids,
        knowledge=lambda: shelf.knowledge,
        organisation=organisation_of(engine, settings),
        decoders=DECODERS,
    )
    voice = Voice(language="nl", zone=settings.zone, now=now)
    return Terminal(
        engine=engine,
        ids=ids,
        turns=turns,
        conversation=conversation,
        chat=name,
        voice=voice,
        out=out,
    )


def _read_lines(terminal: Terminal, typed: TextIO) -> None:
    voice = terminal.voice
    hint = Text("Type a message, or the number of a button. Type quit to leave.")
    print(voice.speak(hint), end="\n\n", file=terminal.out, flush=True)
    terminal.show()
    for line in typed:
        if line.strip() in ("quit", "/quit", "exit"):
            return
        if line.strip():
            terminal.hear(line.rstrip("\n"))


class _watching:  # noqa: N801 - reads as what it does: with _watching(terminal)
    """Shows what comes in while nobody types."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        self._thread.join(timeout=5)

    def _look(self) -> None:
        while not self._stop.wait(_LOOK_SECONDS):
            try:
                self._terminal.show()
            except StoreError:
                continue  # somebody else holds the database: look again in a moment
