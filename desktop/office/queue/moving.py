"""Moving a ticket out of turn: sending it elsewhere, or calling a chosen one.

Each is one transaction on either database. Called by presenters, tools and tests.
"""

from __future__ import annotations

import uuid

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.office.queue.outcomes import (
    TicketOutcome,
    done,
    outcome_of,
    repeated_outcome,
)
from desktop.office.queue.rows import (
    TicketRow,
    announce_number,
    arrival_number,
    current_at,
    end_call,
    finish_ticket,
    lane_jumps,
    lock_shift,
    lock_ticket,
    office_day,
    set_ticket,
)
from desktop.office.records import append_event
from desktop.office.work import Command, Result, Work


class TransferTicket(Command, frozen=True, kw_only=True):
    """Send the ticket to another service or counter; it keeps its number and its place."""

    ticket_id: uuid.UUID
    service_id: uuid.UUID | None = None
    to_counter_id: uuid.UUID | None = None


class CallChosen(Command, frozen=True, kw_only=True):
    """Call one ticket out of turn; recorded apart from the automatic calls."""

    counter_id: uuid.UUID
    ticket_id: uuid.UUID
    finish_current: bool = False
    call_id: uuid.UUID = msgspec.field(default_factory=new_id)


def transfer_ticket(work: Work, command: TransferTicket) -> Result[TicketOutcome]:
    """Send the ticket on; it keeps number, class and place, and what it was passed by goes with it.

    Raises:
        UserError: ``queue.unknown_ticket``, ``queue.not_now``, ``queue.no_service``,
            ``queue.counter_without_service`` (counter, service).
    Writes: ticket, call, event, command. Changes: queue, calls.
    """
    from sqlalchemy import select

    from desktop.domain.policy import carried_base
    from desktop.models.catalogue import Service
    from desktop.models.staff import Counter, CounterService

    if (again := repeated_outcome(work, command)) is not None:
        return again
    ticket = lock_ticket(work, command.office_id, command.ticket_id)
    if ticket.state not in ("called", "serving", "hold", "waiting") or _elsewhere(work, command, ticket):
        raise UserError("queue.not_now", number=ticket.label, state=ticket.state)
    service_id = command.service_id or ticket.service_id
    group_id = work.connection.execute(
        select(Service.group_id).where(
            Service.id == service_id, Service.office_id == command.office_id, Service.active
        )
    ).scalar_one_or_none()
    if group_id is None:
        raise UserError("queue.no_service")
    counter_name: str = ""
    if command.to_counter_id is not None:
        row = work.connection.execute(
            select(Counter.name, CounterService.weight)
            .outerjoin(
                CounterService,
                (CounterService.counter_id == Counter.id) & (CounterService.service_id == service_id),
            )
            .where(Counter.id == command.to_counter_id, Counter.office_id == command.office_id)
        ).first()
        counter_name, weight = ("", None) if row is None else (str(row[0]), row[1])
        if weight is None:
            raise UserError("queue.counter_without_service", counter=counter_name)
    base = ticket.jump_base
    if group_id != ticket.group_id:
        base = carried_base(
            ticket.jump_base,
            lane_jumps(work, command.office_id, ticket.business_day, ticket.group_id),
            lane_jumps(work, command.office_id, ticket.business_day, group_id),
        )
    if ticket.state in ("called", "serving"):
        end_call(work, ticket.id, "transferred")
    set_ticket(
        work,
        ticket.id,
        state="waiting",
        counter_id=None,
        service_id=service_id,
        group_id=group_id,
        jump_base=base,
        target_counter_id=command.to_counter_id,
        hold_reason=None,
        hold_until_utc=None,
        arrival_no=ticket.arrival_no or arrival_number(work, command.office_id),
    )
    append_event(
        work,
        command,
        "ticket.transferred",
        ticket.id,
        before={"state": ticket.state, "service": ticket.service_id},
        after={"state": "waiting", "service": service_id, "counter": command.to_counter_id},
    )
    return done(work, command, "transfer_ticket", outcome_of(ticket, "waiting", counter=counter_name))


def _elsewhere(work: Work, command: TransferTicket, ticket: TicketRow) -> bool:
    """Whether the ticket is at a counter that is not this clerk's: nobody takes a person away from another,
    who may have called the ticket since it was seen in the line.
    """
    from sqlalchemy import select

    from desktop.models.staff import Shift

    if ticket.counter_id is None or command.staff_id is None:
        return False
    clerk = work.connection.execute(
        select(Shift.staff_id).where(Shift.counter_id == ticket.counter_id, Shift.closed_at_utc.is_(None))
    ).scalar_one_or_none()
    return clerk != command.staff_id


def call_chosen(work: Work, command: CallChosen) -> Result[TicketOutcome]:
    """Call one waiting, held or missed ticket to this counter, out of turn.

    Raises:
        UserError: ``counter.closed``, ``counter.taken``, ``counter.on_break``, ``queue.called_waits``,
            ``queue.still_serving``, ``queue.unknown_ticket``, ``queue.not_now`` (number, state).
    Locks: shift, ticket. Writes: ticket, call, event, command. Changes: queue, calls.
    """
    if (again := repeated_outcome(work, command)) is not None:
        return again
    lock_shift(work, command)
    current = current_at(work, command.counter_id)
    finished = None
    if current is not None:
        if current.state == "called":
            raise UserError("queue.called_waits", number=current.label)
        if not command.finish_current:
            raise UserError("queue.still_serving", number=current.label)
        finish_ticket(work, current.id)
        append_event(
            work, command, "ticket.finished", current.id, before={"state": "serving"}, after={"state": "done"}
        )
        finished = {"ticket_id": current.id, "label": current.label}
    ticket = lock_ticket(work, command.office_id, command.ticket_id)
    if ticket.state not in ("waiting", "hold", "no_show", "booked"):
        raise UserError("queue.not_now", number=ticket.label, state=ticket.state)
    kind = "return" if ticket.state in ("hold", "no_show") else "chosen"
    begin_call(work, command, command.counter_id, ticket, kind, command.call_id)
    return done(
        work,
        command,
        "call_chosen",
        outcome_of(ticket, "called", kind=kind, finished=msgspec.to_builtins(finished)),
    )


def begin_call(
    work: Work,
    command: Command,
    counter_id: uuid.UUID,
    ticket: TicketRow,
    kind: str,
    call_id: uuid.UUID,
) -> None:
    """Put ``ticket`` to the counter as called (``direct``: as being served, without an announcement)."""
    from sqlalchemy import insert

    from desktop.models.queue import Call

    direct = kind == "direct"
    now = work.now()
    set_ticket(
        work,
        ticket.id,
        state="serving" if direct else "called",
        counter_id=counter_id,
        target_counter_id=None,
        called_at_utc=now,
        started_at_utc=now if direct else None,
        hold_reason=None,
        hold_until_utc=None,
        arrival_no=ticket.arrival_no or arrival_number(work, command.office_id),
    )
    reason = "why.returned" if kind == "return" else "why.chosen"
    work.connection.execute(
        insert(Call).values(
            id=call_id,
            office_id=command.office_id,
            business_day=office_day(work, command.office_id),
            ticket_id=ticket.id,
            counter_id=counter_id,
            staff_id=command.staff_id,
            kind=kind,
            times=0 if direct else 1,
            announce_no=0 if direct else announce_number(work, command.office_id),
            reason=reason,
            reason_args={},
            called_at_utc=now,
            announced_at_utc=now,
            started_at_utc=now if direct else None,
        )
    )
    append_event(
        work,
        command,
        "ticket.started" if direct else "ticket.called",
        ticket.id,
        before={"state": ticket.state},
        after={
            "state": "serving" if direct else "called",
            "counter": counter_id,
            "kind": kind,
            "why": reason,
        },
    )
