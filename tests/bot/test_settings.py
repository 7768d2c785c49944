"""Settings are read once, from the environment before the file, and all faults are told at once."""

import re
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.settings import (
    SETTINGS,
    Settings,
    SettingsWrong,
    defaults,
    from_environment,
    missing_to_run,
)
from knowledge.regions import Region

TOKEN = "4242:TEST-fake-token-of-no-real-bot-at-all"  # noqa: S105 - opens nothing


def read(tmp_path: Path, file: str = "", **environment: str) -> Settings:
    dotenv = tmp_path / ".env"
    dotenv.write_text(file)
    prefixed = {
        name if name.startswith("TELEGRAM_BOT_TOKEN") else f"AANSPREEKPUNT_{name}": value
        for name, value in environment.items()
    }
    return from_environment(prefixed, dotenv=dotenv)


def faults(tmp_path: Path, file: str = "", **environment: str) -> tuple[str, ...]:
    with pytest.raises(SettingsWrong) as wrong:
        read(tmp_path, file, **environment)
    return wrong.value.faults


def test_without_any_setting_there_are_sensible_ones(tmp_path: Path) -> None:
    settings = from_environment({}, dotenv=tmp_path / "absent")

    assert (settings.database, settings.host, settings.port) == (
        "aanspreekpunt.db",
        "127.0.0.1",
        8080,
    )
    assert settings.public_url == "http://127.0.0.1:8080"
    assert (settings.hours.opens, settings.hours.closes) == (9, 17)
    assert (settings.pacing, settings.under_way) == (True, 16)


def test_a_command_that_needs_no_settings_learns_in_the_folder_that_is_set_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AANSPREEKPUNT_CACHE", str(tmp_path))
    monkeypatch.setenv("AANSPREEKPUNT_PORT", "no port")

    settings = defaults()

    assert (settings.cache, settings.port) == (tmp_path, 8080)


def test_what_is_set_is_read(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        REGION="be",
        ZONE="Europe/Brussels",
        HOLIDAYS="2026-12-25, 2026-12-26",
        PACING="off",
        UNDER_WAY="3",
        PUBLIC_URL="https://zorg.example/",
        TELEGRAM_BOT_TOKEN=TOKEN,
        TELEGRAM_BOT_NAME="@OostBot",
        LOG_LEVEL="warning",
    )

    assert (settings.region, settings.zone) == (Region.BE, ZoneInfo("Europe/Brussels"))
    assert settings.holidays == {date(2026, 12, 25), date(2026, 12, 26)}
    assert (settings.pacing, settings.under_way, settings.log_level) == (False, 3, "WARNING")
    assert (settings.public_url, settings.telegram_bot_name) == (
        "https://zorg.example",
        "OostBot",
    )


def test_a_file_is_read_and_the_environment_goes_before_it(tmp_path: Path) -> None:
    file = """
# the organisation
export AANSPREEKPUNT_ORGANISATION="Zorg # Oost"  # with a remark
AANSPREEKPUNT_INTAKE_DESK=Aanmeldpunt Oost # one more
AANSPREEKPUNT_PORT='9000'
"""
    settings = read(tmp_path, file, PORT="9001")

    assert (settings.organisation, settings.intake_desk, settings.port) == (
        "Zorg # Oost",
        "Aanmeldpunt Oost",
        9001,
    )


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("PORT", "99999", "'99999' is not a port; write a number up to 65535."),
        ("PORT", "acht", "'acht' is not a port; write a number up to 65535."),
        ("HOST", "a b", "'a b' is not an address to listen on; write 127.0.0.1 or 0.0.0.0."),
        ("REGION", "fr", "'fr' is not a country; write nl or be, or leave it out for both."),
        ("ZONE", "Mars", "'Mars' is not a time zone; write Europe/Amsterdam or Europe/Brussels."),
        ("ZONE", "../x", "'../x' is not a time zone; write Europe/Amsterdam or Europe/Brussels."),
        ("OPENS", "half 9", "'half 9' is not a whole hour; write a number from 0 to 24."),
        ("HOLIDAYS", "kerst", "'kerst' are not days; write 2026-12-25,2026-12-26."),
        ("PACING", "ja", "'ja' is neither on nor off."),
        ("UNDER_WAY", "0", "'0' is not a number of messages; write a number from 1 to 64."),
        ("UNDER_WAY", "veel", "'veel' is not a number of messages; write a number from 1 to 64."),
        ("LOG_LEVEL", "veel", "'veel' is not a level; write DEBUG, INFO, WARNING or ERROR."),
        ("PUBLIC_URL", "zorg.example", "'zorg.example' is not an address; write https://NAME."),
        ("TELEGRAM_BOT_NAME", "een bot", "'een bot' is not a bot's name; write it as @BotFather"),
        ("ORGANISATION", "a\x00b", "'a\\x00b' holds signs that cannot be shown; write plain"),
        ("DATABASE", "mysql://x", "is not a database; write a file, sqlite:///FILE or"),
        ("DATABASE", "sqlite:///", "names no database; write sqlite:///FILE or"),
    ],
)
def test_a_wrong_setting_is_told_with_what_to_do(
    tmp_path: Path, name: str, value: str, fault: str
) -> None:
    (told,) = faults(tmp_path, **{name: value})

    assert told.removeprefix(f"AANSPREEKPUNT_{name}: ")[: len(fault)] == fault


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    told = faults(tmp_path, PORT="x", ZONE="x", OPENS="18", CLOSES="8", PRT="80", XYZ="1")

    assert [re.sub(r":.*", "", fault) for fault in told] == [
        "AANSPREEKPUNT_PRT",
        "AANSPREEKPUNT_XYZ",
        "AANSPREEKPUNT_ZONE",
        "AANSPREEKPUNT_PORT",
        "AANSPREEKPUNT_CLOSES",
    ]
    assert told[0].endswith("did you mean AANSPREEKPUNT_PORT?")


def test_a_token_that_is_wrong_is_not_repeated(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN[:24])

    assert told == "TELEGRAM_BOT_TOKEN: is not a bot token; copy it whole from @BotFather."


def test_neither_token_nor_password_is_shown_with_the_settings(tmp_path: Path) -> None:
    database = "postgresql://bot:geheim@db/zorg"
    shown = repr(read(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN, DATABASE=database))

    assert (TOKEN in shown, "geheim" in shown) == (False, False)


def test_a_file_that_cannot_be_read_is_told_by_line_without_its_words(tmp_path: Path) -> None:
    assert faults(tmp_path, "TELEGRAM_BOT_TOKEN 4242:abc\n\n=x") == (
        f"{tmp_path / '.env'}, line 1: write NAME=VALUE, or # before a remark.",
        f"{tmp_path / '.env'}, line 3: write NAME=VALUE, or # before a remark.",
    )


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00\x01")

    with pytest.raises(SettingsWrong, match="cannot be read; check its rights"):
        from_environment({}, dotenv=tmp_path / ".env")


def test_to_run_somebody_must_get_the_reports(tmp_path: Path) -> None:
    assert missing_to_run(read(tmp_path, DUTY_LINE="Dienst Oost", ORGANISATION="Zorg Oost")) == (
        "AANSPREEKPUNT_INTAKE_DESK: not set; name somebody on file who gets these reports.",
    )
    desks = {"DUTY_LINE": "Dienst Oost", "INTAKE_DESK": "Aanmeldpunt Oost"}
    assert missing_to_run(read(tmp_path, ORGANISATION="Zorg Oost", **desks)) == ()


def test_each_setting_says_what_it_is_for() -> None:
    assert [setting.name for setting in SETTINGS if not setting.help] == []
