"""What a run left in the database, as values that can be compared with another run's.

Numbers, times and ids differ from run to run and are left out; everything else must be the same.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from bot.body import read_body
from bot.telegram.entities import parts
from conversations.store.dialect import from_json
from conversations.store.engine import Engine
from tests.chaos.town import STAFF

# The kind of record, and one row for each; words name what they belong to, as ids differ.
_RECORDS: Final[Mapping[str, str]] = {
    "concerns": """SELECT v.chat, t.body AS words, r.kind, r.sender_role, r.subject, r.bottleneck,
            r.shared_with, r.state, w.name AS with_whom, o.name AS owner, r.rung
        FROM concerns r JOIN conversations v ON v.id = r.conversation_id
        JOIN texts t ON t.id = r.text_id
        LEFT JOIN people w ON w.id = r.with_id LEFT JOIN people o ON o.id = r.owner_id""",
    "signals": """SELECT v.chat, t.body AS words, r.route, r.sender_role, r.subject, r.danger,
            r.sensitive, r.shared_with, r.state, w.name AS with_whom, o.name AS owner, r.rung
        FROM signals r JOIN conversations v ON v.id = r.conversation_id
        JOIN texts t ON t.id = r.text_id
        LEFT JOIN people w ON w.id = r.with_id LEFT JOIN people o ON o.id = r.owner_id""",
    "indicators": """SELECT t.body AS words, i.slug FROM signal_indicators i
        JOIN signals r ON r.id = i.signal_id JOIN texts t ON t.id = r.text_id""",
    "steps": """SELECT coalesce(tc.body, tr.body) AS report, s.kind, a.name AS actor,
            p.name AS person, t.body AS words, s.rung
        FROM steps s LEFT JOIN concerns c ON c.id = s.concern_id
        LEFT JOIN signals r ON r.id = s.signal_id
        LEFT JOIN texts tc ON tc.id = c.text_id LEFT JOIN texts tr ON tr.id = r.text_id
        LEFT JOIN people a ON a.id = s.actor_id LEFT JOIN people p ON p.id = s.person_id
        LEFT JOIN texts t ON t.id = s.text_id""",
    "questions": """SELECT t.body AS words, u.reason, u.topic FROM unanswered u
        JOIN texts t ON t.id = u.text_id""",
    "messages": """SELECT v.chat, t.body AS words, m.version FROM message_versions m
        JOIN messages n ON n.id = m.message_id JOIN conversations v ON v.id = n.conversation_id
        JOIN texts t ON t.id = m.text_id""",
    "consents": """SELECT p.name, c.purpose, c.granted FROM consents c
        JOIN people p ON p.id = c.person_id""",
    "opinions": "SELECT slug, helpful FROM feedback",
    "follow-ups": """SELECT f.kind, p.name FROM follow_ups f
        LEFT JOIN people p ON p.id = f.assignee_id WHERE f.outbox_id IS NULL""",
    "access": """SELECT a.event, a.action, a.outcome, a.role, p.name AS client, a.person_name
        FROM access_log a JOIN people p ON p.id = a.client_id""",
    "buttons": """SELECT v.chat, b.question, (b.used_at IS NOT NULL) AS used FROM buttons b
        JOIN conversations v ON v.id = b.conversation_id""",
}
_WORDS_OF: Final = """SELECT t.body FROM signals r JOIN texts t ON t.id = r.text_id WHERE r.id = :id
    UNION ALL SELECT t.body FROM concerns r JOIN texts t ON t.id = r.text_id WHERE r.id = :id"""
_SAID: Final = """SELECT o.id, v.chat, o.seq, o.class, o.body, o.state FROM outbox o
    JOIN conversations v ON v.id = o.conversation_id WHERE o.id > :after ORDER BY o.id"""

_SIGNED: Final = re.compile(r"Groet, \w+")

Record: TypeAlias = tuple[str, str]
Seen: TypeAlias = tuple[str, tuple[str, ...]]  # a text, and the ids of its buttons


def records(engine: Engine) -> Counter[Record]:
    """Everything that was recorded, and how often."""
    return Counter(
        (kind, _plain(json.dumps({name: _flag(value) for name, value in row.items()})))
        for kind, sql in _RECORDS.items()
        for row in engine.query(sql)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message of the bot."""

    id: str
    chat: int
    seq: int
    urgency: str
    seen: tuple[Seen, ...]  # as they are sent, one a part
    plain: str  # without numbers
    buttons: tuple[str, ...]
    state: str

    @property
    def answers(self) -> bool:
        """Whether it follows from the chat's own messages only."""
        return self.urgency in ("answer", "danger")


def said(engine: Engine, after: str = "") -> Iterator[Said]:
    """All that was said in the chats since a row, in the order in which it was decided."""
    for row in engine.query(_SAID, after=after):
        body: dict[str, Any] = json.loads(row["body"])
        cut = parts(read_body(body))
        buttons = [button for line in body["buttons"] for button in line]
        yield Said(
            id=row["id"],
            chat=int(row["chat"]),
            seq=row["seq"],
            urgency=row["class"],
            seen=tuple(
                (part.text, tuple(b["id"] for b in buttons) if part.keyboard else ())
                for part in cut
            ),
            plain=_gist(engine, int(row["chat"]), [part.text for part in cut], buttons),
            buttons=tuple(button["id"] for button in buttons),
            state=row["state"],
        )


class Places:
    """Where a button stands: the chat, the words above it, which time they were said, its place.

    The same button of another run is found by that.
    """

    def __init__(self) -> None:
        self._times: Counter[tuple[int, str]] = Counter()
        self.of: dict[str, tuple[Any, ...]] = {}
        self.at: dict[tuple[Any, ...], str] = {}

    def add(self, said: Said) -> None:
        self._times[said.chat, said.plain] += 1
        for place, button in enumerate(said.buttons):
            where = (said.chat, said.plain, self._times[said.chat, said.plain], place)
            self.of[button], self.at[where] = where, button


def by_chat(messages: Iterator[Said]) -> Mapping[int, list[Said]]:
    """Each chat in its own order; ids of several processes need not follow that."""
    chats: defaultdict[int, list[Said]] = defaultdict(list)
    for message in sorted(messages, key=lambda message: message.seq):
        chats[message.chat].append(message)
    return chats


def _flag(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value


def _gist(engine: Engine, chat: int, texts: list[str], buttons: Sequence[Mapping[str, Any]]) -> str:
    """All of it; for staff, who see what others do meanwhile, what it is and whose words it is.

    A notice that keeps the words back until it is opened is told by the report it opens: several
    processes write such notices in any order.
    """
    text = "\n".join(texts)
    if chat in STAFF:
        about = text if _SIGNED.search(text) else _reported(engine, buttons)
        signed = _SIGNED.search(about)
        text = f"{text.partition(chr(10))[0]} {signed[0] if signed else ''}"
    return _plain("\n".join([text, *(button["label"] for button in buttons)]))


def _reported(engine: Engine, buttons: Sequence[Mapping[str, Any]]) -> str:
    """What was written in the report that the first of these buttons is about, if it is."""
    for button in buttons[:1]:
        (row,) = engine.query("SELECT action FROM buttons WHERE id = :id", id=button["id"])
        for words in engine.query(_WORDS_OF, id=from_json(row["action"])["with"]):
            return str(words["body"])
    return ""


def _plain(text: str) -> str:
    return re.sub(r"\d+", "0", text)
