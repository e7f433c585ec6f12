"""Finding one ticket by its number, its slip's code or its id, and what a ticket can be sent to.

Called by the counter's presenter and tests.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.numbers import SlipCode, TicketNumber, read_code
from desktop.office.live.counter_rows import service_columns
from desktop.office.live.counter_values import LineTicket, ServiceName
from desktop.office.queue.rows import office_day
from desktop.office.work import Work


class FoundTicket(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket of today, wherever it is.

    Attributes:
        counter: the counter that calls or serves it, or the last that did; "" before its first call.
        finished_at_utc: when it ended, or None.
    """

    ticket: LineTicket
    counter_id: uuid.UUID | None
    counter: str
    finished_at_utc: datetime | None


class ServicePlace(msgspec.Struct, frozen=True, kw_only=True):
    """A service of the office, and the names of the open counters that give it."""

    service: ServiceName
    group_id: str
    group_en: str
    counters: tuple[str, ...]


class CounterPlace(msgspec.Struct, frozen=True, kw_only=True):
    """An open counter that gives the ticket's service."""

    counter_id: uuid.UUID
    name: str
    staff: str
    state: str


def find_ticket(work: Work, office_id: uuid.UUID, what: str | uuid.UUID) -> FoundTicket:
    """The ticket with an id, a slip's code or today's number.

    Raises:
        UserError: ``queue.unknown_ticket`` (text); what ``domain.numbers.read_code`` says of a mistyped code.
    """
    from sqlalchemy import select

    from desktop.models.catalogue import ServiceVersion
    from desktop.models.queue import Call, Ticket
    from desktop.models.staff import Counter

    day = office_day(work, office_id)
    if isinstance(what, uuid.UUID):
        condition: Any = Ticket.id == what
    else:
        number = read_code(what)
        if isinstance(number, SlipCode):
            condition = Ticket.code == number.code
        elif isinstance(number, TicketNumber):
            condition = (Ticket.label == str(number)) & (Ticket.business_day == day)
        else:
            raise UserError("queue.unknown_ticket", text=what)
    last = (
        select(Call.counter_id)
        .where(Call.ticket_id == Ticket.id)
        .order_by(Call.announce_no.desc())
        .limit(1)
        .scalar_subquery()
    )
    row = work.connection.execute(
        select(Ticket, *service_columns(), last.label("last_counter_id"))
        .join(
            ServiceVersion,
            (ServiceVersion.service_id == Ticket.service_id) & ServiceVersion.valid_to_utc.is_(None),
        )
        .where(Ticket.office_id == office_id, condition)
    ).first()
    if row is None:
        raise UserError("queue.unknown_ticket", text=str(what))
    place = row.counter_id or row.last_counter_id
    counter = ""
    if place is not None:
        counter = work.connection.execute(select(Counter.name).where(Counter.id == place)).scalar_one()
    now = work.now()
    since = min(row.arrived_at_utc or row.slot_at_utc or row.issued_at_utc, now)
    ticket = LineTicket(
        ticket_id=row.id,
        label=row.label,
        service=ServiceName(
            service_id=row.service_id,
            name_id=row.name_id,
            name_en=row.name_en,
            short_id=row.short_id,
            short_en=row.short_en,
            norm_min=row.counter_minutes,
        ),
        state=row.state,
        klass=row.klass,
        priority_reason=row.priority_reason,
        needs=tuple(row.needs or ()),
        since_utc=since,
        at_utc=row.called_at_utc or since,
        until_utc=row.hold_until_utc,
        hold_reason=row.hold_reason,
        note=row.note,
        returned=bool(row.returned),
        unprinted=False,
        sent_here=False,
        code=row.code,
    )
    return FoundTicket(ticket=ticket, counter_id=place, counter=counter, finished_at_utc=row.finished_at_utc)


def office_name(work: Work, office_id: uuid.UUID) -> str:
    """The office's short name, as it stands above the sign-in; "" where the office is not there."""
    from sqlalchemy import select

    from desktop.models.office import Office

    name = work.connection.execute(
        select(Office.short_name).where(Office.id == office_id)
    ).scalar_one_or_none()
    return name or ""


def list_services(work: Work, office_id: uuid.UUID) -> tuple[ServicePlace, ...]:
    """All active services in the catalogue's order, each with the open counters that give it."""
    from sqlalchemy import select

    from desktop.models.catalogue import Service, ServiceGroup, ServiceVersion
    from desktop.models.staff import Counter, CounterService, Shift

    open_at: dict[uuid.UUID, list[str]] = {}
    for service_id, counter in work.connection.execute(
        select(CounterService.service_id, Counter.name)
        .join(Counter, Counter.id == CounterService.counter_id)
        .join(Shift, (Shift.counter_id == Counter.id) & Shift.closed_at_utc.is_(None))
        .where(Counter.office_id == office_id)
        .order_by(Counter.position, Counter.name)
    ):
        open_at.setdefault(service_id, []).append(counter)
    rows = work.connection.execute(
        select(
            *service_columns(),
            ServiceGroup.short_id.label("group_id"),
            ServiceGroup.short_en.label("group_en"),
        )
        .select_from(Service)
        .join(ServiceGroup, ServiceGroup.id == Service.group_id)
        .join(
            ServiceVersion,
            (ServiceVersion.service_id == Service.id) & ServiceVersion.valid_to_utc.is_(None),
        )
        .where(Service.office_id == office_id, Service.active, ServiceGroup.active)
        .order_by(ServiceGroup.position, Service.position)
    )
    return tuple(
        ServicePlace(
            service=ServiceName(
                service_id=row.service_id,
                name_id=row.name_id,
                name_en=row.name_en,
                short_id=row[3],
                short_en=row[4],
                norm_min=row.counter_minutes,
            ),
            group_id=row.group_id,
            group_en=row.group_en,
            counters=tuple(open_at.get(row.service_id, ())),
        )
        for row in rows
    )


def list_counters_for(
    work: Work, office_id: uuid.UUID, service_id: uuid.UUID, but: uuid.UUID
) -> tuple[CounterPlace, ...]:
    """The open counters that give a service, without ``but``."""
    from sqlalchemy import select

    from desktop.models.staff import Counter, CounterService, Shift, Staff

    rows = work.connection.execute(
        select(Counter.id, Counter.name, Staff.name, Shift.state)
        .join(CounterService, CounterService.counter_id == Counter.id)
        .join(Shift, (Shift.counter_id == Counter.id) & Shift.closed_at_utc.is_(None))
        .join(Staff, Staff.id == Shift.staff_id)
        .where(Counter.office_id == office_id, CounterService.service_id == service_id, Counter.id != but)
        .order_by(Counter.position, Counter.name)
    )
    return tuple(CounterPlace(counter_id=row[0], name=row[1], staff=row[2], state=row[3]) for row in rows)
