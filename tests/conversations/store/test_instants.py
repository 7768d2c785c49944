"""Moments survive the database to the microsecond and sort as text."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.errors import MomentUnclear
from conversations.store.instants import from_text, to_text

moments = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=st.sampled_from([UTC, ZoneInfo("Europe/Amsterdam"), timezone(timedelta(hours=-5))]),
)


def test_a_moment_is_written_in_utc_with_fixed_width() -> None:
    afternoon = datetime(2026, 7, 1, 14, 30, tzinfo=ZoneInfo("Europe/Brussels"))

    assert to_text(afternoon) == "2026-07-01T12:30:00.000000Z"


@given(moments)
def test_a_moment_comes_back_as_it_was(moment: datetime) -> None:
    back = from_text(to_text(moment))

    assert (back, back.tzinfo) == (moment.astimezone(UTC), UTC)


@given(moments, moments)
def test_earlier_text_is_an_earlier_moment(one: datetime, other: datetime) -> None:
    in_time = one.astimezone(UTC) < other.astimezone(UTC)

    assert (to_text(one) < to_text(other)) is in_time


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(MomentUnclear):
        to_text(datetime(2026, 11, 24))  # noqa: DTZ001 - this is what is refused


@pytest.mark.parametrize("text", ["", "2026-11-24", "2026-11-24T05:54:58.123456+00:0"])
def test_text_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(MomentUnclear):
        from_text(text)
