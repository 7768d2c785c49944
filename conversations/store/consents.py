"""Who agreed to what, when and on which wording; a withdrawal is a new row, never a change."""

from datetime import datetime

from conversations.effects import Purpose
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.store.instants import to_text


def note(
    engine: Engine,
    ids: Ids,
    person: str,
    purpose: Purpose,
    now: datetime,
    *,
    granted: bool,
    wording: str,
) -> None:
    """Keep that somebody agreed, or no longer does."""
    engine.execute(
        """INSERT INTO consents (id, person_id, purpose, granted, wording, at)
            VALUES (:id, :person, :purpose, :granted, :wording, :now)""",
        id=ids.new(now),
        person=person,
        purpose=purpose.value,
        granted=int(granted),
        wording=wording,
        now=to_text(now),
    )


def granted(engine: Engine, person: str) -> frozenset[Purpose]:
    """What a person agrees to now: the last word on each purpose."""
    rows = engine.query(
        """SELECT purpose, granted FROM consents c WHERE person_id = :person
            AND id = (SELECT max(l.id) FROM consents l WHERE l.person_id = c.person_id
                AND l.purpose = c.purpose)""",
        person=person,
    )
    return frozenset(Purpose(row["purpose"]) for row in rows if row["granted"])
