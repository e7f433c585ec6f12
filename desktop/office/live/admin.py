"""What the administrator's station shows before a page is opened: one small query."""

from __future__ import annotations

import uuid
from datetime import date

import msgspec

from desktop.office.work import Work


class AdminHome(msgspec.Struct, frozen=True, kw_only=True):
    """The state of the office's tables.

    Attributes:
        office: its short name.
        zone: IANA name of its time zone.
        today: its business day.
        next_year: the year after this one.
        next_year_days: how many holidays of next year the office has.
        next_year_missing: how many days of the national table of next year are missing.
    """

    office: str
    zone: str
    today: date
    next_year: int
    next_year_days: int
    next_year_missing: int


def admin_home(work: Work, office_id: uuid.UUID) -> AdminHome:
    """Read it. Three statements."""
    from sqlalchemy import select

    from desktop.models.office import Office
    from desktop.office.holidays_rows import all_rows, national_days
    from desktop.office.work import business_day

    office = work.connection.execute(
        select(Office.short_name, Office.time_zone).where(Office.id == office_id)
    ).one()
    today = business_day(work.now(), office.time_zone)
    year = today.year + 1
    known = {(row.day, row.kind) for row in all_rows(work, office_id) if row.day.year == year}
    return AdminHome(
        office=office.short_name,
        zone=office.time_zone,
        today=today,
        next_year=year,
        next_year_days=len(known),
        next_year_missing=sum((one.day, one.kind) not in known for one in national_days(year)),
    )
