"""The one clock. Legal days are days in Vietnam, whatever the machine's zone."""

from datetime import UTC, date, datetime, timedelta


def today() -> date:
    """The day it is in Vietnam (UTC+7 all year)."""
    return (datetime.now(UTC) + timedelta(hours=7)).date()
