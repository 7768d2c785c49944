"""Names people see for the slugs of the field: bottlenecks, indicators, roles."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from conversations.wording import Text
from knowledge.roles import Role

# The six bottlenecks (Zorgnetwerken), as a client would say them.
BOTTLENECKS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "tegenstrijdig-advies": Text("Advice that contradicts"),
        "hulp-vinden": Text("Finding and arranging help"),
        "geen-overzicht": Text("No overview of who does what"),
        "geen-voortouw": Text("Nobody takes the lead"),
        "slechte-afstemming": Text("Helpers do not talk to each other"),
        "geen-aanspreekpunt": Text("Nobody to turn to"),
    }
)

# What the bot says it heard: about the situation, never about a person's state (no diagnosis).
HEARD: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "meerdere-verleners": Text(
            "I read that many helpers come and it is not clear who does what."
        ),
        "netwerk-in-crisis": Text("I read that there is a quarrel around the care."),
        "geen-regie": Text("I read that nobody keeps the overview or decides."),
        "zorgweigering": Text("I read that help is being refused."),
        "kloof-aanbod": Text("I read that the help on offer does not fit."),
        "mantelzorg-overbelast": Text("I read that the caring is getting too heavy."),
        "mantelzorg-afwezig": Text("I read that there is nobody who can do the caring now."),
        "psychisch-lijden": Text("I read about sadness, fear or confusion."),
        "achteruitgang": Text("I read that things are getting worse quickly."),
        "valrisico": Text("I read about falling, or nearly falling."),
        "onveilig": Text("I read that it is not safe at home."),
        "meerdere-leefgebieden": Text("I read about several problems at the same time."),
    }
)

# The same, as staff see it above the literal words.
INDICATORS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "meerdere-verleners": Text("many helpers, no overview"),
        "netwerk-in-crisis": Text("conflict in the network"),
        "geen-regie": Text("nobody in charge"),
        "zorgweigering": Text("care refused"),
        "kloof-aanbod": Text("help on offer does not fit"),
        "mantelzorg-overbelast": Text("carer overburdened"),
        "mantelzorg-afwezig": Text("no carer"),
        "psychisch-lijden": Text("mental suffering"),
        "achteruitgang": Text("decline"),
        "valrisico": Text("risk of falling"),
        "onveilig": Text("unsafe at home"),
        "meerdere-leefgebieden": Text("problems in several areas of life"),
    }
)

SENDER_ROLES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        Role.CLIENT: Text("client"),
        Role.CARER: Text("informal carer"),
        Role.VISITOR: Text("visitor without invitation"),
    }
)
