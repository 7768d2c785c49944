"""Words that stand nowhere else, told in every way there is, to look for them afterwards."""

import json
from collections.abc import Iterator
from typing import Final

from tests.conversations.situations import answer
from tests.driver import Talker, Town

CANARIES: Final = tuple(f"kanarie{number:03}zwq" for number in range(100))


def agrees(town: Town, name: str) -> Talker:
    visitor = town.visitor(name)
    visitor.says("hallo")
    answer(visitor, "yes", "nl")
    return visitor


def tells_everything(visitor: Talker, words: Iterator[str]) -> None:
    """Every way in which words can be left with us, except letting them be passed on."""
    for _ in range(35):
        visitor.says(f"wat is een {next(words)}?")
    visitor.edits(f"ik bedoelde {next(words)}")
    visitor.forwards(f"Zij schreef: groetjes van {next(words)}")
    visitor.says(f"doe maar {next(words)} hoor")
    visitor.says(f"Ik maak me zorgen om mijn {next(words)}, niemand regelt dat.")
    answer(visitor, "self")
    for key in ("no_overview", "nobody"):
        _answer_if_asked(visitor, key)
    visitor.says(
        f"Ik houd het niet meer vol met {next(words)}, ik ben de hele dag aan het regelen."
    )


def _answer_if_asked(visitor: Talker, key: str) -> None:
    asked = visitor.town.engine.query(
        "SELECT id, action FROM buttons WHERE conversation_id = :id AND used_at IS NULL"
        " ORDER BY id",
        id=visitor.conversation,
    )
    for row in [row for row in asked if json.loads(row["action"])["more"] == key][-1:]:
        visitor.taps_id(row["id"])
