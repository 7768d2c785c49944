"""What only resembles danger gets the numbers under one question, and goes to the case manager."""

from conversations.speech import BlockKind, Urgency
from tests.conversations.cast import eva
from tests.conversations.chat import Chat, says

# No rule hears it: what is the matter is not said.
UNCLEAR = "help hij is niet goed"


def test_the_numbers_come_first_and_overtake_nothing() -> None:
    first = says(Chat(eva()).says(UNCLEAR))[0]

    assert "112" in [block.number for block in first.blocks if block.kind is BlockKind.CALL]
    assert first.urgency is Urgency.ANSWER


def test_what_resembles_no_danger_gets_no_number() -> None:
    said = says(Chat(eva()).says("ze krijgt haar post niet meer geregeld"))

    assert not [block for each in said for block in each.blocks if block.kind is BlockKind.CALL]
