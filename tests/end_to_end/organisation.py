"""A small organisation, set up through the command line: who works there, and three families.

Ans Voorbeeld and her daughter Eva come from a file; the others are put in by hand. Noor Fictief
is the case manager of Ans and of Wim, Bram Fictief of Sien.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from bot import clock
from tests.end_to_end.installation import DUTY_LINE, INTAKE_DESK, Installation

NOOR: Final = "Noor Fictief"
BRAM: Final = "Bram Fictief"
ANS: Final = "Ans Voorbeeld"
EVA: Final = "Eva Voorbeeld"
WIM: Final = "Wim Denkbeeld"
LOT: Final = "Lot Denkbeeld"
SIEN: Final = "Sien Verzonnen"
TOM: Final = "Tom Verzonnen"

_STAFF: Final = (
    (INTAKE_DESK, "intake_desk"),
    (DUTY_LINE, "duty_line"),
    (NOOR, "case_manager"),
    (BRAM, "case_manager"),
)
_HOME: Final = (
    (ANS, "client"),
    (EVA, "carer", ANS),
    (WIM, "client"),
    (LOT, "carer", WIM),
    (SIEN, "client"),
    (TOM, "carer", SIEN),
)
_COLUMNS: Final = (
    "naam;rol;kring;persoon;organisatie;taken;dagen;voortouw;casemanager;contact;grondslag;"
    "afgesproken met;afgesproken op;cliënt akkoord;van;bevestigd op;bevestigd door"
)
_MEMBERS: Final = (
    f"Ans;cliënt;cliënt;{ANS};;zorgt voor de planten;;nee;nee;;toestemming",
    f"Eva;dochter;informeel;{EVA};;regelt de post;zo 11:00-17:00;nee;nee;06-00000001;toestemming",
    f"Noor;casemanager;beroepskracht;{NOOR};Voorbeeldzorg;houdt het overzicht;;nee;ja;06-00000002;"
    "toestemming",
    "Fatma;wijkverpleegkundige;beroepskracht;;Thuiszorg Voorbeeld;zet de medicijnen klaar;"
    "ma 08:30-09:00|di 08:30-09:00|wo 08:30-09:00;ja;nee;06-00000003;behandelrelatie",
    "Samira;huishoudelijke hulp;beroepskracht;;Schoon Voorbeeld;maakt het huis schoon;"
    "di 09:00-12:00;nee;nee;06-00000004;toestemming",
)


def set_up(installation: Installation) -> dict[str, str]:
    """Put everybody on file and invite them; gives each one's code."""
    _network(installation.folder / "ans.csv")
    installation.does(
        *(("people", "add", name, "--role", role) for name, role in _STAFF),
        ("people", "import", "ans.csv"),
        *_family(WIM, NOOR, LOT, "vrouw"),
        *_family(SIEN, BRAM, TOM, "kleinzoon"),
    )
    return invite(installation, *_STAFF, *_HOME)


def _family(client: str, manager: str, carer: str, described: str) -> Iterator[Sequence[str]]:
    of_client = ("--client", client)
    yield ("people", "add", client, "--role", "client")
    yield ("people", "add", carer)
    yield ("people", "assign", manager, *of_client, "--contact", "06-00000002")
    as_carer = ("--role", "carer", "--described", described, "--task", "kookt elke dag")
    yield ("people", "assign", carer, *of_client, *as_carer)


def invite(installation: Installation, *who: Sequence[str]) -> dict[str, str]:
    """Invite (name, role) or (name, role, client); gives the codes, as they stand in the links."""
    told = installation.does(
        *(
            ("invite", name, "--role", role, *(("--client", client[0]) if client else ()))
            for name, role, *client in who
        )
    )
    codes = re.findall(r"/c/([\w-]+)", told)
    return dict(zip([name for name, *_ in who], codes, strict=True))


def _network(file: Path) -> None:
    today = clock.now().date()
    began = today - timedelta(days=200)
    lines = [f"{line};{ANS};{began};ja;{began};{today};{NOOR}" for line in _MEMBERS]
    file.write_text("\n".join([_COLUMNS, *lines]) + "\n", encoding="utf-8")
