"""What the people do: ask, worry, be in danger, press buttons; all of it goes in a ledger."""

import hashlib
import json
import random
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.chaos.town import STAFF, Chats, word
from tests.fakes.bot_api import FakeBotApi, SentMessage

SAYINGS: Final = (
    "Wat is respijtzorg?",
    "Wat is de Wlz?",
    "Wat doet een casemanager?",
    "Hoe vraag ik een pgb aan?",
    "Wat is mantelzorgwaardering?",
    "Wat is een {word}kast?",
    "Weet u wat {word}zorg is?",
    "Dank u wel!",
    "Ik wil met een mens praten.",
    "Ik maak me zorgen, de adviezen spreken elkaar tegen.",
    "Niemand heeft het overzicht over de zorg voor mijn moeder.",
    "Ik kan het niet meer aan, ik slaap al weken niet en ben doodmoe.",
    "Mijn moeder is dit jaar al drie keer gevallen en woont alleen.",
    "Vader dwaalt 's nachts over straat en weet niet meer waar hij woont.",
    "Ik wil niet meer leven.",
    "Mijn vader ligt bewusteloos op de grond.",
    "Ik wil een klacht indienen over de thuiszorg.",
)
# Nobody types faster than twenty messages a minute, or the bot asks them to slow down.
_MOST_A_CHAT: Final = 15
_STAFF_FIRST: Final = 0.25
_TAPS: Final = 0.6
_TWICE: Final = 0.1  # a button that was pressed before is pressed again


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One update as it was offered."""

    number: int
    chat: int
    update: Mapping[str, Any]
    button: str = ""  # the data of a tapped button

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON, as the inbox keeps it."""
        text = json.dumps(self.update, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class Crowd:
    """Everybody who writes to the bot; `offer` lets one of them do one thing."""

    def __init__(self, api: FakeBotApi, chats: Chats, seed: int) -> None:
        self.ledger: list[Act] = []
        self._api = api
        self._chance = random.Random(seed)  # noqa: S311 - reproducible on purpose
        self._writers = (*chats.home, *chats.visitors)
        self._done: Counter[int] = Counter()
        self._read = 0
        self._untouched: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        self._pressed: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        for chat in STAFF:
            api.knows(chat)

    def offer(self) -> bool:
        """Let somebody do something; False when everybody has done enough."""
        self._look()
        waiting = [chat for chat in STAFF if self._untouched[chat]]
        if waiting and self._chance.random() < _STAFF_FIRST:
            self._taps(self._chance.choice(waiting))
            return True
        able = [chat for chat in self._writers if self._done[chat] < _MOST_A_CHAT]
        if not able:
            return False
        chat = self._chance.choice(able)
        self._done[chat] += 1
        if (self._untouched[chat] or self._pressed[chat]) and self._chance.random() < _TAPS:
            self._taps(chat)
        else:
            self._says(chat)
        return True

    def _look(self) -> None:
        """See which buttons came since the last look."""
        for sent in self._api.sent_messages[self._read :]:
            known = {data for _, data in (*self._untouched[sent.chat], *self._pressed[sent.chat])}
            self._untouched[sent.chat] += [
                (sent.message_id, data) for data in _choices(sent) if data not in known
            ]
        self._read = len(self._api.sent_messages)

    def _says(self, chat: int) -> None:
        name = word(self._chance)
        saying = self._chance.choice(SAYINGS).replace("{word}", name.lower())
        self._api.says(chat, f"{saying} Groet, {name}")
        self._note(chat)

    def _taps(self, chat: int) -> None:
        untouched, pressed = self._untouched[chat], self._pressed[chat]
        if pressed and (not untouched or self._chance.random() < _TWICE):
            message, data = self._chance.choice(pressed)
        else:
            message, data = untouched.pop(self._chance.randrange(max(0, len(untouched) - 3),
                                                                 len(untouched)))  # fmt: skip
            pressed.append((message, data))
        self._api.forges_tap(chat, message, data)
        self._note(chat, data)

    def _note(self, chat: int, button: str = "") -> None:
        update = self._api.queue.pending[-1]
        self.ledger.append(Act(number=update["update_id"], chat=chat, update=update, button=button))


def _choices(sent: SentMessage) -> list[str]:
    """The buttons of a message; staff press the first two, which need no words."""
    choices = [data for row in sent.buttons for _, data in row]
    return choices[:2] if sent.chat in STAFF else choices
