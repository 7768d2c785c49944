"""What people come for: the register of intents, in the order in which they are asked."""

from typing import Final

from conversations.intents.ask import ASK
from conversations.intents.casework import CASEWORK
from conversations.intents.complaint import COMPLAINT
from conversations.intents.concern import CONCERN
from conversations.intents.danger import DANGER
from conversations.intents.first_contact import FIRST_CONTACT
from conversations.intents.invitation import INVITATION
from conversations.intents.network import NETWORK
from conversations.intents.own_data import OWN_DATA
from conversations.intents.own_reports import OWN_REPORTS
from conversations.intents.person import PERSON
from conversations.intents.signal import SIGNAL
from conversations.intents.smalltalk import OTHER, SMALLTALK
from conversations.opening import Intent

INTENTS: Final[tuple[Intent, ...]] = (
    DANGER,
    SIGNAL,
    COMPLAINT,
    CONCERN,
    PERSON,
    NETWORK,
    ASK,
    SMALLTALK,
    OTHER,
    FIRST_CONTACT,
    INVITATION,
    OWN_REPORTS,
    OWN_DATA,
    CASEWORK,
)
