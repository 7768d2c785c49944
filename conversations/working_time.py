"""Moments that lie a number of working hours ahead, on the organisation's own calendar.

Counted in minutes of real time inside opening hours, so a change to or from summer time (always
at night, outside any opening hours we allow) neither adds nor takes away time.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from conversations.context import WorkingHours


def ahead(start: datetime, worked: timedelta, hours: WorkingHours) -> datetime:
    """The moment (UTC) at which this much working time has gone by since `start`."""
    left = worked
    for opens, closes in _days(start, hours):
        begin = max(start, opens)
        if begin >= closes:
            continue
        if left <= closes - begin:
            return begin + left
        left -= closes - begin
    raise AssertionError("the calendar never ends")  # _days is endless


def _days(start: datetime, hours: WorkingHours) -> Iterator[tuple[datetime, datetime]]:
    """Opening and closing of every working day from the day of `start` on, in UTC."""
    day = start.astimezone(hours.zone).date()
    while True:
        if day.isoweekday() in hours.days and day not in hours.holidays:
            yield tuple(  # type: ignore[misc] # two moments, which a generator cannot tell
                datetime.combine(day, time(hour), hours.zone).astimezone(UTC)
                for hour in (hours.opens, hours.closes)
            )
        day += timedelta(days=1)
