"""Everything a host can set, read once from the environment and from a file `.env`.

The environment goes before the file. All that is wrong is told at once, before anything starts.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot import setting_values
from bot.dotenv import DotenvFault, read_dotenv
from bot.errors import BotError
from conversations.context import WorkingHours
from knowledge.regions import Region

PREFIX: Final = "AANSPREEKPUNT_"
_NO_FILE: Final = Path(os.devnull)


class SettingsWrong(BotError):
    """What is wrong with the settings: one line per fault, with what to do."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting; `parse` raises ValueError with what is wrong and what to do."""

    name: str
    default: str
    help: str
    parse: Callable[[str], Any]
    secret: bool = False  # its value is never shown, not even in a fault

    @property
    def attribute(self) -> str:
        """The field of Settings that holds it."""
        return self.name.removeprefix(PREFIX).lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings, read and checked. What may hold a password or the token is not shown."""

    database: str = field(repr=False)
    host: str
    port: int
    public_url: str  # without a slash at the end; where people reach the web chat
    organisation: str
    region: Region | None
    zone: ZoneInfo
    intake_desk: str  # name of a person on file; empty: not set
    duty_line: str
    opens: int
    closes: int
    holidays: frozenset[date]
    telegram_bot_token: str = field(repr=False)  # empty: no Telegram
    telegram_bot_name: str  # without @; for links in invitations
    telegram_api_url: str  # empty: the real one
    pacing: bool
    under_way: int  # messages on their way to Telegram at once, at most
    cache: Path  # for what can be computed again
    log_level: str
    privacy_contact: str

    @property
    def hours(self) -> WorkingHours:
        """When the organisation works."""
        return WorkingHours(
            zone=self.zone, opens=self.opens, closes=self.closes, holidays=self.holidays
        )


def from_environment(
    environment: Mapping[str, str] | None = None, *, dotenv: Path | None = None
) -> Settings:
    """Read the settings; raise SettingsWrong with everything that is wrong with them."""
    own = os.environ if environment is None else environment
    file = Path(".env") if dotenv is None else dotenv
    try:
        given = {**read_dotenv(file), **own}
    except DotenvFault as fault:
        raise SettingsWrong(fault.faults) from None
    values: dict[str, Any] = {}
    faults = list(_unknown(given))
    for setting in SETTINGS:
        written = given.get(setting.name, "").strip() or setting.default
        try:
            values[setting.attribute] = setting.parse(written)
        except ValueError as fault:
            shown = "" if setting.secret else f" {written!r}"
            faults.append(f"{setting.name}:{shown} {fault}.")
    if {"opens", "closes"} <= values.keys() and values["opens"] >= values["closes"]:
        faults.append(
            f"{PREFIX}CLOSES: not later than {PREFIX}OPENS; the day ends after it begins."
        )
    if faults:
        raise SettingsWrong(tuple(faults))
    return _with_public_url(Settings(**values))


def defaults() -> Settings:
    """Give the settings where none is set, but for the folder of the cache."""
    name = f"{PREFIX}CACHE"
    return from_environment({name: os.environ.get(name, "")}, dotenv=_NO_FILE)


def missing_to_run(settings: Settings) -> tuple[str, ...]:
    """Say which settings `run` cannot do without; a report must always reach somebody."""
    needed = {
        "ORGANISATION": (settings.organisation, "give the name that people know"),
        "INTAKE_DESK": (settings.intake_desk, "name somebody on file who gets these reports"),
        "DUTY_LINE": (settings.duty_line, "name somebody on file who gets these reports"),
    }
    return tuple(
        f"{PREFIX}{name}: not set; {advice}."
        for name, (value, advice) in needed.items()
        if not value
    )


def _unknown(given: Mapping[str, str]) -> Iterator[str]:
    known = {setting.name for setting in SETTINGS}
    for name in sorted(given):
        if name.startswith(PREFIX) and name not in known:
            near = get_close_matches(name, known, n=1)
            advice = f"did you mean {near[0]}?" if near else "remove it."
            yield f"{name}: there is no such setting; {advice}"


def _with_public_url(settings: Settings) -> Settings:
    if settings.public_url:
        return settings
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return replace(settings, public_url=f"http://{host}:{settings.port}")


SETTINGS: Final[tuple[Setting, ...]] = (
    Setting(
        name=f"{PREFIX}DATABASE",
        default="aanspreekpunt.db",
        help="a file, or `postgresql://HOST/NAME`",
        parse=setting_values.database,
        secret=True,
    ),
    Setting(
        name=f"{PREFIX}ORGANISATION",
        default="",
        help="name of the organisation, as people know it; `run` needs it",
        parse=setting_values.text,
    ),
    Setting(
        name=f"{PREFIX}INTAKE_DESK",
        default="",
        help="name of who gets reports that belong to no client's file; `run` needs it",
        parse=setting_values.text,
    ),
    Setting(
        name=f"{PREFIX}DUTY_LINE",
        default="",
        help="name of who is told at once of danger; `run` needs it",
        parse=setting_values.text,
    ),
    Setting(
        name=f"{PREFIX}PRIVACY_CONTACT",
        default="",
        help="whom to ask about data, in plain words",
        parse=setting_values.text,
    ),
    Setting(
        name=f"{PREFIX}REGION",
        default="",
        help="`nl` or `be`; empty when people of both countries come",
        parse=setting_values.region,
    ),
    Setting(
        name=f"{PREFIX}ZONE",
        default="Europe/Amsterdam",
        help="the time zone of the working hours",
        parse=setting_values.zone,
    ),
    Setting(
        name=f"{PREFIX}OPENS",
        default="9",
        help="the whole hour at which the working day begins, Monday to Friday",
        parse=setting_values.hour,
    ),
    Setting(
        name=f"{PREFIX}CLOSES",
        default="17",
        help="the whole hour at which it ends",
        parse=setting_values.hour,
    ),
    Setting(
        name=f"{PREFIX}HOLIDAYS",
        default="",
        help="days on which nobody works: `2026-12-25,2026-12-26`",
        parse=setting_values.days,
    ),
    Setting(
        name="TELEGRAM_BOT_TOKEN",
        default="",
        help="the token of @BotFather; empty: no Telegram",
        parse=setting_values.token,
        secret=True,
    ),
    Setting(
        name=f"{PREFIX}TELEGRAM_BOT_NAME",
        default="",
        help="the bot's name, such as `OostBot`, for links in invitations",
        parse=setting_values.bot_name,
    ),
    Setting(
        name=f"{PREFIX}TELEGRAM_API_URL",
        default="",
        help="another server than Telegram's own, for tests",
        parse=setting_values.address,
    ),
    Setting(
        name=f"{PREFIX}HOST",
        default="127.0.0.1",
        help="the address on which the web chat listens",
        parse=setting_values.host,
    ),
    Setting(
        name=f"{PREFIX}PORT",
        default="8080",
        help="its port",
        parse=setting_values.port,
    ),
    Setting(
        name=f"{PREFIX}PUBLIC_URL",
        default="",
        help="where people reach the web chat, for invitation links: `https://NAME`",
        parse=setting_values.address,
    ),
    Setting(
        name=f"{PREFIX}PACING",
        default="on",
        help="keep to the speed that Telegram allows; `off` for measuring only",
        parse=setting_values.switch,
    ),
    Setting(
        name=f"{PREFIX}UNDER_WAY",
        default="16",
        help="how many messages may be on their way to Telegram at once, 1 to 64; "
        "after a power cut each of them may come twice",
        parse=setting_values.lanes,
    ),
    Setting(
        name=f"{PREFIX}CACHE",
        default="~/.cache/aanspreekpunt",
        help="a folder for what was learned from the topics; it may be emptied at any time",
        parse=setting_values.folder,
    ),
    Setting(
        name=f"{PREFIX}LOG_LEVEL",
        default="INFO",
        help="`DEBUG`, `INFO`, `WARNING` or `ERROR`",
        parse=setting_values.level,
    ),
)
