"""The office's table of holidays: the national days that came with the program, and what the office decides.

Called by the page "Hari libur" (back office, administrator), tools and tests. A change never moves a date that
was promised: it tells how many running files would be promised another date now (``files_differ``).
"""

from __future__ import annotations

import uuid
from datetime import date, time
from typing import TYPE_CHECKING, Any, Final

import msgspec

from desktop.domain.calendar import HolidayKind, Treatment
from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.office.holidays_effect import files_that_differ
from desktop.office.holidays_rows import (
    HolidayRow,
    all_rows,
    bundled_days,
    hours_of,
    national_days,
    store_hours,
)
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work, business_day

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "HolidayChange",
    "HolidayRow",
    "HolidayYear",
    "ImportYear",
    "ImportedYear",
    "RemoveHoliday",
    "SetHoliday",
    "import_year",
    "list_holidays",
    "remove_holiday",
    "set_holiday",
]

KINDS: Final[tuple[HolidayKind, ...]] = ("public", "cuti_bersama", "local")
TREATMENTS: Final[tuple[Treatment, ...]] = ("closed", "limited", "open")
MAX_NAME: Final = 120
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100

_CHANGES = frozenset({"holidays"})
_NOTHING: frozenset[str] = frozenset()


class SetHoliday(Command, frozen=True, kw_only=True):
    """Add a day, or change one.

    Attributes:
        day: the date, from 2000 to 2100.
        kind: ``public``, ``cuti_bersama`` or ``local`` (of this office or region).
        treatment: ``closed``, ``limited`` or ``open``.
        name_id, name_en: its name; without an English one the Indonesian stands for both. Up to 120 characters.
        opens, closes: the hours of a limited day, local time; both or none (then the usual limited hours).
        legal_basis: the decree.
        holiday_id: the day that is changed; None adds one.
    """

    day: date
    kind: HolidayKind
    treatment: Treatment
    name_id: str
    name_en: str = ""
    opens: time | None = None
    closes: time | None = None
    legal_basis: str = ""
    holiday_id: uuid.UUID | None = None


class RemoveHoliday(Command, frozen=True, kw_only=True):
    """Take a day out of the table: it is a day like its weekday again."""

    holiday_id: uuid.UUID


class ImportYear(Command, frozen=True, kw_only=True):
    """Bring a year up to the bundled table. What the office decided about a day stays.

    Attributes:
        year: a year of the table.
        cuti_bersama: how a cuti bersama that is new is treated.
    """

    year: int
    cuti_bersama: Treatment = "closed"


class HolidayChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a change did.

    Attributes:
        holiday_id: the day's key.
        day: its date.
        files_differ: running files that would be promised another date now; their promise stands.
        changed: False where everything was as asked already.
    """

    holiday_id: uuid.UUID
    day: date
    files_differ: int = 0
    changed: bool = True


class ImportedYear(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did.

    Attributes:
        added: days that were missing.
        updated: days whose name or certainty changed.
        removed: estimated days that the table has no more, because a decree fixed another date.
        files_differ: as in `HolidayChange`.
    """

    year: int
    added: int = 0
    updated: int = 0
    removed: int = 0
    files_differ: int = 0


class HolidayYear(msgspec.Struct, frozen=True, kw_only=True):
    """A year of the table.

    Attributes:
        rows: in the order of the year.
        today: the office's business day.
        missing: days of the bundled table that the office does not have.
        bundled: years that the bundled table knows.
        usual: opening and closing time of a limited day without hours of its own.
        office_weekdays: weekdays on which the office serves, 0 Monday.
    """

    year: int
    rows: tuple[HolidayRow, ...]
    today: date
    missing: int
    bundled: tuple[int, ...]
    usual: tuple[time, time]
    office_weekdays: tuple[int, ...]


def list_holidays(work: Work, office_id: uuid.UUID, year: int | None = None) -> HolidayYear:
    """Read a year of the table; None takes the year of the office's business day."""
    from desktop.domain.calendar import LIMITED_HOURS
    from desktop.office.live.hours import load_calendar

    calendar = load_calendar(work, office_id)
    today = business_day(work.now(), calendar.zone)
    year = today.year if year is None else year
    rows = tuple(row for row in all_rows(work, office_id) if row.day.year == year)
    known = {(row.day, row.kind) for row in rows}
    table = national_days(year)
    return HolidayYear(
        year=year,
        rows=rows,
        today=today,
        missing=sum((one.day, one.kind) not in known for one in table),
        bundled=tuple(sorted({one.day.year for one in bundled_days()})),
        usual=(LIMITED_HOURS.opens, LIMITED_HOURS.closes),
        office_weekdays=tuple(sorted(calendar.week)),
    )


def set_holiday(work: Work, command: SetHoliday) -> Result[HolidayChange]:
    """Add a day or change one.

    Raises:
        UserError: ``holidays.name_missing``, ``holidays.name_long`` (length), ``holidays.year`` (first, last),
            ``holidays.kind``, ``holidays.treatment``, ``holidays.hours`` (both are needed, in their order),
            ``holidays.taken`` (day), ``holidays.gone``.
    Writes: holiday, setting, event, command. Changes: holidays.
    """
    from sqlalchemy import insert, update

    from desktop.models.office import Holiday as Table

    known = remembered(work, command)
    if known is not None:
        return Result(msgspec.convert(known, HolidayChange), _NOTHING)
    name_id, name_en = _names(command)
    hours = _hours(command)
    rows = all_rows(work, command.office_id)
    before = next((row for row in rows if row.holiday_id == command.holiday_id), None)
    if command.holiday_id is not None and before is None:
        raise UserError("holidays.gone")
    for row in rows:
        if (row.day, row.kind) == (command.day, command.kind) and row is not before:
            raise UserError("holidays.taken", day=command.day.isoformat())
    key = command.holiday_id or new_id()
    values: dict[str, Any] = {
        "day": command.day,
        "kind": command.kind,
        "treatment": command.treatment,
        "name_id": name_id,
        "name_en": name_en,
        "legal_basis": " ".join(command.legal_basis.split())[:MAX_NAME],
        # A date that somebody set by hand is no estimate of the program's any more.
        "estimated": before is not None and before.estimated and before.day == command.day,
    }
    after = HolidayRow(holiday_id=key, opens=hours[0], closes=hours[1], **values)
    if after == before:
        change = HolidayChange(holiday_id=key, day=command.day, changed=False)
        remember(work, command, "set_holiday", msgspec.to_builtins(change))
        return Result(change, _NOTHING)
    if before is None:
        work.connection.execute(insert(Table).values(id=key, office_id=command.office_id, **values))
    else:
        work.connection.execute(update(Table).where(Table.id == key).values(**values))
    wanted = hours_of(rows)
    if before is not None:
        wanted.pop((before.day, before.kind), None)
    if hours[0] is not None and hours[1] is not None:
        wanted[(after.day, after.kind)] = (hours[0], hours[1])
    if wanted != hours_of(rows):
        store_hours(work, command.office_id, wanted)
    days = {command.day} if before is None else {command.day, before.day}
    change = HolidayChange(
        holiday_id=key,
        day=command.day,
        files_differ=files_that_differ(work, command.office_id, days, rows, _replaced(rows, before, after)),
    )
    append_event(
        work,
        command,
        "holiday.changed" if before is not None else "holiday.added",
        key,
        before=None if before is None else _told(before),
        after=_told(after) | {"files_differ": change.files_differ},
    )
    remember(work, command, "set_holiday", msgspec.to_builtins(change))
    work.wake(command.office_id)
    return Result(change, _CHANGES)


def remove_holiday(work: Work, command: RemoveHoliday) -> Result[HolidayChange]:
    """Take a day out of the table.

    Raises:
        UserError: ``holidays.gone``.
    Writes: holiday, setting, event, command. Changes: holidays.
    """
    from sqlalchemy import delete

    from desktop.models.office import Holiday as Table

    known = remembered(work, command)
    if known is not None:
        return Result(msgspec.convert(known, HolidayChange), _NOTHING)
    rows = all_rows(work, command.office_id)
    before = next((row for row in rows if row.holiday_id == command.holiday_id), None)
    if before is None:
        raise UserError("holidays.gone")
    work.connection.execute(delete(Table).where(Table.id == before.holiday_id))
    hours = hours_of(rows)
    if hours.pop((before.day, before.kind), None) is not None:
        store_hours(work, command.office_id, hours)
    change = HolidayChange(
        holiday_id=before.holiday_id,
        day=before.day,
        files_differ=files_that_differ(
            work, command.office_id, {before.day}, rows, _replaced(rows, before, None)
        ),
    )
    after = {"files_differ": change.files_differ}
    append_event(work, command, "holiday.removed", before.holiday_id, before=_told(before), after=after)
    remember(work, command, "remove_holiday", msgspec.to_builtins(change))
    work.wake(command.office_id)
    return Result(change, _CHANGES)


def import_year(work: Work, command: ImportYear) -> Result[ImportedYear]:
    """Bring a year up to the bundled table.

    Days that are missing are added; names and certainty follow the table; an estimated day that the table has no
    more goes. Treatments, hours and the office's own days stay as the office decided.

    Raises:
        UserError: ``holidays.no_table`` (year, first, last).
    Writes: holiday, event, command. Changes: holidays.
    """
    from sqlalchemy import delete, insert, update

    from desktop.models.office import Holiday as Table

    known = remembered(work, command)
    if known is not None:
        return Result(msgspec.convert(known, ImportedYear), _NOTHING)
    table = national_days(command.year, command.cuti_bersama)
    if not table:
        years = sorted({one.day.year for one in bundled_days()})
        raise UserError("holidays.no_table", year=command.year, first=years[0], last=years[-1])
    rows = all_rows(work, command.office_id)
    of_key = {(row.day, row.kind): row for row in rows}
    after = list(rows)
    touched: set[date] = set()
    added = updated = removed = 0
    for one in table:
        row = of_key.get((one.day, one.kind))
        words = {
            "name_id": one.name_id,
            "name_en": one.name_en,
            "estimated": one.estimated,
            "legal_basis": one.source,
        }
        if row is None:
            key = new_id()
            values: dict[str, Any] = {
                "day": one.day, "kind": one.kind, "treatment": one.treatment, **words
            }  # fmt: skip
            work.connection.execute(insert(Table).values(id=key, office_id=command.office_id, **values))
            after.append(HolidayRow(holiday_id=key, **values))
            touched.add(one.day)
            added += 1
        elif any(getattr(row, name) != value for name, value in words.items()):
            work.connection.execute(update(Table).where(Table.id == row.holiday_id).values(**words))
            updated += 1
    wanted = {(one.day, one.kind) for one in table}
    for row in rows:
        if row.day.year == command.year and row.estimated and (row.day, row.kind) not in wanted:
            work.connection.execute(delete(Table).where(Table.id == row.holiday_id))
            after.remove(row)
            touched.add(row.day)
            removed += 1
    outcome = ImportedYear(
        year=command.year,
        added=added,
        updated=updated,
        removed=removed,
        files_differ=files_that_differ(work, command.office_id, touched, rows, after),
    )
    told = msgspec.to_builtins(outcome)
    if added or updated or removed:
        append_event(work, command, "holiday.year_imported", None, after=told)
        work.wake(command.office_id)
    remember(work, command, "import_year", told)
    return Result(outcome, _CHANGES if added or updated or removed else _NOTHING)


def _names(command: SetHoliday) -> tuple[str, str]:
    if not FIRST_YEAR <= command.day.year <= LAST_YEAR:
        raise UserError("holidays.year", first=FIRST_YEAR, last=LAST_YEAR)
    if command.kind not in KINDS:
        raise UserError("holidays.kind")
    if command.treatment not in TREATMENTS:
        raise UserError("holidays.treatment")
    name_id, name_en = " ".join(command.name_id.split()), " ".join(command.name_en.split())
    if not name_id:
        raise UserError("holidays.name_missing")
    if max(len(name_id), len(name_en)) > MAX_NAME:
        raise UserError("holidays.name_long", length=MAX_NAME)
    if not all(sign.isprintable() for sign in name_id + name_en):
        raise UserError("holidays.name_signs")
    return name_id, name_en or name_id


def _hours(command: SetHoliday) -> tuple[time | None, time | None]:
    """The hours of a limited day; none for any other day, whatever was typed before it was chosen."""
    if command.treatment != "limited" or (command.opens is None and command.closes is None):
        return None, None
    if command.opens is None or command.closes is None or command.opens >= command.closes:
        raise UserError("holidays.hours")
    return command.opens, command.closes


def _replaced(
    rows: Iterable[HolidayRow], before: HolidayRow | None, after: HolidayRow | None
) -> list[HolidayRow]:
    kept = [row for row in rows if row is not before]
    return kept if after is None else [*kept, after]


def _told(row: HolidayRow) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(row)
    return {name: told[name] for name in ("day", "kind", "treatment", "opens", "closes")}
