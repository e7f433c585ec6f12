"""Small steps that several queue use-cases share: locking a ticket or a shift, ending a call, numbers.

Called by ``desktop.office`` only.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.domain.errors import UserError
from desktop.office.queue import sqlite_hot
from desktop.office.work import Command, Work, business_day


@dataclass(frozen=True, slots=True)
class TicketRow:
    """What the use-cases need of a locked ticket."""

    id: uuid.UUID
    label: str
    state: str
    klass: str
    service_id: uuid.UUID
    group_id: uuid.UUID
    visit_id: uuid.UUID
    business_day: date
    arrival_no: int | None
    jump_base: int
    counter_id: uuid.UUID | None


def _ticket_columns() -> Any:
    from sqlalchemy import select

    from desktop.models.queue import Ticket

    return select(
        Ticket.id,
        Ticket.label,
        Ticket.state,
        Ticket.klass,
        Ticket.service_id,
        Ticket.group_id,
        Ticket.visit_id,
        Ticket.business_day,
        Ticket.arrival_no,
        Ticket.jump_base,
        Ticket.counter_id,
    )


def lock_ticket(work: Work, office_id: uuid.UUID, ticket_id: uuid.UUID) -> TicketRow:
    """The ticket, locked until the transaction ends. Raises UserError ``queue.unknown_ticket``."""
    from desktop.models.queue import Ticket

    row = work.connection.execute(
        _ticket_columns()
        .where(Ticket.id == ticket_id, Ticket.office_id == office_id)
        .with_for_update(key_share=True)
    ).first()
    if row is None:
        raise UserError("queue.unknown_ticket")
    return TicketRow(*row)


def current_at(work: Work, counter_id: uuid.UUID) -> TicketRow | None:
    """The ticket that is called to or served at a counter, locked."""
    from desktop.models.queue import Ticket

    row = work.connection.execute(
        _ticket_columns()
        .where(Ticket.counter_id == counter_id, Ticket.state.in_(("called", "serving")))
        .with_for_update(key_share=True)
    ).first()
    return None if row is None else TicketRow(*row)


def lock_shift(work: Work, command: Any) -> uuid.UUID:
    """The open shift of ``command.counter_id``, locked, which must be ``command.staff_id``'s own.

    Raises:
        UserError: ``counter.closed``, ``counter.taken``, ``counter.on_break``.
    """
    from sqlalchemy import select

    from desktop.models.staff import Shift

    row = work.connection.execute(
        select(Shift.id, Shift.staff_id, Shift.state)
        .where(Shift.counter_id == command.counter_id, Shift.closed_at_utc.is_(None))
        .with_for_update(key_share=True)
    ).first()
    if row is None:
        raise UserError("counter.closed")
    if row.staff_id != command.staff_id:
        raise UserError("counter.taken")
    if row.state == "break":
        raise UserError("counter.on_break")
    return row.id  # type: ignore[no-any-return]


def set_ticket(work: Work, ticket_id: uuid.UUID, **values: Any) -> None:
    """Change columns of a ticket that is locked."""
    from sqlalchemy import update

    from desktop.models.queue import Ticket

    work.connection.execute(update(Ticket).where(Ticket.id == ticket_id).values(**values))


def end_call(work: Work, ticket_id: uuid.UUID, outcome: str) -> None:
    """End the open call of a ticket."""
    from sqlalchemy import update

    from desktop.models.queue import Call

    work.connection.execute(
        update(Call)
        .where(Call.ticket_id == ticket_id, Call.ended_at_utc.is_(None))
        .values(ended_at_utc=work.now(), outcome=outcome)
    )


def finish_ticket(work: Work, ticket_id: uuid.UUID) -> None:
    """End a ticket that is at a counter: done, and its appointment with it."""
    from sqlalchemy import select, update

    from desktop.models.queue import Appointment, Ticket

    set_ticket(work, ticket_id, state="done", counter_id=None, finished_at_utc=work.now())
    end_call(work, ticket_id, "done")
    booked = select(Ticket.appointment_id).where(Ticket.id == ticket_id).scalar_subquery()
    work.connection.execute(update(Appointment).where(Appointment.id == booked).values(state="done"))


def announce_number(work: Work, office_id: uuid.UUID) -> int:
    """The next place in the order of all announcements."""
    return _number(work, office_id, "announce")


def arrival_number(work: Work, office_id: uuid.UUID) -> int:
    """The next place in the waiting line."""
    return _number(work, office_id, "arrival")


def _number(work: Work, office_id: uuid.UUID, name: str) -> int:
    if work.on_postgresql:
        row = work.connection.exec_driver_sql(f"SELECT nextval('loket_{name}_seq')").scalar_one()
        return int(row)
    return sqlite_hot.next_value(work, office_id, name)


def admit_due(work: Work, office_id: uuid.UUID) -> int:
    """Let appointments whose time has come join the line; returns how many did."""
    if work.on_postgresql:
        return int(
            work.connection.exec_driver_sql(
                "SELECT loket_admit_due(%s, %s)", (office_id, work.now())
            ).scalar_one()
        )
    return sqlite_hot.admit_due(work, office_id)


def lane_jumps(work: Work, office_id: uuid.UUID, day: date, group_id: uuid.UUID) -> int:
    """How often somebody of a group was overtaken on a day."""
    from sqlalchemy import select

    from desktop.models.queue import QueueLane

    jumps = work.connection.execute(
        select(QueueLane.jumps).where(
            QueueLane.office_id == office_id, QueueLane.business_day == day, QueueLane.group_id == group_id
        )
    ).scalar_one_or_none()
    return jumps or 0


def office_day(work: Work, office_id: uuid.UUID) -> date:
    """The office's business day now."""
    from sqlalchemy import select

    from desktop.models.office import Office

    zone = work.connection.execute(select(Office.time_zone).where(Office.id == office_id)).scalar_one()
    return business_day(work.now(), zone)


def zone_of(work: Work, office_id: uuid.UUID) -> str:
    """The office's IANA time zone."""
    from sqlalchemy import select

    from desktop.models.office import Office

    return str(work.connection.execute(select(Office.time_zone).where(Office.id == office_id)).scalar_one())


__all__ = [
    "Command",
    "TicketRow",
    "admit_due",
    "announce_number",
    "arrival_number",
    "current_at",
    "end_call",
    "finish_ticket",
    "lane_jumps",
    "lock_shift",
    "lock_ticket",
    "office_day",
    "set_ticket",
    "zone_of",
]
