"""The office's holidays as rows, the hours of its limited days, and the national table that ships with the program.

The hours of limited days stand in the setting `HOURS`, because the table of holidays has no columns for them.
Called by ``desktop.office.holidays`` and by whoever needs the calendar with those hours.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import msgspec

from desktop.domain.calendar import DayHours, Holiday, HolidayKind, OfficeCalendar, Treatment

if TYPE_CHECKING:
    from desktop.office.work import Work

HOURS: Final = "holiday_hours"
"""Name of the setting: ``{"2026-12-24 cuti_bersama": ["08:00", "12:00"]}``."""

LAST_TICKET_BEFORE: Final = timedelta(minutes=30)
"""How long before closing the last number of a limited day is given, where that leaves any."""

KIOSK_BEFORE: Final = timedelta(minutes=15)
"""How long before opening numbers are given on a limited day."""

Key = tuple[date, str]
Hours = tuple[time, time]


class HolidayRow(msgspec.Struct, frozen=True, kw_only=True):
    """One day of the office's table.

    Attributes:
        estimated: True until the government has fixed the date.
        legal_basis: the decree, or empty.
        opens, closes: the hours of a limited day; None takes the usual limited hours.
    """

    holiday_id: uuid.UUID
    day: date
    kind: HolidayKind
    treatment: Treatment
    name_id: str
    name_en: str
    estimated: bool = False
    legal_basis: str = ""
    opens: time | None = None
    closes: time | None = None


def all_rows(work: Work, office_id: uuid.UUID) -> list[HolidayRow]:
    """Every day of the office's table, in the order of the calendar."""
    from sqlalchemy import select

    from desktop.models.office import Holiday as Table

    hours = read_hours(work, office_id)
    rows = work.connection.execute(
        select(
            Table.id,
            Table.day,
            Table.kind,
            Table.treatment,
            Table.name_id,
            Table.name_en,
            Table.estimated,
            Table.legal_basis,
        )
        .where(Table.office_id == office_id)
        .order_by(Table.day, Table.kind)
    )
    found = []
    for row in rows:
        own = hours.get((row.day, row.kind)) if row.treatment == "limited" else None
        found.append(
            HolidayRow(
                holiday_id=row.id,
                day=row.day,
                kind=row.kind,
                treatment=row.treatment,
                name_id=row.name_id,
                name_en=row.name_en,
                estimated=bool(row.estimated),
                legal_basis=row.legal_basis,
                opens=own[0] if own else None,
                closes=own[1] if own else None,
            )
        )
    return found


def hours_of(rows: Iterable[HolidayRow]) -> dict[Key, Hours]:
    """The hours of the limited days that have their own."""
    return {
        (row.day, row.kind): (row.opens, row.closes)
        for row in rows
        if row.opens is not None and row.closes is not None
    }


def read_hours(work: Work, office_id: uuid.UUID) -> dict[Key, Hours]:
    """The stored hours of limited days; see :func:`parse_hours`."""
    from sqlalchemy import select

    from desktop.models.office import Setting

    return parse_hours(
        work.connection.execute(
            select(Setting.value).where(Setting.office_id == office_id, Setting.name == HOURS)
        ).scalar_one_or_none()
    )


def parse_hours(value: Mapping[str, Any] | None) -> dict[Key, Hours]:
    """The hours of limited days in the setting. What cannot be read is left out: it must not keep an office shut."""
    found: dict[Key, Hours] = {}
    for key, times in (value or {}).items():
        try:
            day, kind = key.split()
            opens, closes = (time.fromisoformat(one) for one in times)
            parsed = date.fromisoformat(day)
        except (ValueError, TypeError):
            continue
        if opens < closes:
            found[(parsed, kind)] = (opens, closes)
    return found


def store_hours(work: Work, office_id: uuid.UUID, hours: Mapping[Key, Hours]) -> None:
    """Write the hours of all limited days."""
    from sqlalchemy import insert, update

    from desktop.models.office import Setting

    value = {
        f"{day.isoformat()} {kind}": [f"{opens:%H:%M}", f"{closes:%H:%M}"]
        for (day, kind), (opens, closes) in sorted(hours.items())
    }
    of_office = (Setting.office_id == office_id, Setting.name == HOURS)
    if work.connection.execute(update(Setting).where(*of_office).values(value=value)).rowcount == 0:
        work.connection.execute(insert(Setting).values(office_id=office_id, name=HOURS, value=value))


def limited_hours(opens: time, closes: time) -> DayHours:
    """The hours of a limited day from its two times: numbers from a little earlier, no break.

    Raises:
        ValueError: it closes before it opens.
    """
    day = date(2000, 1, 3)
    begins, ends = datetime.combine(day, opens), datetime.combine(day, closes)
    kiosk = begins - KIOSK_BEFORE
    last = max(begins, ends - LAST_TICKET_BEFORE)
    return DayHours(kiosk.time() if kiosk.date() == day else opens, opens, closes, last.time())


def as_holiday(row: HolidayRow) -> Holiday:
    """A row as the calendar takes it."""
    own = (
        limited_hours(row.opens, row.closes)
        if row.treatment == "limited" and row.opens is not None and row.closes is not None
        else None
    )
    return Holiday(
        row.day, row.kind, row.treatment, row.name_id, row.name_en, row.estimated, row.legal_basis, own
    )


def with_limited_hours(work: Work, office_id: uuid.UUID, calendar: OfficeCalendar) -> OfficeCalendar:
    """The calendar with the own hours of its limited days put in; one statement at most."""
    if not any(one.treatment == "limited" for one in calendar.holidays):
        return calendar
    return replace(calendar, holidays=put_hours(calendar.holidays, read_hours(work, office_id)))


def put_hours(holidays: Iterable[Holiday], hours: Mapping[Key, Hours]) -> tuple[Holiday, ...]:
    """The holidays with the own hours of the limited ones put in."""

    def with_own(one: Holiday) -> Holiday:
        own = hours.get((one.day, one.kind))
        return replace(one, hours=limited_hours(*own)) if own and one.treatment == "limited" else one

    return tuple(with_own(one) for one in holidays)


@cache
def bundled_days() -> tuple[Holiday, ...]:
    """The national table that ships with the program; of several on one day and kind one, with all names."""
    from desktop.office.setup import read_holidays

    merged: dict[Key, Holiday] = {}
    for one in read_holidays():
        before = merged.get((one.day, one.kind))
        merged[(one.day, one.kind)] = (
            one
            if before is None
            else replace(
                before,
                name_id=f"{before.name_id}, {one.name_id}",
                name_en=f"{before.name_en}, {one.name_en}",
            )
        )
    return tuple(merged[key] for key in sorted(merged))


def national_days(year: int, cuti_bersama: Treatment = "closed") -> tuple[Holiday, ...]:
    """The bundled days of a year; nothing for a year that the table does not know."""
    return tuple(
        replace(one, treatment=cuti_bersama) if one.kind == "cuti_bersama" else one
        for one in bundled_days()
        if one.day.year == year
    )
