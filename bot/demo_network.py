"""The fictional care network of the demo, as a table: who is in it, does what, and comes when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from conversations.membership import Agreement, Ground, NewMember
from knowledge.care_network import Circle, Period, Task, Visit

CLIENT: Final = "Mevrouw Ans Voorbeeld"
CARER: Final = "Dochter Eva Voorbeeld"
CASE_MANAGER: Final = "Noor Fictief"
DEPUTY: Final = "Bram Fictief"

_RECENT: Final = timedelta(days=20)
_LONG_AGO: Final = timedelta(days=300)  # longer than a confirmation holds
_BEGAN: Final = timedelta(days=400)
_MONDAY_TO_FRIDAY: Final = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A member of the demo's network; `person` when they use the chat."""

    name: str
    role: str
    circle: Circle
    tasks: tuple[str, ...]
    person: str | None = None
    organisation: str = ""
    contact: str = ""
    best_moment: str = ""
    days: tuple[int, ...] = ()  # ISO weekdays
    hours: tuple[int, int, int, int] = (9, 0, 10, 0)  # from hour, minute to hour, minute
    lead: bool = False
    case_manager: bool = False
    emergency: bool = False
    ground: Ground = Ground.TREATMENT
    confirmed: timedelta = _RECENT  # how long ago
    stand_in: str = ""  # name of another member

    def member(self, today: date, person_id: str | None) -> NewMember:
        """Give the membership as it is recorded, seen from today."""
        began = today - _BEGAN
        period = Period(since=began)
        start, end = time(*self.hours[:2]), time(*self.hours[2:])
        return NewMember(
            name=self.name,
            role=self.role,
            circle=self.circle,
            person_id=person_id,
            organisation=self.organisation,
            lead=self.lead,
            case_manager=self.case_manager,
            contact=self.contact,
            best_moment=self.best_moment,
            emergency=self.emergency,
            agreement=Agreement(agreed_with=CLIENT, agreed_on=began, client_agrees=True),
            ground=self.ground,
            period=period,
            confirmed_on=today - self.confirmed,
            confirmed_by=CASE_MANAGER,
            recorded_by=CASE_MANAGER,
            tasks=tuple(Task(label=label, period=period) for label in self.tasks),
            visits=tuple(
                Visit(weekday=day, starts=start, ends=end, period=period) for day in self.days
            ),
        )


PARTS: Final[tuple[Part, ...]] = (
    Part(
        name="Ans",
        person=CLIENT,
        role="cliënt",
        circle=Circle.CLIENT,
        tasks=("zorgt voor de planten",),
        ground=Ground.CONSENT,
    ),
    Part(
        name="Eva",
        person=CARER,
        role="dochter, mantelzorger",
        circle=Circle.INFORMAL,
        tasks=("regelt de post en de rekeningen", "gaat mee naar de dokter"),
        contact="06-00 00 00 01",
        best_moment="na 17.00 uur",
        days=(7,),
        hours=(11, 0, 17, 0),
        ground=Ground.CONSENT,
    ),
    Part(
        name="Noor",
        person=CASE_MANAGER,
        role="casemanager",
        circle=Circle.PROFESSIONAL,
        organisation="Voorbeeldzorg",
        tasks=("houdt het overzicht", "stemt de hulp op elkaar af"),
        contact="06-00 00 00 02",
        best_moment="op werkdagen van 9.00 tot 12.00 uur",
        case_manager=True,
        ground=Ground.CONSENT,
    ),
    Part(
        name="Fatma van de thuiszorg",
        role="wijkverpleegkundige",
        circle=Circle.PROFESSIONAL,
        organisation="Thuiszorg Voorbeeld",
        tasks=("zet de medicijnen klaar", "helpt bij het wassen en aankleden"),
        contact="06-00 00 00 03",
        best_moment="tussen 13.00 en 14.00 uur",
        days=_MONDAY_TO_FRIDAY,
        hours=(8, 30, 9, 0),
        lead=True,
        emergency=True,
        stand_in="Joke van de thuiszorg",
    ),
    Part(
        name="Joke van de thuiszorg",
        role="verzorgende",
        circle=Circle.PROFESSIONAL,
        organisation="Thuiszorg Voorbeeld",
        tasks=("helpt in het weekend bij het wassen en aankleden",),
        contact="06-00 00 00 04",
        days=(6, 7),
        hours=(9, 0, 9, 30),
    ),
    Part(
        name="Dokter Verzonnen",
        role="huisarts",
        circle=Circle.PROFESSIONAL,
        organisation="Huisartspraktijk De Verzinning",
        tasks=("schrijft de medicijnen voor",),
        contact="06-00 00 00 05",
        best_moment="bel voor 10.00 uur voor een afspraak",
    ),
    Part(
        name="Samira",
        role="huishoudelijke hulp",
        circle=Circle.PROFESSIONAL,
        organisation="Schoon Voorbeeld",
        tasks=("maakt het huis schoon", "doet de was"),
        contact="06-00 00 00 06",
        days=(2,),
        hours=(9, 0, 12, 0),
        ground=Ground.CONSENT,
    ),
    Part(
        name="Pieter",
        role="fysiotherapeut",
        circle=Circle.PROFESSIONAL,
        organisation="Fysio Denkbeeld",
        tasks=("oefent met lopen",),
        contact="06-00 00 00 07",
        days=(3,),
        hours=(14, 0, 14, 30),
        confirmed=_LONG_AGO,
    ),
    Part(
        name="Buurman Henk",
        role="buurman, vrijwilliger",
        circle=Circle.VOLUNTEER,
        tasks=("doet de boodschappen", "drinkt een kop koffie mee"),
        days=(6,),
        hours=(10, 0, 11, 0),
        ground=Ground.CONSENT,
    ),
)


def stand_ins() -> Iterator[tuple[str, str]]:
    """Give who is replaced by whom, by name."""
    return ((part.name, part.stand_in) for part in PARTS if part.stand_in)
