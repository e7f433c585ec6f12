"""The statements behind a counter's window. Called by ``desktop.office.live.counter`` only."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from desktop.domain import policy as rules
from desktop.office.work import Work

#: A display that was not heard of for so long is not connected.
DISPLAY_S = 60
#: A slip that is in the queue for longer than this has not been printed.
PRINT_S = 10


def place(work: Work, office_id: uuid.UUID, counter_id: uuid.UUID, now: datetime) -> Any:
    """The counter, its open shift, the office's zone and its displays. Raises UserError ``counter.unknown``."""
    from sqlalchemy import func, select

    from desktop.domain.errors import UserError
    from desktop.models.office import Office
    from desktop.models.staff import Counter, Shift, Staff, Station

    displays = select(func.count()).where(Station.office_id == office_id, Station.kind == "display")
    row = work.connection.execute(
        select(
            Counter.name.label("counter"),
            Office.time_zone,
            Office.short_name.label("office"),
            Shift.state,
            Shift.staff_id,
            Shift.break_reason,
            Shift.break_until_utc,
            Shift.regular_run,
            Staff.name.label("staff"),
            displays.scalar_subquery().label("displays"),
            displays.where(Station.last_seen_at_utc >= now - timedelta(seconds=DISPLAY_S))
            .scalar_subquery()
            .label("displays_seen"),
        )
        .join(Office, Office.id == Counter.office_id)
        .outerjoin(Shift, (Shift.counter_id == Counter.id) & Shift.closed_at_utc.is_(None))
        .outerjoin(Staff, Staff.id == Shift.staff_id)
        .where(Counter.id == counter_id, Counter.office_id == office_id)
    ).first()
    if row is None:
        raise UserError("counter.unknown")
    return row


def service_columns() -> list[Any]:
    """The names and the norm of a service, from its present version."""
    from desktop.models.catalogue import ServiceVersion

    return [
        ServiceVersion.service_id,
        ServiceVersion.name_id,
        ServiceVersion.name_en,
        ServiceVersion.short_id,
        ServiceVersion.short_en,
        ServiceVersion.counter_minutes,
    ]


def given(work: Work, counter_id: uuid.UUID) -> Sequence[Any]:
    """The services that a counter gives, with their weights and groups, in the catalogue's order."""
    from sqlalchemy import select

    from desktop.models.catalogue import Service, ServiceGroup, ServiceVersion
    from desktop.models.staff import CounterService

    return work.connection.execute(
        select(
            *service_columns(),
            CounterService.weight,
            ServiceGroup.short_id.label("group_id_text"),
            ServiceGroup.short_en.label("group_en_text"),
        )
        .join(Service, Service.id == CounterService.service_id)
        .join(ServiceGroup, ServiceGroup.id == Service.group_id)
        .join(
            ServiceVersion,
            (ServiceVersion.service_id == Service.id) & ServiceVersion.valid_to_utc.is_(None),
        )
        .where(CounterService.counter_id == counter_id)
        .order_by(ServiceGroup.position, Service.position)
    ).all()


def policy(work: Work, office_id: uuid.UUID, day: date) -> tuple[dict[Any, int], rules.QueuePolicy, int]:
    """The lanes' jumps and the declared figures in one statement."""
    from sqlalchemy import and_, select, true

    from desktop.models.queue import QueueLane, QueuePolicy

    figures = (
        select(
            QueuePolicy.ratio_regular,
            QueuePolicy.weight_step,
            QueuePolicy.bound,
            QueuePolicy.return_until_min,
        )
        .where(QueuePolicy.office_id == office_id, QueuePolicy.valid_from <= day)
        .order_by(QueuePolicy.valid_from.desc())
        .limit(1)
        .subquery()
    )
    lanes = (
        select(QueueLane.group_id, QueueLane.jumps)
        .where(and_(QueueLane.office_id == office_id, QueueLane.business_day == day))
        .subquery()
    )
    rows = work.connection.execute(
        select(figures, lanes.c.group_id, lanes.c.jumps).outerjoin_from(figures, lanes, true())
    ).all()
    if not rows:
        return {}, rules.QueuePolicy(), 60
    first = rows[0]
    return (
        {row.group_id: row.jumps for row in rows if row.group_id is not None},
        rules.QueuePolicy(first.ratio_regular, first.weight_step, first.bound),
        first.return_until_min,
    )


def open_tickets(work: Work, office_id: uuid.UUID, counter_id: uuid.UUID, day: date) -> Sequence[Any]:
    """Today's tickets that are open and at no counter but this one, by arrival."""
    from sqlalchemy import or_, select, text

    from desktop.models.catalogue import ServiceVersion
    from desktop.models.queue import Ticket

    return work.connection.execute(
        select(
            Ticket.id,
            Ticket.label,
            Ticket.code,
            Ticket.state,
            Ticket.klass,
            Ticket.priority_reason,
            Ticket.needs,
            Ticket.group_id,
            Ticket.visit_id,
            Ticket.counter_id,
            Ticket.target_counter_id,
            Ticket.arrival_no,
            Ticket.jump_base,
            Ticket.returned,
            Ticket.slot_at_utc,
            Ticket.issued_at_utc,
            Ticket.arrived_at_utc,
            Ticket.called_at_utc,
            Ticket.started_at_utc,
            Ticket.hold_reason,
            Ticket.hold_until_utc,
            Ticket.note,
            *service_columns(),
        )
        .join(
            ServiceVersion,
            (ServiceVersion.service_id == Ticket.service_id) & ServiceVersion.valid_to_utc.is_(None),
        )
        .where(
            Ticket.office_id == office_id,
            Ticket.business_day == day,
            # Said as the index says it, so that both databases use the small index of open tickets.
            text("ticket.state NOT IN ('done', 'cancelled', 'unserved')"),
            or_(Ticket.counter_id.is_(None), Ticket.counter_id == counter_id),
        )
        .order_by(Ticket.arrival_no)
    ).all()


def calls(work: Work, office_id: uuid.UUID, counter_id: uuid.UUID, day: date) -> list[Any]:
    """Today's calls at this counter, the last that ended first; the running one has no end."""
    from sqlalchemy import select

    from desktop.models.catalogue import ServiceVersion
    from desktop.models.queue import Call, Ticket

    rows = work.connection.execute(
        select(
            Call.ticket_id,
            Call.kind,
            Call.times,
            Call.reason,
            Call.reason_args,
            Call.called_at_utc,
            Call.started_at_utc,
            Call.ended_at_utc,
            Call.outcome,
            Call.announce_no,
            Ticket.label,
            Ticket.klass,
            *service_columns(),
        )
        .join(Ticket, Ticket.id == Call.ticket_id)
        .join(
            ServiceVersion,
            (ServiceVersion.service_id == Ticket.service_id) & ServiceVersion.valid_to_utc.is_(None),
        )
        .where(Call.office_id == office_id, Call.business_day == day, Call.counter_id == counter_id)
    ).all()
    return sorted(rows, key=lambda row: row.ended_at_utc or row.called_at_utc, reverse=True)


def unprinted(work: Work, office_id: uuid.UUID, now: datetime) -> tuple[set[uuid.UUID], int]:
    """Tickets whose slip is not on paper, and how many jobs failed or wait too long."""
    from sqlalchemy import select, text

    from desktop.models.paper import Document, PrintJob

    rows = work.connection.execute(
        select(Document.subject_id, PrintJob.state, PrintJob.created_at_utc)
        .join(Document, Document.id == PrintJob.document_id)
        .where(
            PrintJob.office_id == office_id,
            text("print_job.state IN ('queued', 'claimed', 'sending', 'unknown', 'failed')"),
            PrintJob.created_at_utc >= now - timedelta(hours=18),
        )
    ).all()
    waited = now - timedelta(seconds=PRINT_S)
    late = [row for row in rows if row.state in ("failed", "unknown") or row.created_at_utc < waited]
    return {row.subject_id for row in late}, len(late)
