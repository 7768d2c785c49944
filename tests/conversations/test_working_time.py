"""Working time: nights, weekends, holidays and summer time neither add nor take away."""

from datetime import UTC, datetime, timedelta

import pytest

from conversations.working_time import ahead
from tests.conversations.cast import HOURS


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "hours", "until"),
    [
        # Amsterdam is one hour ahead of UTC in winter, two in summer; open from 9 to 17 uur
        ("2026-11-23 09:00", 4, "2026-11-23 13:00"),
        ("2026-11-23 14:00", 4, "2026-11-24 10:00"),
        ("2026-11-23 02:00", 4, "2026-11-23 12:00"),
        ("2026-11-23 20:00", 4, "2026-11-24 12:00"),
        ("2026-11-27 15:00", 4, "2026-11-30 11:00"),
        ("2026-11-28 12:00", 1, "2026-11-30 09:00"),
        ("2026-12-24 15:30", 1, "2026-12-28 08:30"),
        ("2026-10-23 14:00", 4, "2026-10-26 11:00"),
        ("2026-11-23 09:00", 40, "2026-11-30 09:00"),
    ],
    ids=[
        "in the morning",
        "into the next day",
        "at night",
        "in the evening",
        "over the weekend",
        "on a Saturday",
        "over Christmas and the weekend",
        "over the end of summer time",
        "a week",
    ],
)
def test_only_working_hours_count(start: str, hours: int, until: str) -> None:
    assert ahead(moment(start), timedelta(hours=hours), HOURS) == moment(until)
