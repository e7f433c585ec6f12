"""Appointments from a file of the office's online booking, taken whole or refused whole.

The booking's own reference says what is known already: the same file again changes nothing, and a reference
whose slot changed is moved. Called by ``loket appointment import``.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

import msgspec

from desktop.domain.ids import new_id
from desktop.office.appointments.booking import move_place
from desktop.office.appointments.csv_file import BookedRow, Problem, refuse
from desktop.office.appointments.rows import Booked, Slot, add_person, at_local, free_codes, give_place_back
from desktop.office.queue.rows import zone_of
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work

CHANGES: Final = frozenset({"appointments"})
_CHUNK: Final = 400


class ImportAppointments(Command, frozen=True, kw_only=True):
    """Take the rows of a file; ``file`` is its name, for texts."""

    rows: tuple[BookedRow, ...]
    file: str = "appointments.csv"


class ImportOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a file.

    Attributes:
        created: new appointments.
        moved: known ones whose slot or service changed.
        unchanged: known ones that stay as they are; among them all that were checked in or cancelled here.
    """

    created: int
    moved: int
    unchanged: int
    repeated: bool = False

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.created or self.moved)


class _Known(msgspec.Struct, frozen=True):
    """What the database knows of the rows."""

    services: dict[str, tuple[uuid.UUID, uuid.UUID]]
    slots: dict[tuple[uuid.UUID, datetime], Slot]
    references: dict[str, Booked]


def import_appointments(work: Work, command: ImportAppointments) -> Result[ImportOutcome]:
    """Book what the file tells, all of it or nothing.

    Raises:
        UserError: ``appointment.csv_invalid`` with the line of each unknown service, missing, past or full slot.
    Locks: the office (one import at a time), then the slots of the file.
    Writes: appointment_slot, appointment, person, contact, event, command.
    Changes: appointments, unless nothing changed.
    """
    stored = remembered(work, command)
    if stored is not None:
        return Result(msgspec.convert({**stored, "repeated": True}, ImportOutcome))
    _lock_office(work, command.office_id)
    zone = zone_of(work, command.office_id)
    known = _read(work, command, zone)
    new, moved, problems = _sort(work, command, known, zone)
    problems += _over_quota(new, moved)
    if problems:
        raise refuse(command.file, problems)
    for _row, booked, slot, _service in moved:
        if booked.slot_id != slot.id:
            give_place_back(work, booked.slot_id)  # all of them first: two that change places need no third
    for _row, booked, slot, service in moved:
        move_place(work, command, booked, slot.id, service, given_back=True)
    _create(work, command, new)
    outcome = ImportOutcome(
        created=len(new), moved=len(moved), unchanged=len(command.rows) - len(new) - len(moved)
    )
    if outcome.changed:
        append_event(
            work,
            command,
            "appointment.imported",
            None,
            after={"created": outcome.created, "moved": outcome.moved, "unchanged": outcome.unchanged},
        )
    remember(work, command, "import_appointments", msgspec.to_builtins(outcome))
    if outcome.changed:
        work.wake(command.office_id)
    return Result(outcome, CHANGES if outcome.changed else frozenset())


_New = list[tuple[BookedRow, Slot, uuid.UUID]]
_Moved = list[tuple[BookedRow, Booked, Slot, uuid.UUID]]


def _sort(
    work: Work, command: ImportAppointments, known: _Known, zone: str
) -> tuple[_New, _Moved, list[Problem]]:
    """Which rows are new and which are moved; what is known and the same is in neither."""
    new: _New = []
    moved: _Moved = []
    problems: list[Problem] = []
    for row in command.rows:
        service = known.services.get(row.service)
        booked = known.references.get(row.reference.upper())
        if booked is not None and booked.state != "booked":
            continue
        if service is None:
            problems.append(
                Problem(
                    row.line,
                    "service",
                    "appointment.csv_unknown_service",
                    ", ".join(sorted(known.services)[:10]),
                    row.service,
                )
            )
            continue
        service_id, group_id = service
        starts = at_local(row.day, row.at, zone)
        slot = known.slots.get((group_id, starts))
        if booked is not None and slot is not None:
            if (slot.id, service_id) == (booked.slot_id, booked.service_id):
                continue
        if slot is None:
            problems.append(_at(row, "appointment.csv_no_slot", _times_of(known, group_id, row, zone)))
        elif starts <= work.now():
            problems.append(_at(row, "appointment.csv_past", ""))
        elif booked is None:
            new.append((row, slot, service_id))
        else:
            moved.append((row, booked, slot, service_id))
    return new, moved, problems


def _over_quota(new: _New, moved: _Moved) -> list[Problem]:
    """The rows for which no place is left: the last ones of each slot, in the order of the file."""
    taken: Counter[uuid.UUID] = Counter()
    for _row, booked, slot, _service in moved:
        if booked.slot_id != slot.id:
            taken[booked.slot_id] -= 1
    wanting = [(row, slot) for row, slot, _service in new]
    wanting += [(row, slot) for row, booked, slot, _service in moved if booked.slot_id != slot.id]
    problems = []
    for row, slot in sorted(wanting, key=lambda one: one[0].line):
        taken[slot.id] += 1
        if slot.booked + taken[slot.id] > slot.quota:
            problems.append(_at(row, "appointment.csv_full", f"{slot.quota}"))
    return problems


def _create(work: Work, command: ImportAppointments, new: _New) -> None:
    from sqlalchemy import insert, update

    from desktop.models.queue import Appointment, AppointmentSlot

    if not new:
        return
    run = work.connection.execute
    codes = free_codes(work, command.office_id, len(new))
    rows: list[dict[str, Any]] = []
    for (row, slot, service_id), code in zip(new, codes, strict=True):
        rows.append(
            {
                "id": new_id(),
                "office_id": command.office_id,
                "code": code,
                "slot_id": slot.id,
                "service_id": service_id,
                "person_id": add_person(work, command, row.name, row.phone, slot.starts_at_utc),
                "source": "import",
                "external_ref": row.reference,
                "state": "booked",
                "created_at_utc": work.now(),
            }
        )
    for slot_id, count in Counter(slot.id for _row, slot, _service in new).items():
        # The slots are locked; the check of the quota in the database is the last guard.
        run(
            update(AppointmentSlot)
            .where(AppointmentSlot.id == slot_id)
            .values(booked=AppointmentSlot.booked + count)
        )
    run(insert(Appointment), rows)
    for one in rows:
        append_event(
            work,
            command,
            "appointment.booked",
            one["id"],
            after={"slot": one["slot_id"], "service": one["service_id"], "source": "import"},
        )


def _read(work: Work, command: ImportAppointments, zone: str) -> _Known:
    from sqlalchemy import select

    from desktop.models.catalogue import Service, ServiceGroup
    from desktop.models.queue import AppointmentSlot as SlotTable

    run = work.connection.execute
    services = {
        row.code: (row.id, row.group_id)
        for row in run(
            select(Service.code, Service.id, Service.group_id)
            .join(ServiceGroup, ServiceGroup.id == Service.group_id)
            .where(Service.office_id == command.office_id, Service.active, ServiceGroup.active)
        )
    }
    slots: dict[tuple[uuid.UUID, datetime], Slot] = {}
    if command.rows:
        moments = [at_local(row.day, row.at, zone) for row in command.rows]
        query = (
            select(
                SlotTable.id,
                SlotTable.group_id,
                SlotTable.starts_at_utc,
                SlotTable.minutes,
                SlotTable.quota,
                SlotTable.booked,
            )
            .where(
                SlotTable.office_id == command.office_id,
                SlotTable.starts_at_utc >= min(moments),
                SlotTable.starts_at_utc <= max(moments),
            )
            .order_by(SlotTable.id)
            .with_for_update(key_share=True)
        )
        for row in run(query):
            slots[row.group_id, row.starts_at_utc] = Slot(*row)
    return _Known(services, slots, _references(work, command))


def _references(work: Work, command: ImportAppointments) -> dict[str, Booked]:
    from sqlalchemy import func, select

    from desktop.models.queue import Appointment, AppointmentSlot

    found: dict[str, Booked] = {}
    for some in _chunks([row.reference.upper() for row in command.rows]):
        rows: Any = work.connection.execute(
            select(
                Appointment.external_ref,
                Appointment.id,
                Appointment.code,
                Appointment.state,
                Appointment.slot_id,
                Appointment.service_id,
                Appointment.person_id,
                AppointmentSlot.group_id,
                AppointmentSlot.starts_at_utc,
            )
            .join(AppointmentSlot, AppointmentSlot.id == Appointment.slot_id)
            .where(
                Appointment.office_id == command.office_id,
                func.upper(Appointment.external_ref).in_(some),
            )
            .with_for_update(of=Appointment, key_share=True)
        )
        for reference, *rest in rows:
            found[reference.upper()] = Booked(*rest)
    return found


def _chunks(keys: list[str]) -> Iterable[list[str]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))


def _times_of(known: _Known, group_id: uuid.UUID, row: BookedRow, zone: str) -> str:
    """The times that the group has on that day, for the text."""
    from desktop.office.appointments.lists import local

    times = (local(moment, zone) for group, moment in known.slots if group == group_id)
    return ", ".join(sorted(f"{at:%H:%M}" for at in times if at.date() == row.day)) or "-"


def _at(row: BookedRow, code: str, allowed: str) -> Problem:
    return Problem(row.line, "time", code, allowed, f"{row.day.isoformat()} {row.at:%H:%M}")


def _lock_office(work: Work, office_id: uuid.UUID) -> None:
    from sqlalchemy import select

    from desktop.models.office import Office

    work.connection.execute(
        select(Office.id).where(Office.id == office_id).with_for_update(key_share=True)
    ).scalar_one()
