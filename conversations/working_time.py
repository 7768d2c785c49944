"""Moments that lie a number of working hours ahead, on the organisation's own calendar.

Counted in minutes of real time inside opening hours, so a change to or from summer time (always
at night, outside any opening hours we allow) neither adds nor takes away time.
"""

from datetime import UTC, date, datetime, time, timedelta

from conversations.context import WorkingHours


def ahead(start: datetime, worked: timedelta, hours: WorkingHours) -> datetime:
    """The moment (UTC) at which this much working time has gone by since `start`."""
    day, left = start.astimezone(hours.zone).date(), worked
    while True:
        opens, closes = _open_on(day, hours)
        begin = max(start, opens)
        if left <= closes - begin:
            return begin + left
        left -= max(closes - begin, timedelta())
        day += timedelta(days=1)


def _open_on(day: date, hours: WorkingHours) -> tuple[datetime, datetime]:
    """Opening and closing on this day, in UTC; the same moment when it is no working day."""
    works = day.isoweekday() in hours.days and day not in hours.holidays
    opens, closes = (
        datetime.combine(day, time(hour), hours.zone).astimezone(UTC)
        for hour in (hours.opens, hours.closes if works else hours.opens)
    )
    return opens, closes
