"""The organisation as the settings and the people on file describe it."""

from bot.settings import PREFIX, Settings, SettingsWrong, missing_to_run
from conversations.context import Named, Organisation
from conversations.errors import NameUnclear
from conversations.store import people
from conversations.store.engine import Engine
from knowledge.roles import Role


def organisation_of(engine: Engine, settings: Settings) -> Organisation:
    """Find the desks among the people on file; raise SettingsWrong when one is not there."""
    faults = list(missing_to_run(settings))
    desks: dict[str, Named] = {}
    for name in ("intake_desk", "duty_line"):
        try:
            desks[name] = _desk(engine, getattr(settings, name))
        except NameUnclear as unclear:
            faults.append(f"{PREFIX}{name.upper()}: {unclear}")
    if not settings.organisation:
        faults.append(f"{PREFIX}ORGANISATION: not set; give the name that people know.")
    if len({desk.id for desk in desks.values()}) == 1 and len(desks) == 2:
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
        reporting_code=_holders(engine, Role.REPORTING_CODE),
        coordinators=_holders(engine, Role.COORDINATOR),
        privacy_contact=settings.privacy_contact,
    )


def _desk(engine: Engine, name: str) -> Named:
    return people.find_by_name(engine, name).named if name else Named("", "")


def _holders(engine: Engine, role: Role) -> tuple[Named, ...]:
    return tuple(person.named for person in people.everyone(engine) if person.holds(role))
