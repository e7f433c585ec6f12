"""What the presenter of "Hari libur" makes of typed times, of outcomes and of a year that was read. No Qt."""

from __future__ import annotations

import re
import uuid
from datetime import time
from typing import Any

from desktop.office.holidays import HolidayYear
from desktop.ui.admin.holidays_state import DayRow, Line, YearState

_TIME = re.compile(r"(\d{1,2})[.:\s]?(\d{2})")


def read_time(text: str) -> time | None:
    """A time as typed: ``08.00``, ``8:00``, ``0800``; None for anything else."""
    found = _TIME.fullmatch(text.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


def told(code: str, files: int, args: dict[str, Any]) -> Line:
    """A sentence on what was done, with the files whose promise stands where there are any."""
    return Line(f"{code}_files", {**args, "count": files}) if files else Line(code, args)


def year_state(read: HolidayYear, chosen: uuid.UUID | None) -> YearState:
    """What the list shows of a year that was read; `chosen` is the day in the form."""
    rows = []
    for one in read.rows:
        limited = one.treatment == "limited"
        rows.append(
            DayRow(
                one.holiday_id,
                one.day,
                one.kind,
                one.treatment,
                one.name_id,
                one.name_en,
                (one.opens or read.usual[0]) if limited else None,
                (one.closes or read.usual[1]) if limited else None,
                one.estimated,
                one.day.weekday() not in read.office_weekdays,
            )
        )
    return YearState(read.year, tuple(rows), read.missing if read.year in read.bundled else None, chosen)
