"""Slots of appointments: made for a stretch of days by the office's calendar, and looked up.

Called by the desk's presenter, the command line and the import.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any, Final

import msgspec

from desktop.domain.calendar import OfficeCalendar
from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.office.appointments.rows import Slot, at_local, day_bounds
from desktop.office.live.hours import load_calendar
from desktop.office.queue.rows import office_day, zone_of
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work

CHANGES: Final = frozenset({"appointments"})
MAX_DAYS: Final = 366
MAX_TIMES: Final = 96
_CHUNK: Final = 200


class MakeSlots(Command, frozen=True, kw_only=True):
    """Make slots of one group on all open days of a stretch.

    Attributes:
        from_day, to_day: both included, at most 366 days.
        times: local times of a day's slots, at most 96.
        minutes: length of a slot, 1 to 480.
        quota: appointments a slot, 1 to 500.
        weekdays: only on these, 0 Monday to 6 Sunday; None takes all.
    """

    group_id: uuid.UUID
    from_day: date
    to_day: date
    times: tuple[time, ...]
    minutes: int
    quota: int
    weekdays: tuple[int, ...] | None = None


class SlotsMade(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it.

    Attributes:
        made: new slots.
        existing: slots that were there already; their quota was left alone.
        closed_days: days on which the office or the group is closed.
        outside: slots left out because they lie outside the hours, in a break or in the past.
    """

    made: int
    existing: int
    closed_days: tuple[date, ...]
    outside: int
    repeated: bool = False


class SetQuota(Command, frozen=True, kw_only=True):
    """Change how many appointments a slot takes, 0 to 500; 0 closes it to new ones where none is booked."""

    slot_id: uuid.UUID
    quota: int


class FreeSlot(msgspec.Struct, frozen=True):
    """A slot as the desk offers it; ``starts_at_utc`` is aware."""

    id: uuid.UUID
    group_id: uuid.UUID
    starts_at_utc: Any
    minutes: int
    quota: int
    booked: int

    @property
    def free(self) -> int:
        """Places left."""
        return self.quota - self.booked


def make_slots(work: Work, command: MakeSlots) -> Result[SlotsMade]:
    """Make slots, leaving out closed days, breaks and what is over. Made twice they are the same slots.

    Raises:
        UserError: ``appointment.days`` (maximum), ``appointment.times`` (maximum), ``appointment.minutes``,
            ``appointment.quota`` (maximum), ``appointment.unknown_group``, ``appointment.past_days``.
    Writes: appointment_slot, event, command.
    Changes: appointments.
    """
    from sqlalchemy import select

    from desktop.models.catalogue import ServiceGroup

    stored = remembered(work, command)
    if stored is not None:
        return Result(msgspec.convert({**stored, "repeated": True}, SlotsMade))
    _check(command)
    letter = work.connection.execute(
        select(ServiceGroup.letter).where(
            ServiceGroup.id == command.group_id,
            ServiceGroup.office_id == command.office_id,
            ServiceGroup.active,
        )
    ).scalar_one_or_none()
    if letter is None:
        raise UserError("appointment.unknown_group")
    if command.to_day < office_day(work, command.office_id):
        raise UserError("appointment.past_days")
    rows: list[dict[str, Any]] = []
    closed: list[date] = []
    outside = 0
    now = work.now()
    for day, calendar in _days(work, command):
        hours = calendar.hours_on(day, letter)
        if hours is None:
            closed.append(day)
            continue
        for at in sorted(set(command.times)):
            starts = at_local(day, at, calendar.zone)
            if starts <= now or not any(begins <= at < ends for begins, ends in hours.sessions()):
                outside += 1
                continue
            rows.append(
                {
                    "id": new_id(),
                    "office_id": command.office_id,
                    "group_id": command.group_id,
                    "starts_at_utc": starts,
                    "minutes": command.minutes,
                    "quota": command.quota,
                    "booked": 0,
                }
            )
    made = _insert(work, rows)
    result = SlotsMade(made=made, existing=len(rows) - made, closed_days=tuple(closed), outside=outside)
    append_event(
        work,
        command,
        "appointment.slots_made",
        command.group_id,
        after={
            "made": made,
            "from": command.from_day.isoformat(),
            "to": command.to_day.isoformat(),
            "quota": command.quota,
        },
    )
    remember(work, command, "make_slots", msgspec.to_builtins(result))
    work.wake(command.office_id)
    return Result(result, CHANGES)


def set_quota(work: Work, command: SetQuota) -> Result[int]:
    """Change a slot's quota; the value is the quota.

    Raises:
        UserError: ``appointment.quota`` (maximum), ``appointment.unknown_slot``,
            ``appointment.quota_below`` (booked).
    Locks: the slot.
    Writes: appointment_slot, event, command.
    Changes: appointments.
    """
    from sqlalchemy import update

    from desktop.models.queue import AppointmentSlot
    from desktop.office.appointments.rows import slot_of

    stored = remembered(work, command)
    if stored is not None:
        return Result(int(stored["quota"]))
    if not 0 <= command.quota <= 500:
        raise UserError("appointment.quota", maximum=500)
    before = slot_of(work, command.office_id, command.slot_id)
    changed = work.connection.execute(
        update(AppointmentSlot)
        .where(AppointmentSlot.id == command.slot_id, AppointmentSlot.booked <= command.quota)
        .values(quota=command.quota)
    )
    if changed.rowcount != 1:
        raise UserError("appointment.quota_below", booked=before.booked)
    append_event(
        work,
        command,
        "appointment.quota_set",
        command.slot_id,
        before={"quota": before.quota},
        after={"quota": command.quota},
    )
    remember(work, command, "set_quota", {"quota": command.quota})
    work.wake(command.office_id)
    return Result(command.quota, CHANGES)


def list_slots(
    work: Work,
    office_id: uuid.UUID,
    from_day: date,
    to_day: date,
    group_id: uuid.UUID | None = None,
    *,
    free_only: bool = False,
) -> tuple[FreeSlot, ...]:
    """Slots from one local day to another, both included, in the order of their times."""
    from sqlalchemy import select

    from desktop.models.queue import AppointmentSlot as Row

    zone = zone_of(work, office_id)
    begins, ends = day_bounds(from_day, zone)[0], day_bounds(to_day, zone)[1]
    query = select(Row.id, Row.group_id, Row.starts_at_utc, Row.minutes, Row.quota, Row.booked).where(
        Row.office_id == office_id, Row.starts_at_utc >= begins, Row.starts_at_utc < ends
    )
    if group_id is not None:
        query = query.where(Row.group_id == group_id)
    if free_only:
        query = query.where(Row.booked < Row.quota, Row.starts_at_utc > work.now())
    rows = work.connection.execute(query.order_by(Row.starts_at_utc, Row.group_id))
    return tuple(FreeSlot(*row) for row in rows)


def next_free(work: Work, office_id: uuid.UUID, group_id: uuid.UUID) -> Slot | None:
    """The next slot of a group that has a place."""
    from sqlalchemy import select

    from desktop.models.queue import AppointmentSlot as Row

    row = work.connection.execute(
        select(Row.id, Row.group_id, Row.starts_at_utc, Row.minutes, Row.quota, Row.booked)
        .where(
            Row.office_id == office_id,
            Row.group_id == group_id,
            Row.booked < Row.quota,
            Row.starts_at_utc > work.now(),
        )
        .order_by(Row.starts_at_utc)
        .limit(1)
    ).first()
    return None if row is None else Slot(*row)


def _check(command: MakeSlots) -> None:
    days = (command.to_day - command.from_day).days + 1
    if not 1 <= days <= MAX_DAYS:
        raise UserError("appointment.days", maximum=MAX_DAYS)
    if not 1 <= len(command.times) <= MAX_TIMES:
        raise UserError("appointment.times", maximum=MAX_TIMES)
    if not 1 <= command.minutes <= 480:
        raise UserError("appointment.minutes", maximum=480)
    if not 1 <= command.quota <= 500:
        raise UserError("appointment.quota", maximum=500)


def _days(work: Work, command: MakeSlots) -> Iterator[tuple[date, OfficeCalendar]]:
    """The days with the calendar that is valid on each: hours are dated, so a long stretch may have several."""
    from sqlalchemy import select

    from desktop.models.office import OfficeHours

    changes: set[date] = set()
    for valid in work.connection.execute(
        select(OfficeHours.valid_from, OfficeHours.valid_to).where(OfficeHours.office_id == command.office_id)
    ):
        changes.update(day for day in valid if day is not None)
    calendar: OfficeCalendar | None = None
    for number in range((command.to_day - command.from_day).days + 1):
        day = command.from_day + timedelta(days=number)
        if calendar is None or day in changes:
            calendar = load_calendar(work, command.office_id, day)
        if command.weekdays is None or day.weekday() in command.weekdays:
            yield day, calendar


def _insert(work: Work, rows: list[dict[str, Any]]) -> int:
    """Write the slots that are not there yet; returns how many."""
    from sqlalchemy.dialects import postgresql, sqlite

    from desktop.models.queue import AppointmentSlot

    dialect: Any = postgresql if work.on_postgresql else sqlite
    made = 0
    for start in range(0, len(rows), _CHUNK):
        statement = (
            dialect.insert(AppointmentSlot)
            .values(rows[start : start + _CHUNK])
            .on_conflict_do_nothing(index_elements=["office_id", "group_id", "starts_at_utc"])
            .returning(AppointmentSlot.id)
        )
        made += len(work.connection.execute(statement).all())
    return made
