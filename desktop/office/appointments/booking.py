"""Appointments at the desk: booked, moved and cancelled. Called by the desk's presenter, tools and the import."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Final

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.office.appointments.rows import (
    Booked,
    Slot,
    add_person,
    check_service,
    free_codes,
    give_place_back,
    lock_appointment,
    slot_of,
    take_place,
)
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work

CHANGES: Final = frozenset({"appointments"})


class BookAppointment(Command, frozen=True, kw_only=True):
    """Book a place in a slot; name and telephone number are optional and kept apart."""

    slot_id: uuid.UUID
    service_id: uuid.UUID
    name: str = ""
    phone: str = ""
    appointment_id: uuid.UUID = msgspec.field(default_factory=new_id)

    def __repr__(self) -> str:
        """Without name and number, so that they never reach a log."""
        return f"BookAppointment({self.appointment_id}, slot={self.slot_id})"


class MoveAppointment(Command, frozen=True, kw_only=True):
    """Move an appointment to another slot, and to another service where the slot is of another group."""

    appointment_id: uuid.UUID
    slot_id: uuid.UUID
    service_id: uuid.UUID | None = None


class CancelAppointment(Command, frozen=True, kw_only=True):
    """Cancel an appointment before its check-in; its place is free again."""

    appointment_id: uuid.UUID


class AppointmentOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """An appointment after a command; ``code`` is what the visitor checks in with."""

    appointment_id: uuid.UUID
    code: str
    slot_id: uuid.UUID
    starts_at_utc: datetime
    state: str
    repeated: bool = False


def book_appointment(work: Work, command: BookAppointment) -> Result[AppointmentOutcome]:
    """Book a place and give the appointment its code.

    Raises:
        UserError: ``appointment.unknown_slot``, ``appointment.slot_over``, ``appointment.slot_full``,
            ``appointment.wrong_service``, ``appointment.name``, ``appointment.phone``.
    Locks: the slot.
    Writes: appointment_slot, appointment, person, contact, event, command.
    Changes: appointments.
    """
    from sqlalchemy import insert

    from desktop.models.queue import Appointment

    if (again := _again(work, command)) is not None:
        return again
    slot = take_place(work, command.office_id, command.slot_id)
    check_service(work, command.office_id, command.service_id, slot.group_id)
    person = add_person(work, command, command.name, command.phone, slot.starts_at_utc)
    code = free_codes(work, command.office_id, 1)[0]
    work.connection.execute(
        insert(Appointment).values(
            id=command.appointment_id,
            office_id=command.office_id,
            code=code,
            slot_id=slot.id,
            service_id=command.service_id,
            person_id=person,
            source="desk",
            state="booked",
            created_at_utc=work.now(),
        )
    )
    append_event(
        work,
        command,
        "appointment.booked",
        command.appointment_id,
        after={"slot": slot.id, "service": command.service_id, "source": "desk"},
    )
    return _done(work, command, "book_appointment", command.appointment_id, code, slot, "booked")


def move_appointment(work: Work, command: MoveAppointment) -> Result[AppointmentOutcome]:
    """Take a place in the new slot and give the old one back; the code stays.

    Raises:
        UserError: ``appointment.unknown``, ``appointment.not_open`` (state), ``appointment.unknown_slot``,
            ``appointment.slot_over``, ``appointment.slot_full``, ``appointment.wrong_service``.
    Locks: the appointment, then both slots.
    Writes: appointment_slot, appointment, event, command.
    Changes: appointments.
    """
    if (again := _again(work, command)) is not None:
        return again
    booked = _open(work, command.office_id, command.appointment_id)
    slot = move_place(work, command, booked, command.slot_id, command.service_id)
    return _done(work, command, "move_appointment", booked.id, booked.code, slot, "booked")


def move_place(
    work: Work,
    command: Command,
    booked: Booked,
    slot_id: uuid.UUID,
    service_id: uuid.UUID | None,
    *,
    given_back: bool = False,
) -> Slot:
    """Move a locked appointment; shared with the import. Raises as ``move_appointment``.

    Args:
        work, command: as everywhere.
        booked: the locked appointment.
        slot_id, service_id: where it goes.
        given_back: its old place has been given back already.
    """
    from sqlalchemy import select, update

    from desktop.models.queue import Appointment, AppointmentSlot

    wanted = service_id or booked.service_id
    if slot_id == booked.slot_id:
        slot = slot_of(work, command.office_id, slot_id)
    else:
        # Both rows in one order: two moves in opposite directions must not wait for each other.
        work.connection.execute(
            select(AppointmentSlot.id)
            .where(AppointmentSlot.id.in_((slot_id, booked.slot_id)))
            .order_by(AppointmentSlot.id)
            .with_for_update(key_share=True)
        ).all()
        slot = take_place(work, command.office_id, slot_id)
        if not given_back:
            give_place_back(work, booked.slot_id)
    check_service(work, command.office_id, wanted, slot.group_id)
    work.connection.execute(
        update(Appointment).where(Appointment.id == booked.id).values(slot_id=slot.id, service_id=wanted)
    )
    append_event(
        work,
        command,
        "appointment.moved",
        booked.id,
        before={"slot": booked.slot_id, "service": booked.service_id},
        after={"slot": slot.id, "service": wanted},
    )
    return slot


def cancel_appointment(work: Work, command: CancelAppointment) -> Result[AppointmentOutcome]:
    """Cancel an appointment; cancelled twice it stays cancelled.

    Raises:
        UserError: ``appointment.unknown``, ``appointment.not_open`` (state) once it is checked in or over.
    Locks: the appointment, then its slot.
    Writes: appointment_slot, appointment, event, command.
    Changes: appointments.
    """
    from sqlalchemy import update

    from desktop.models.queue import Appointment

    if (again := _again(work, command)) is not None:
        return again
    booked = lock_appointment(work, command.office_id, command.appointment_id)
    slot = slot_of(work, command.office_id, booked.slot_id)
    if booked.state != "cancelled":
        if booked.state != "booked":
            raise UserError("appointment.not_open", state=booked.state)
        give_place_back(work, booked.slot_id)
        work.connection.execute(
            update(Appointment).where(Appointment.id == booked.id).values(state="cancelled")
        )
        append_event(
            work,
            command,
            "appointment.cancelled",
            booked.id,
            before={"state": "booked"},
            after={"state": "cancelled"},
        )
    return _done(work, command, "cancel_appointment", booked.id, booked.code, slot, "cancelled")


def _open(work: Work, office_id: uuid.UUID, appointment_id: uuid.UUID) -> Booked:
    booked = lock_appointment(work, office_id, appointment_id)
    if booked.state != "booked":
        raise UserError("appointment.not_open", state=booked.state)
    return booked


def _again(work: Work, command: Command) -> Result[AppointmentOutcome] | None:
    stored: dict[str, Any] | None = remembered(work, command)
    if stored is None:
        return None
    return Result(msgspec.convert({**stored, "repeated": True}, AppointmentOutcome))


def _done(
    work: Work, command: Command, name: str, key: uuid.UUID, code: str, slot: Slot, state: str
) -> Result[AppointmentOutcome]:
    outcome = AppointmentOutcome(
        appointment_id=key, code=code, slot_id=slot.id, starts_at_utc=slot.starts_at_utc, state=state
    )
    remember(work, command, name, msgspec.to_builtins(outcome))
    work.wake(command.office_id)
    return Result(outcome, CHANGES)
