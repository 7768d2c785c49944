"""Erasing a person, as far as the law lets us (GDPR art. 17), and forgetting what grew old.

Words are blanked, history stays countable. What a care provider received belongs to a file that
must be kept (WGBO, BW 7:454; Belgium: Kwaliteitswet 2019 art. 35): those reports keep their words.
"""

from datetime import datetime, timedelta
from typing import Final

from conversations.effects import Purpose
from conversations.state import State, to_json
from conversations.store import consents, dialect, sessions
from conversations.store.engine import Engine
from conversations.store.ids import Ids
from conversations.store.instants import to_text

CHAT_KEPT: Final = timedelta(days=30)
WITHOUT_CONSENT_KEPT: Final = timedelta(hours=24)
OWN_REPORT_KEPT: Final = timedelta(days=365)  # one that went into no file

_TEXTS_OF: Final = """
    SELECT v.text_id FROM message_versions v JOIN messages m ON m.id = v.message_id
        WHERE m.person_id = :person
    UNION SELECT text_id FROM unanswered WHERE person_id = :person
    UNION SELECT text_id FROM concerns WHERE sender_id = :person AND shared_with = 'nobody'
    UNION SELECT text_id FROM signals WHERE sender_id = :person AND shared_with = 'nobody'
    UNION SELECT x.text_id FROM steps x JOIN concerns c ON c.id = x.concern_id
        WHERE c.sender_id = :person AND c.shared_with = 'nobody'
    UNION SELECT x.text_id FROM steps x JOIN signals s ON s.id = x.signal_id
        WHERE s.sender_id = :person AND s.shared_with = 'nobody'
"""


def erase(engine: Engine, ids: Ids, person: str, now: datetime) -> None:
    """Blank the person's words, let go of the chats, withdraw consents, end sessions.

    What is still to be sent or handled goes on; afterwards it is blanked as words without consent.
    """
    moment = to_text(now)
    engine.execute(
        f"""UPDATE texts SET body = NULL, blanked_at = :now
            WHERE body IS NOT NULL AND id IN ({_TEXTS_OF})""",  # noqa: S608 - fixed text
        person=person,
        now=moment,
    )
    for purpose in sorted(consents.granted(engine, person)):
        consents.note(engine, ids, person, Purpose(purpose), now, granted=False, wording="erased")
    sessions.revoke_of_person(engine, person, now)
    _blank_transport(engine, person, moment)
    engine.execute(
        """UPDATE unanswered SET person_id = NULL, conversation_id = NULL
            WHERE person_id = :person""",
        person=person,
    )
    engine.execute("UPDATE feedback SET person_id = NULL WHERE person_id = :person", person=person)
    engine.execute(
        """UPDATE conversations SET person_id = NULL, state = :state, state_until = NULL,
                language = NULL, region = NULL, met_at = NULL WHERE person_id = :person""",
        state=dialect.to_json(to_json(State())),
        person=person,
    )
    # A member of a network keeps the name that the care file has for them.
    engine.execute(
        """UPDATE people SET erased_at = :now, language = NULL, region = NULL,
            name = CASE WHEN EXISTS
                (SELECT 1 FROM members m WHERE m.person_id = people.id)
                OR EXISTS (SELECT 1 FROM networks n WHERE n.client_id = people.id)
                THEN name ELSE '' END
            WHERE id = :person""",
        person=person,
        now=moment,
    )
    engine.execute(
        """INSERT INTO erasures (person_id, at) VALUES (:person, :now)
            ON CONFLICT (person_id) DO NOTHING""",
        person=person,
        now=moment,
    )


def _blank_transport(engine: Engine, person: str, moment: str) -> None:
    engine.execute(
        """UPDATE inbox SET payload = NULL, blanked_at = :now
            WHERE payload IS NOT NULL AND state <> 'new' AND conversation_id IN
                (SELECT id FROM conversations WHERE person_id = :person)""",
        person=person,
        now=moment,
    )
    engine.execute(
        """UPDATE outbox SET body = :empty, blanked_at = :now
            WHERE blanked_at IS NULL AND state IN ('sent', 'dead') AND conversation_id IN
                (SELECT id FROM conversations WHERE person_id = :person)""",
        person=person,
        empty="{}",
        now=moment,
    )
    # What a button does may hold the words it was offered for.
    engine.execute(
        """DELETE FROM buttons WHERE conversation_id IN
            (SELECT id FROM conversations WHERE person_id = :person)""",
        person=person,
    )


def forget_old(engine: Engine, now: datetime) -> int:
    """Blank what has been kept long enough.

    Chat after 30 days, without consent after a day; a report that nobody else has after a year.
    """
    moment = to_text(now)
    old, unkept = to_text(now - CHAT_KEPT), to_text(now - WITHOUT_CONSENT_KEPT)
    blanked = engine.execute(
        """UPDATE inbox SET payload = NULL, blanked_at = :now
            WHERE payload IS NOT NULL AND state <> 'new' AND received_at < :old""",
        now=moment,
        old=old,
    )
    blanked += engine.execute(
        """UPDATE texts SET body = NULL, blanked_at = :now WHERE body IS NOT NULL AND id IN
            (SELECT v.text_id FROM message_versions v JOIN messages m ON m.id = v.message_id
                WHERE m.said_at < :old)""",
        now=moment,
        old=old,
    )
    blanked += engine.execute(
        """UPDATE texts SET body = NULL, blanked_at = :now
            WHERE body IS NOT NULL AND written_at < :old AND id IN
                (SELECT text_id FROM concerns WHERE shared_with = 'nobody'
                UNION SELECT text_id FROM signals WHERE shared_with = 'nobody')""",
        now=moment,
        old=to_text(now - OWN_REPORT_KEPT),
    )
    blanked += engine.execute(
        f"""UPDATE outbox SET body = :empty, blanked_at = :now
            WHERE blanked_at IS NULL AND state IN ('sent', 'dead')
                AND (created_at < :old OR (created_at < :unkept AND {_UNKEPT}))""",  # noqa: S608
        now=moment,
        old=old,
        unkept=unkept,
        empty="{}",
    )
    return blanked + engine.execute(
        f"""DELETE FROM buttons
            WHERE offered_at < :old OR (offered_at < :unkept AND {_UNKEPT})""",  # noqa: S608
        old=old,
        unkept=unkept,
    )


_UNKEPT: Final = "conversation_id IN (SELECT id FROM conversations WHERE person_id IS NULL)"


def fold_away(engine: Engine) -> None:
    """Fold SQLite's write-ahead log into the file, so that blanked words are gone from disk too.

    Not inside a transaction. Somebody who reads at that moment makes it happen the next time.
    """
    if engine.dialect.name == "sqlite":
        engine.query("PRAGMA wal_checkpoint(TRUNCATE)")
