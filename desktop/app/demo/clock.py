"""The clock of the sample office: it starts on its Monday, runs as fast as ours, and can be moved on.

Used by the demo, the tour and their background people; from any thread.
"""

from __future__ import annotations

import threading
import time
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from desktop.office.work import Clock

ZONE: Final = "Asia/Makassar"
DAY: Final = date(2026, 11, 23)
"""A Monday without a holiday."""


def at(hour: int, minute: int = 0, second: int = 0, *, day: date = DAY) -> datetime:
    """A local time of the sample office, as an aware moment."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=ZoneInfo(ZONE))


class RunningClock(Clock):
    """Runs in real time from ``start``; ``move_to`` jumps forward."""

    def __init__(self, start: datetime) -> None:
        self._lock = threading.Lock()
        self._start, self._since_s = start.astimezone(UTC), time.monotonic()

    def moment(self) -> datetime:
        """The moment now, UTC."""
        with self._lock:
            return self._start + timedelta(seconds=time.monotonic() - self._since_s)

    def move_to(self, moment: datetime) -> None:
        """Go on from ``moment``; an earlier one changes nothing, because this clock is never set back."""
        now = self.moment()
        with self._lock:
            if moment > now:
                self._start, self._since_s = moment.astimezone(UTC), time.monotonic()
