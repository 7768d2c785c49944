"""How the schema of a database is brought up to date, and what happens when it is newer.

All pending migrations are applied in one write transaction: whoever pulls the plug finds the old
schema or the new one, never something between. Several processes may start at once: the second
waits for the first and then finds nothing to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conversations.errors import SchemaNewer

if TYPE_CHECKING:
    from conversations.store.dialect import Dialect
    from conversations.store.engine import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One named step of the schema; a name once released is never changed or reused.

    `statements` run on both engines, each one statement with dialect words such as `{json}`;
    then those of the one engine. Values are not bound: write them in the text.
    """

    name: str
    statements: tuple[str, ...]
    sqlite: tuple[str, ...] = ()
    postgresql: tuple[str, ...] = ()

    def written(self, dialect: "Dialect") -> tuple[str, ...]:
        """Spell the statements out for one engine, in order."""
        own = self.sqlite if dialect.name == "sqlite" else self.postgresql
        return tuple(dialect.spell(statement) for statement in (*self.statements, *own))


def bring_up_to_date(engine: "Engine", migrations: Sequence[Migration]) -> None:
    """Apply what is pending, all or nothing; refuse a database that knows more than we do."""
    refuse_newer(engine, migrations)
    engine.apply(migrations)


def refuse_newer(engine: "Engine", migrations: Sequence[Migration]) -> None:
    """Raise SchemaNewer when the database holds a migration that is not among these."""
    ours = {migration.name for migration in migrations}
    unknown = [name for name in engine.applied() if name not in ours]
    if unknown:
        raise SchemaNewer(
            f"This database was written by a newer version (it has {unknown[-1]}); "
            "start that version, or restore a backup made before the upgrade."
        )
