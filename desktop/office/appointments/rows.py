"""Steps that the appointment use-cases share: places in a slot, persons, local times in texts.

Called by ``desktop.office.appointments`` only.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from desktop.domain.calendar import zone_label
from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.domain.search_key import search_key
from desktop.office.appointments.codes import new_code
from desktop.office.queue.rows import zone_of
from desktop.office.work import Command, Work

RETENTION_DAYS: Final = 90
"""How long after the appointment the name and telephone number given for it are kept."""

MAX_NAME: Final = 100
_CODE_TRIES: Final = 20


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot as it stands in the database."""

    id: uuid.UUID
    group_id: uuid.UUID
    starts_at_utc: datetime
    minutes: int
    quota: int
    booked: int


@dataclass(frozen=True, slots=True)
class Booked:
    """A locked appointment with its slot."""

    id: uuid.UUID
    code: str
    state: str
    slot_id: uuid.UUID
    service_id: uuid.UUID
    person_id: uuid.UUID | None
    group_id: uuid.UUID
    starts_at_utc: datetime


def take_place(work: Work, office_id: uuid.UUID, slot_id: uuid.UUID) -> Slot:
    """Take one place of a slot that has not begun, in one statement.

    Raises:
        UserError: ``appointment.unknown_slot``, ``appointment.slot_over`` (day, time), ``appointment.slot_full``
            (day, time, quota).
    Locks: the slot.
    """
    from sqlalchemy import update

    from desktop.models.queue import AppointmentSlot as Row

    row = work.connection.execute(
        update(Row)
        .where(
            Row.id == slot_id,
            Row.office_id == office_id,
            Row.booked < Row.quota,
            Row.starts_at_utc > work.now(),
        )
        .values(booked=Row.booked + 1)
        .returning(Row.id, Row.group_id, Row.starts_at_utc, Row.minutes, Row.quota, Row.booked)
    ).first()
    if row is not None:
        return Slot(*row)
    slot = slot_of(work, office_id, slot_id)
    details = local_texts(work, office_id, slot.starts_at_utc)
    if slot.starts_at_utc <= work.now():
        raise UserError("appointment.slot_over", **details)
    raise UserError("appointment.slot_full", quota=slot.quota, **details)


def give_place_back(work: Work, slot_id: uuid.UUID) -> None:
    """Give one place of a slot back."""
    from sqlalchemy import update

    from desktop.models.queue import AppointmentSlot as Row

    work.connection.execute(update(Row).where(Row.id == slot_id).values(booked=Row.booked - 1))


def slot_of(work: Work, office_id: uuid.UUID, slot_id: uuid.UUID) -> Slot:
    """A slot by its key. Raises UserError ``appointment.unknown_slot``."""
    from sqlalchemy import select

    from desktop.models.queue import AppointmentSlot as Row

    row = work.connection.execute(
        select(Row.id, Row.group_id, Row.starts_at_utc, Row.minutes, Row.quota, Row.booked).where(
            Row.id == slot_id, Row.office_id == office_id
        )
    ).first()
    if row is None:
        raise UserError("appointment.unknown_slot")
    return Slot(*row)


def lock_appointment(work: Work, office_id: uuid.UUID, appointment_id: uuid.UUID) -> Booked:
    """An appointment, locked until the transaction ends. Raises UserError ``appointment.unknown``."""
    from sqlalchemy import select

    from desktop.models.queue import Appointment, AppointmentSlot

    row = work.connection.execute(
        select(
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
        .where(Appointment.id == appointment_id, Appointment.office_id == office_id)
        .with_for_update(of=Appointment, key_share=True)
    ).first()
    if row is None:
        raise UserError("appointment.unknown")
    return Booked(*row)


def check_service(work: Work, office_id: uuid.UUID, service_id: uuid.UUID, group_id: uuid.UUID) -> None:
    """Whether a service is given in a slot's group. Raises UserError ``appointment.wrong_service``."""
    from sqlalchemy import select

    from desktop.models.catalogue import Service

    found = work.connection.execute(
        select(Service.id).where(
            Service.id == service_id,
            Service.office_id == office_id,
            Service.group_id == group_id,
            Service.active,
        )
    ).first()
    if found is None:
        raise UserError("appointment.wrong_service")


def free_codes(work: Work, office_id: uuid.UUID, count: int) -> list[str]:
    """That many codes which no appointment of the office has; the database's UNIQUE is the last guard."""
    from sqlalchemy import select

    from desktop.models.queue import Appointment

    found: dict[str, None] = {}
    for _ in range(_CODE_TRIES):
        drawn = [new_code() for _ in range(count - len(found))]
        taken: set[str] = set()
        for start in range(0, len(drawn), 400):
            taken |= set(
                work.connection.execute(
                    select(Appointment.code).where(
                        Appointment.office_id == office_id, Appointment.code.in_(drawn[start : start + 400])
                    )
                ).scalars()
            )
        found.update(dict.fromkeys(code for code in drawn if code not in taken))
        if len(found) >= count:
            return list(found)[:count]
    raise UserError("appointment.no_codes_left")


def add_person(
    work: Work, command: Command, name: str, phone: str, starts_at_utc: datetime
) -> uuid.UUID | None:
    """Keep a name and telephone number apart from everything else; None where neither was given.

    Raises:
        UserError: ``appointment.name`` (maximum), ``appointment.phone``.
    """
    from sqlalchemy import insert

    from desktop.models.people import Contact, Person

    name, digits = clean_name(name), clean_phone(phone)
    if not name and not digits:
        return None
    key = new_id()
    day = work.now().date()
    work.connection.execute(
        insert(Person).values(
            id=key,
            office_id=command.office_id,
            name=name,
            name_search=search_key(name),
            restricted=False,
            retention_until=starts_at_utc.date() + timedelta(days=RETENTION_DAYS),
            created_at_utc=work.now(),
        )
    )
    if digits:
        work.connection.execute(
            insert(Contact).values(
                id=new_id(),
                office_id=command.office_id,
                person_id=key,
                kind="phone",
                value=digits,
                valid_from=day,
            )
        )
    return key


def clean_name(text: str) -> str:
    """A name with single spaces. Raises UserError ``appointment.name`` (maximum)."""
    name = " ".join(text.split())
    if len(name) > MAX_NAME or not all(char.isprintable() for char in name):
        raise UserError("appointment.name", maximum=MAX_NAME)
    return name


def clean_phone(text: str) -> str:
    """Digits of a telephone number, ``+62`` as ``0``; "" where nothing was given.

    Raises:
        UserError: ``appointment.phone`` where it is not 8 to 15 digits.
    """
    stripped = text.strip()
    if not stripped:
        return ""
    digits = "".join(char for char in stripped if char in "0123456789")
    plain = all(char in "0123456789 +-.()" for char in stripped)
    if digits.startswith("62") and (stripped.startswith("+") or len(digits) > 10):
        digits = "0" + digits[2:]
    if not plain or not 8 <= len(digits) <= 15:
        raise UserError("appointment.phone")
    return digits


def local_texts(work: Work, office_id: uuid.UUID, moment: datetime) -> dict[str, str]:
    """``day`` (ISO) and ``time`` (``08.30 WITA``) of a moment in the office, for the arguments of a text."""
    zone = zone_of(work, office_id)
    local = moment.astimezone(ZoneInfo(zone))
    return {"day": local.date().isoformat(), "time": f"{local:%H.%M} {zone_label(zone)}"}


def at_local(day: date, at: time, zone: str) -> datetime:
    """The moment (UTC) of a local time."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def day_bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """The first moment of a local day and of the next, UTC."""
    return at_local(day, time(), zone), at_local(day + timedelta(days=1), time(), zone)


def every(first: time, last: time, minutes: int) -> Iterable[time]:
    """Times from ``first`` until ``last``, both included, ``minutes`` apart (1 and more)."""
    day = date(2000, 1, 1)
    current, end = datetime.combine(day, first), datetime.combine(day, last)
    while current <= end:
        yield current.time()
        current += timedelta(minutes=max(minutes, 1))
