"""Compares what was offered with what became of it: lost, doubled, copied, out of order."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from conversations.store.engine import Engine
from conversations.store.instants import from_text
from tests.chaos.crowd import Act
from tests.chaos.quiet import replay
from tests.chaos.records import Places, Said, Seen, by_chat, records, said
from tests.chaos.town import CHANNEL, Chats
from tests.fakes.bot_api import SentMessage

_MOST_TIMES = 3  # that one message may be seen


@dataclass(slots=True)
class Verdict:
    """What was found; `faults` names each thing that may not be."""

    copies: int = 0
    most_times: int = 1
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)  # rows without exit

    def faults(self, kills: int) -> Iterator[str]:
        yield from (f"lost: {each}" for each in self.lost)
        yield from (f"doubled: {each}" for each in self.doubled)
        yield from (f"out of order: {each}" for each in self.order)
        yield from (f"without exit: {each}" for each in self.stuck)
        if self.copies > kills:
            yield f"{self.copies} copies in {kills} kills"
        if self.most_times > _MOST_TIMES:
            yield f"one message was seen {self.most_times} times"


def judge(
    engine: Engine,
    ledger: Sequence[Act],
    sent: Sequence[SentMessage],
    chats: Chats,
    settled_at: datetime,
) -> Verdict:
    verdict = Verdict()
    received = _inbox(engine, ledger, verdict)
    heard = by_chat(said(engine))
    places = Places()
    for messages in heard.values():
        for message in messages:
            places.add(message)
    _stuck(engine, heard, verdict)
    _sent(heard, sent, verdict)
    quiet, strange = replay(list(ledger), chats, received, settled_at, places)
    verdict.lost += [f"{strange} buttons that nobody offers otherwise"] * bool(strange)
    _compare(records(quiet), records(engine), verdict)
    _compare_answers(by_chat(said(quiet)), heard, verdict)
    quiet.close()
    return verdict


def _inbox(engine: Engine, ledger: Sequence[Act], verdict: Verdict) -> dict[str, datetime]:
    """Every update is there once and done; gives when each came in, in the order of the turns.

    Two chats may act on one report at once: nobody promises which of their turns comes first.
    """
    rows = engine.query(
        """SELECT id, digest, received_at, state, attempts FROM inbox WHERE channel = :channel
            ORDER BY done_at, received_at, id""",
        channel=CHANNEL,
    )
    times = Counter(row["digest"] for row in rows)
    verdict.lost += [f"update {act.number}" for act in ledger if not times[act.digest]]
    verdict.doubled += [f"update {act.number}" for act in ledger if times[act.digest] > 1]
    verdict.stuck += [f"inbox {row['id']} {row['state']}" for row in rows if row["state"] != "done"]
    return {row["digest"]: from_text(row["received_at"]) for row in rows}


def _stuck(engine: Engine, heard: Mapping[int, Sequence[Said]], verdict: Verdict) -> None:
    # Cut off three times it is not sent again; it is lost only when nobody saw it.
    given_up = {
        row["id"]
        for row in engine.query(
            """SELECT o.id FROM outbox o JOIN follow_ups f ON f.outbox_id = o.id
                WHERE o.state = 'dead' AND o.error = 'unconfirmed'"""
        )
    }
    verdict.stuck += [
        f"outbox {message.id} {message.state}"
        for messages in heard.values()
        for message in messages
        if message.state != "sent" and message.id not in given_up
    ]
    loose = engine.query(
        """SELECT id FROM signals
            WHERE state = 'open' AND owner_id IS NULL AND next_deadline IS NULL"""
    )
    verdict.stuck += [f"signal {row['id']}" for row in loose]


def _sent(
    heard: Mapping[int, Sequence[Said]], sent: Sequence[SentMessage], verdict: Verdict
) -> None:
    """What people saw, beside what was to be sent; buttons tell apart what reads the same."""
    seen: defaultdict[int, list[Seen]] = defaultdict(list)
    for message in sent:
        buttons = tuple(data for row in message.buttons for _, data in row)
        seen[message.chat].append((message.text, buttons))
    for chat in heard.keys() | seen.keys():
        said_here, seen_here = heard.get(chat, ()), seen[chat]
        wanted = Counter(each for message in said_here for each in message.seen)
        got = Counter(seen_here)
        verdict.lost += [f"message to {chat}"] * (wanted - got).total()
        verdict.copies += (got - wanted).total()
        times = [math.ceil(got[each] / wanted[each]) for each in wanted]
        verdict.most_times = max(verdict.most_times, *times, 1)
        for danger in (True, False):
            # Danger overtakes the rest; among themselves both keep their order.
            due = [m.seen for m in said_here if (m.urgency == "danger") is danger]
            expected = [each for seen_of_one in due for each in seen_of_one]
            came = [each for each in seen_here if each in expected]
            verdict.order += [f"messages to {chat}"] * (not _in_order(expected, came))


def _in_order(wanted: Sequence[Seen], got: Sequence[Seen]) -> bool:
    """Whether each came for the first time after those before it; copies may come in between."""
    place = 0
    for each in got:
        if place < len(wanted) and each == wanted[place]:
            place += 1
        elif each not in wanted[:place]:
            return False
    return place == len(wanted)


def _compare(
    quiet: Counter[tuple[str, str]], found: Counter[tuple[str, str]], verdict: Verdict
) -> None:
    verdict.lost += [f"{kind} {row}" for kind, row in (quiet - found).elements()]
    verdict.doubled += [f"{kind} {row}" for kind, row in (found - quiet).elements()]


def _compare_answers(
    quiet: Mapping[int, Sequence[Said]], found: Mapping[int, Sequence[Said]], verdict: Verdict
) -> None:
    """Answers follow each other as the messages did; notices come when they come."""
    for chat in quiet.keys() | found.keys():
        wanted = [message.plain for message in quiet.get(chat, ())]
        got = [message.plain for message in found.get(chat, ())]
        missing, extra = Counter(wanted) - Counter(got), Counter(got) - Counter(wanted)
        verdict.lost += [f"answer to {chat}: {text!r}" for text in missing.elements()]
        verdict.doubled += [f"answer to {chat}: {text!r}" for text in extra.elements()]
        answers = [
            [message.plain for message in side.get(chat, ()) if message.answers]
            for side in (quiet, found)
        ]
        if answers[0] != answers[1] and not missing and not extra:
            verdict.order.append(f"answers to {chat}")
