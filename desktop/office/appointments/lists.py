"""The day's appointments as the desk sees them. Names are handed out to the desk only, numbers masked.

Called by the desk's presenter and the command line. No row leaves; values are frozen.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

import msgspec

from desktop.office.appointments.rows import day_bounds
from desktop.office.queue.rows import zone_of
from desktop.office.work import Work, business_day


class AppointmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """One appointment of a day.

    Attributes:
        starts_local: office-local time, without a zone.
        number: the ticket's number once checked in; "" before.
        ticket_state: the ticket's state; "" before check-in.
        name: who booked; "" where none was given, or where names were not asked for.
        phone: masked but for its last three digits.
    """

    id: uuid.UUID
    code: str
    external_ref: str
    slot_id: uuid.UUID
    group_id: uuid.UUID
    starts_at_utc: datetime
    starts_local: datetime
    minutes: int
    service_id: uuid.UUID
    service_code: str
    service_id_name: str
    service_en_name: str
    source: str
    state: str
    number: str
    ticket_state: str
    name: str
    phone: str


class SlotRow(msgspec.Struct, frozen=True, kw_only=True):
    """One slot of a day with its figures."""

    id: uuid.UUID
    group_id: uuid.UUID
    letter: str
    group_id_name: str
    group_en_name: str
    starts_at_utc: datetime
    starts_local: datetime
    minutes: int
    quota: int
    booked: int
    over: bool


class AppointmentDay(msgspec.Struct, frozen=True, kw_only=True):
    """A day of appointments."""

    day: date
    today: date
    zone: str
    slots: tuple[SlotRow, ...]
    appointments: tuple[AppointmentRow, ...]


class BookableService(msgspec.Struct, frozen=True):
    """A service that can be booked, and its group, in both languages."""

    id: uuid.UUID
    group_id: uuid.UUID
    name_id: str
    name_en: str
    group_id_name: str
    group_en_name: str


def list_day(
    work: Work,
    office_id: uuid.UUID,
    day: date | None = None,
    group_id: uuid.UUID | None = None,
    *,
    with_names: bool = False,
) -> AppointmentDay:
    """A day's slots and appointments, in the order of their times.

    Args:
        work: the open transaction.
        office_id: the office.
        day: local day; None is today.
        group_id: of one group only.
        with_names: for the desk, whose staff may see who comes.
    """
    zone = zone_of(work, office_id)
    today = business_day(work.now(), zone)
    day = day or today
    begins, ends = day_bounds(day, zone)
    return AppointmentDay(
        day=day,
        today=today,
        zone=zone,
        slots=_slots(work, office_id, zone, begins, ends, group_id),
        appointments=_appointments(work, office_id, zone, begins, ends, group_id, with_names=with_names),
    )


def desk_day(work: Work, office_id: uuid.UUID, day: date | None = None) -> AppointmentDay:
    """``list_day`` with names, for the desk's lane."""
    return list_day(work, office_id, day, with_names=True)


def bookable_services(work: Work, office_id: uuid.UUID) -> tuple[BookableService, ...]:
    """Services that can be booked: those whose group has a slot with a place left."""
    from sqlalchemy import select

    from desktop.models.catalogue import Service, ServiceGroup, ServiceVersion
    from desktop.models.queue import AppointmentSlot as Slot

    free = select(Slot.group_id).where(
        Slot.office_id == office_id, Slot.booked < Slot.quota, Slot.starts_at_utc > work.now()
    )
    rows = work.connection.execute(
        select(
            Service.id,
            Service.group_id,
            ServiceVersion.short_id,
            ServiceVersion.short_en,
            ServiceGroup.short_id.label("group_id_name"),
            ServiceGroup.short_en.label("group_en_name"),
        )
        .join(
            ServiceVersion, (ServiceVersion.service_id == Service.id) & ServiceVersion.valid_to_utc.is_(None)
        )
        .join(ServiceGroup, ServiceGroup.id == Service.group_id)
        .where(
            Service.office_id == office_id, Service.active, ServiceGroup.active, Service.group_id.in_(free)
        )
        .order_by(ServiceGroup.position, Service.position)
    )
    return tuple(BookableService(*row) for row in rows)


def offered_slots(
    work: Work, office_id: uuid.UUID, group_id: uuid.UUID, limit: int = 40
) -> tuple[SlotRow, ...]:
    """The next slots of a group that have a place left."""
    from datetime import timedelta

    zone = zone_of(work, office_id)
    now = work.now()
    found = _slots(work, office_id, zone, now, now + timedelta(days=60), group_id)
    return tuple(slot for slot in found if slot.booked < slot.quota and not slot.over)[:limit]


def _slots(
    work: Work,
    office_id: uuid.UUID,
    zone: str,
    begins: datetime,
    ends: datetime,
    group_id: uuid.UUID | None,
) -> tuple[SlotRow, ...]:
    from sqlalchemy import select

    from desktop.models.catalogue import ServiceGroup
    from desktop.models.queue import AppointmentSlot as Slot

    query = (
        select(
            Slot.id,
            Slot.group_id,
            ServiceGroup.letter,
            ServiceGroup.short_id,
            ServiceGroup.short_en,
            Slot.starts_at_utc,
            Slot.minutes,
            Slot.quota,
            Slot.booked,
        )
        .join(ServiceGroup, ServiceGroup.id == Slot.group_id)
        .where(Slot.office_id == office_id, Slot.starts_at_utc >= begins, Slot.starts_at_utc < ends)
        .order_by(Slot.starts_at_utc, ServiceGroup.position)
    )
    if group_id is not None:
        query = query.where(Slot.group_id == group_id)
    now = work.now()
    return tuple(
        SlotRow(
            id=row.id,
            group_id=row.group_id,
            letter=row.letter,
            group_id_name=row.short_id,
            group_en_name=row.short_en,
            starts_at_utc=row.starts_at_utc,
            starts_local=local(row.starts_at_utc, zone),
            minutes=row.minutes,
            quota=row.quota,
            booked=row.booked,
            over=row.starts_at_utc <= now,
        )
        for row in work.connection.execute(query)
    )


def _appointments(
    work: Work,
    office_id: uuid.UUID,
    zone: str,
    begins: datetime,
    ends: datetime,
    group_id: uuid.UUID | None,
    *,
    with_names: bool,
) -> tuple[AppointmentRow, ...]:
    from sqlalchemy import select

    from desktop.models.catalogue import Service, ServiceVersion
    from desktop.models.queue import Appointment, AppointmentSlot, Ticket

    query = (
        select(
            Appointment.id,
            Appointment.code,
            Appointment.external_ref,
            Appointment.slot_id,
            AppointmentSlot.group_id,
            AppointmentSlot.starts_at_utc,
            AppointmentSlot.minutes,
            Appointment.service_id,
            Service.code.label("service_code"),
            ServiceVersion.short_id,
            ServiceVersion.short_en,
            Appointment.source,
            Appointment.state,
            Appointment.person_id,
            Ticket.label.label("number"),
            Ticket.state.label("ticket_state"),
        )
        .join(AppointmentSlot, AppointmentSlot.id == Appointment.slot_id)
        .join(Service, Service.id == Appointment.service_id)
        .outerjoin(
            ServiceVersion,
            (ServiceVersion.service_id == Service.id) & ServiceVersion.valid_to_utc.is_(None),
        )
        .outerjoin(Ticket, Ticket.appointment_id == Appointment.id)
        .where(
            Appointment.office_id == office_id,
            AppointmentSlot.starts_at_utc >= begins,
            AppointmentSlot.starts_at_utc < ends,
        )
        .order_by(AppointmentSlot.starts_at_utc, Appointment.created_at_utc, Appointment.id)
    )
    if group_id is not None:
        query = query.where(AppointmentSlot.group_id == group_id)
    rows = work.connection.execute(query).all()
    people = _people(work, {row.person_id for row in rows if row.person_id is not None}) if with_names else {}
    return tuple(
        AppointmentRow(
            id=row.id,
            code=row.code,
            external_ref=row.external_ref or "",
            slot_id=row.slot_id,
            group_id=row.group_id,
            starts_at_utc=row.starts_at_utc,
            starts_local=local(row.starts_at_utc, zone),
            minutes=row.minutes,
            service_id=row.service_id,
            service_code=row.service_code,
            service_id_name=row.short_id or row.service_code,
            service_en_name=row.short_en or row.service_code,
            source=row.source,
            state=row.state,
            number=row.number or "",
            ticket_state=row.ticket_state or "",
            name=people.get(row.person_id, ("", ""))[0],
            phone=people.get(row.person_id, ("", ""))[1],
        )
        for row in rows
    )


def _people(work: Work, keys: set[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    from sqlalchemy import select

    from desktop.models.people import Contact, Person

    found: dict[uuid.UUID, tuple[str, str]] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), 400):
        for key, name, phone in work.connection.execute(
            select(Person.id, Person.name, Contact.value)
            .outerjoin(Contact, (Contact.person_id == Person.id) & (Contact.kind == "phone"))
            .where(Person.id.in_(ordered[start : start + 400]))
        ):
            found[key] = (name, masked(phone or ""))
    return found


def masked(phone: str) -> str:
    """A telephone number of which only the last three digits are shown."""
    return "•" * (len(phone) - 3) + phone[-3:] if len(phone) > 3 else phone


def local(moment: datetime, zone: str) -> datetime:
    """Office-local time without a zone."""
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
