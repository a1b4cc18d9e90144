"""Days as people are told them."""

from datetime import UTC, date, datetime, timedelta


def day_of(when: date | datetime) -> date:
    """Return the day a time belongs to, in UTC, as people are told it.

    A time at 00:00:00 is the end of the day before: days are judged at their end, and what is known
    by its date alone is known at 24:00.

    >>> day_of(datetime(2010, 11, 25, tzinfo=UTC)).isoformat()
    '2010-11-24'
    """
    if not isinstance(when, datetime):
        return when
    return (when.astimezone(UTC) - timedelta(microseconds=1)).date()
