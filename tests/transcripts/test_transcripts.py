"""Every conversation in this folder goes as it is written down."""

from pathlib import Path

import pytest

from conversations.store.engine import open_engine
from tests.driver import Town
from tests.transcript import play

TRANSCRIPTS = sorted(Path(__file__).parent.glob("*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_goes_as_written(path: Path) -> None:
    engine = open_engine(":memory:")

    play(path, Town(engine))

    engine.close()


def test_there_are_conversations() -> None:
    assert len(TRANSCRIPTS) >= 30
