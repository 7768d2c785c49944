"""One running program per database: a row that must be renewed, so that a crash frees it."""

from datetime import datetime, timedelta
from typing import Final

from conversations.store.engine import Engine
from conversations.store.instants import to_text

LASTS: Final = timedelta(seconds=30)
RUN: Final = "run"


def take(engine: Engine, holder: str, now: datetime, *, name: str = RUN) -> bool:
    """Take or renew the lease; False when another holder has it."""
    return bool(
        engine.execute(
            """INSERT INTO lease (name, holder, taken_at, until_at)
                VALUES (:name, :holder, :now, :until)
                ON CONFLICT (name) DO UPDATE SET holder = :holder, until_at = :until,
                    taken_at = CASE WHEN lease.holder = :holder THEN lease.taken_at ELSE :now END
                WHERE lease.holder = :holder OR lease.until_at <= :now""",
            name=name,
            holder=holder,
            now=to_text(now),
            until=to_text(now + LASTS),
        )
    )


def release(engine: Engine, holder: str, *, name: str = RUN) -> None:
    """Give it back, so that the next one need not wait."""
    engine.execute(
        "DELETE FROM lease WHERE name = :name AND holder = :holder", name=name, holder=holder
    )


def holder(engine: Engine, *, name: str = RUN) -> str | None:
    """Who has it, or had it last without giving it back."""
    rows = engine.query("SELECT holder FROM lease WHERE name = :name", name=name)
    return next((str(row["holder"]) for row in rows), None)


def held_by(engine: Engine, now: datetime, *, name: str = RUN) -> str | None:
    """Who has it at this moment; None when nobody has, or when it ran out."""
    rows = engine.query(
        "SELECT holder FROM lease WHERE name = :name AND until_at > :now",
        name=name,
        now=to_text(now),
    )
    return next((str(row["holder"]) for row in rows), None)


def take_over(engine: Engine, before: str, after: str, now: datetime, *, name: str = RUN) -> bool:
    """Take it from a holder that is known to be gone; False when another one was first."""
    return bool(
        engine.execute(
            """UPDATE lease SET holder = :after, taken_at = :now, until_at = :until
                WHERE name = :name AND holder = :before""",
            name=name,
            before=before,
            after=after,
            now=to_text(now),
            until=to_text(now + LASTS),
        )
    )
