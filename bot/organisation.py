"""The organisation as the settings describe it; who holds its roles is loaded at every turn."""

from typing import Final

from bot.names import told
from bot.settings import PREFIX, Settings, SettingsWrong, missing_to_run
from conversations.context import Named, Organisation
from conversations.errors import NameUnclear, RoleRefused
from conversations.store import people
from conversations.store.engine import Engine
from knowledge.roles import Role

_DESKS: Final = {"intake_desk": Role.INTAKE_DESK, "duty_line": Role.DUTY_LINE}


def organisation_of(engine: Engine, settings: Settings) -> Organisation:
    """Find the desks among the people on file; raise SettingsWrong with all that is missing."""
    faults = list(missing_to_run(settings))
    desks: dict[str, Named] = {}
    for name, role in _DESKS.items():
        if getattr(settings, name):
            try:
                desks[name] = _desk(engine, getattr(settings, name), role)
            except (NameUnclear, RoleRefused) as fault:
                line = told(fault) if isinstance(fault, NameUnclear) else str(fault)
                faults.append(f"{PREFIX}{name.upper()}: {line}")
    if len({desk.id for desk in desks.values()}) < len(desks):
        faults.append(
            f"{PREFIX}DUTY_LINE: the same person as {PREFIX}INTAKE_DESK; name two, so that"
            " a report about one of them has somewhere to go."
        )
    if faults:
        raise SettingsWrong(tuple(faults))
    return Organisation(
        name=settings.organisation,
        region=settings.region,
        hours=settings.hours,
        intake_desk=desks["intake_desk"],
        duty_line=desks["duty_line"],
        privacy_contact=settings.privacy_contact,
    )


def _desk(engine: Engine, name: str, role: Role) -> Named:
    person = people.find_by_name(engine, name)
    if not person.holds(role):
        raise RoleRefused(
            f"{name!r} does not hold the role {role}; give it with:"
            f" aanspreekpunt people assign {name!r} --role {role}"
        )
    return person.named
