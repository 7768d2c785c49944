"""The schema, step by step: one ordered tuple, applied on both engines.

Rules the schema keeps, so that no code path can forget them:
- an open signal has an owner or a next deadline (nothing ends in silence);
- an invitation is redeemed once; a step, a consent, an erasure and an access row never change;
- a text can only be blanked; one active lead and one active case manager in a network;
- one published version of a topic; one message per place in a conversation's outbox.

`{json}`, `{bytes}` and `{strict}` are dialect words. Times are UTC text of fixed width, days are
`YYYY-MM-DD`, yes/no is 0 or 1.
"""

from typing import Final

from conversations.store.dialect import append_only, blank_only
from conversations.store.migration import Migration
from conversations.store.schema.access import ACCESS
from conversations.store.schema.cases import CASES
from conversations.store.schema.content import CONTENT
from conversations.store.schema.people import PEOPLE
from conversations.store.schema.transport import TRANSPORT
from conversations.store.schema.words import WORDS

_UNCHANGEABLE = ("steps", "message_versions", "consents", "access_log", "erasures", "redemptions")

MIGRATIONS: Final = (
    Migration(
        name="0001-foundation",
        statements=(*TRANSPORT, *WORDS, *PEOPLE, *CASES, *CONTENT, *ACCESS),
        sqlite=(
            *(text for table in _UNCHANGEABLE for text in append_only(table).sqlite),
            *blank_only("texts").sqlite,
        ),
        postgresql=(
            *(text for table in _UNCHANGEABLE for text in append_only(table).postgresql),
            *blank_only("texts").postgresql,
        ),
    ),
)
