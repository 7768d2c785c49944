"""Every conversation in this folder goes as it is written down."""

import json
from pathlib import Path

import pytest

from conversations.store.engine import Engine, Row, open_engine
from tests.driver import Town
from tests.transcript import play

TRANSCRIPTS = sorted(Path(__file__).parent.glob("*.txt"))


NAMES = ("Ans", "Eva", "Dochter", "Mevrouw")


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_goes_as_written(path: Path) -> None:
    engine = open_engine(":memory:")

    play(path, Town(engine))

    assert clients_logged_twice_in_one_turn(engine) == []
    assert [said for said in alerts(engine) if any(name in said for name in NAMES)] == []
    engine.close()


def clients_logged_twice_in_one_turn(engine: Engine) -> list[Row]:
    return engine.query(
        """SELECT trace_id, client_id FROM access_log GROUP BY trace_id, client_id
            HAVING count(*) > 1"""
    )


def alerts(engine: Engine) -> list[str]:
    """What lights up on the telephones of staff."""
    rows = engine.query("SELECT body FROM outbox WHERE class = 'alert'")
    return [block["text"] for row in rows for block in json.loads(row["body"])["blocks"]]


def test_there_are_conversations() -> None:
    assert len(TRANSCRIPTS) >= 30
