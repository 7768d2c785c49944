"""Who may do what: the table of rights from which the access tests are generated.

A role is held towards one client (client, carer, case manager, deputy, team) or for the whole
installation (intake desk, duty line, coordinator, editor, administrator). Being an administrator
opens no client's data: need to know decides, not rank (GDPR art. 5 and 9; NEN 7510:2024).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Role(StrEnum):
    VISITOR = "visitor"
    CLIENT = "client"
    CARER = "carer"  # mantelzorger: informal member of the network
    CASE_MANAGER = "case_manager"
    DEPUTY = "deputy"  # holds the case manager's rights during a recorded absence, and no longer
    TEAM = "team"
    COORDINATOR = "coordinator"
    INTAKE_DESK = "intake_desk"
    DUTY_LINE = "duty_line"
    REPORTING_CODE = "reporting_code"  # staff member with the meldcode task
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    ASK = "ask"
    TELL_CONCERN = "tell_concern"
    SEND_SIGNAL = "send_signal"
    SEE_OWN_REPORTS = "see_own_reports"
    SEE_OWN_DATA = "see_own_data"
    SEE_NETWORK = "see_network"
    READ_REPORT = "read_report"
    ACKNOWLEDGE = "acknowledge"
    ANSWER = "answer"
    CLOSE = "close"
    SEE_WORKLIST = "see_worklist"
    INVITE = "invite"
    CONFIRM_INVITATION = "confirm_invitation"
    SET_ABSENCE = "set_absence"


_HOME: Final = frozenset({Role.CLIENT, Role.CARER})
_CASE: Final = frozenset({Role.CASE_MANAGER, Role.DEPUTY})
_DESKS: Final = frozenset({Role.INTAKE_DESK, Role.DUTY_LINE, Role.REPORTING_CODE})
_HANDLING: Final = _CASE | _DESKS | {Role.TEAM, Role.COORDINATOR}
_EVERYONE: Final = frozenset(Role)

RIGHTS: Final[Mapping[Right, frozenset[Role]]] = MappingProxyType(
    {
        Right.ASK: _EVERYONE,
        Right.SEE_OWN_DATA: _EVERYONE,
        # What staff write as staff is not a report; whoever is also a carer reports as a carer.
        Right.TELL_CONCERN: _HOME | {Role.VISITOR},
        Right.SEND_SIGNAL: _HOME | {Role.VISITOR},
        Right.SEE_OWN_REPORTS: _HOME | {Role.VISITOR},
        Right.SEE_NETWORK: _HOME | _CASE,
        Right.READ_REPORT: _HANDLING,
        Right.ACKNOWLEDGE: _HANDLING,
        Right.ANSWER: _HANDLING,
        Right.CLOSE: _HANDLING,
        Right.SEE_WORKLIST: _HANDLING,
        Right.INVITE: _CASE | {Role.COORDINATOR, Role.ADMINISTRATOR},
        Right.CONFIRM_INVITATION: _CASE,
        Right.SET_ABSENCE: frozenset({Role.CASE_MANAGER, Role.COORDINATOR, Role.ADMINISTRATOR}),
    }
)

STAFF: Final = frozenset(Role) - _HOME - {Role.VISITOR}


def allowed(right: Right, roles: Iterable[Role]) -> bool:
    """Whether any of these roles carries the right; the caller finds the roles in the database."""
    return not RIGHTS[right].isdisjoint(roles)
