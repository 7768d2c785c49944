"""People and values for pure tests: Ans, her network, an organisation, reports; nothing stored."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from conversations.context import Context, Named, Organisation, Sender, Tie, WorkingHours
from conversations.effects import Purpose, ReportKind, SharedWith, Subject
from conversations.reports import Report
from conversations.wording import spoken
from knowledge.care_network import CareNetwork, Circle, Member, Period, Task, Visit
from knowledge.regions import Region
from knowledge.roles import Role
from tests.driver import knowledge

NOW: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # Monday, 10.00 uur in Amsterdam
TODAY: Final = date(2026, 11, 23)
_LONG: Final = Period(since=date(2025, 1, 1))

NOOR: Final = Named("noor", "Noor Fictief")
BRAM: Final = Named("bram", "Bram Fictief")
KIM: Final = Named("kim", "Kim Fictief")
DESK: Final = Named("desk", "Aanmeldpunt")
DUTY: Final = Named("duty", "Dienst")
SAM: Final = Named("sam", "Sam Fictief")
ADA: Final = Named("ada", "Ada Fictief")

HOURS: Final = WorkingHours(
    zone=ZoneInfo("Europe/Amsterdam"), holidays=frozenset({date(2026, 12, 25)})
)
ORGANISATION: Final = Organisation(
    name="Voorbeeldzorg",
    region=None,
    hours=HOURS,
    intake_desk=DESK,
    duty_line=DUTY,
    reporting_code=(SAM,),
    coordinators=(ADA,),
    privacy_contact="privacy@voorbeeldzorg.example",
)


def member(name: str, role: str, **changes: Any) -> Member:
    """A professional with nothing special, but for what is changed."""
    usual: dict[str, Any] = {
        "id": f"m-{name.split()[0].casefold()}",
        "person_id": None,
        "name": name,
        "role": role,
        "organisation": "",
        "circle": Circle.PROFESSIONAL,
        "lead": False,
        "case_manager": False,
        "stand_in": None,
        "contact": "",
        "best_moment": "",
        "emergency": False,
        "period": _LONG,
        "confirmed_on": date(2026, 11, 1),
    }
    return Member(**{**usual, **changes})


def does(*labels: str) -> tuple[Task, ...]:
    return tuple(Task(label=label, period=_LONG) for label in labels)


def comes(weekday: int, hour: int) -> tuple[Visit, ...]:
    return (Visit(weekday=weekday, starts=time(hour), ends=time(hour, 30), period=_LONG),)


FATMA: Final = member(
    "Fatma van de thuiszorg",
    "wijkverpleegkundige",
    organisation="Thuiszorg Voorbeeld",
    lead=True,
    tasks=does("zet de medicijnen klaar", "helpt bij het wassen"),
    visits=comes(1, 8),
    contact="06-03",
    best_moment="na 13.00 uur",
)
CASE_MANAGER: Final = member(
    "Noor", "casemanager", person_id="noor", case_manager=True, contact="06-02",
    tasks=does("houdt het overzicht"),
)  # fmt: skip
SAMIRA: Final = member("Samira", "huishoudelijke hulp", tasks=does("maakt het huis schoon"),
                       visits=comes(2, 9))  # fmt: skip
DAUGHTER: Final = member("Eva", "dochter, mantelzorger", person_id="eva", circle=Circle.INFORMAL)
NETWORK: Final = CareNetwork(
    client_id="ans",
    client_name="Ans Voorbeeld",
    members=(SAMIRA, DAUGHTER, CASE_MANAGER, FATMA),
)


def tie(role: Role = Role.CLIENT, **changes: Any) -> Tie:
    """The bond with Ans, as client when nothing else is said."""
    usual: dict[str, Any] = {
        "client_id": "ans",
        "client_name": "Ans Voorbeeld",
        "roles": frozenset({role}),
        "network": NETWORK,
        "case_manager": NOOR,
        "deputy": None,
        "team": (KIM,),
    }
    return Tie(**{**usual, **changes})


def other_tie(role: Role) -> Tie:
    network = CareNetwork(client_id="ben", client_name="Ben Verzonnen", members=())
    return tie(role, client_id="ben", client_name="Ben Verzonnen", network=network)


def sender(person_id: str | None, *roles: Role, agreed: bool = True) -> Sender:
    return Sender(
        person_id=person_id,
        name="" if person_id is None else person_id.title(),
        staff_roles=frozenset(roles),
        consents=frozenset(Purpose) if agreed and person_id else frozenset(),
    )


def context(**changes: Any) -> Context:
    """Ans herself in her own chat, on a Monday morning, but for what is changed."""
    usual: dict[str, Any] = {
        "conversation_id": "chat",
        "channel": "web",
        "sender": sender("ans"),
        "met": True,
        "muted": False,
        "language": "nl",
        "stored_language": "nl",
        "region": Region.NL,
        "languages": spoken(),
        "knowledge": knowledge(),
        "organisation": ORGANISATION,
        "ties": (tie(),),
        "message_ref": "m1",
    }
    return Context(**{**usual, **changes})


def eva(**changes: Any) -> Context:
    """Her daughter."""
    return context(**{"sender": sender("eva"), "ties": (tie(Role.CARER),), **changes})


def visitor(**changes: Any) -> Context:
    return context(**{"sender": sender(None), "ties": (), "stored_language": None, **changes})


def noor(*worklist: Report, **changes: Any) -> Context:
    """Her case manager."""
    usual = {
        "sender": sender("noor", Role.CASE_MANAGER),
        "ties": (tie(Role.CASE_MANAGER),),
        "worklist": worklist,
    }
    return context(**{**usual, **changes})


def report(**changes: Any) -> Report:
    """A signal of Eva about Ans that lies with Noor and that nobody has seen."""
    usual: dict[str, Any] = {
        "id": "r1",
        "number": "S-2026-0001",
        "kind": ReportKind.SIGNAL,
        "route": "case_manager",
        "state": "open",
        "words": "ik houd het niet vol",
        "sender_id": "eva",
        "sender_name": "Eva",
        "sender_role": Role.CARER,
        "conversation_id": "chat-eva",
        "client_id": "ans",
        "client_name": "Ans Voorbeeld",
        "subject": Subject.CLIENT,
        "shared_with": SharedWith.CASE_MANAGER,
        "bottleneck": "",
        "indicators": (),
        "danger": "",
        "sensitive": False,
        "accused_id": None,
        "with_id": "noor",
        "with_name": "Noor Fictief",
        "owner_id": None,
        "owner_name": "",
        "deadline": NOW + timedelta(hours=4),
        "rung": 0,
        "created_at": NOW - timedelta(minutes=10),
        "as_role": Role.CASE_MANAGER,
    }
    return Report(**{**usual, **changes})


def changed(base: Member, **changes: Any) -> Member:
    return replace(base, **changes)
