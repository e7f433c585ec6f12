"""Serving somebody who has no number yet, and another service for somebody who is already at the counter.

Called by presenters, tools and tests.
"""

from __future__ import annotations

import uuid
from typing import Any

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.office.queue.issuing import IssuedTicket, IssueTicket, issue_ticket
from desktop.office.queue.moving import begin_call
from desktop.office.queue.rows import TicketRow, current_at, finish_ticket, lock_shift, lock_ticket
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work

CHANGES = frozenset({"queue", "calls"})
_REPEATED: frozenset[str] = frozenset()


class ServeWithoutTicket(Command, frozen=True, kw_only=True):
    """Give a number and serve it here at once.

    Attributes:
        finish_current: a ticket that is being served here is finished first (said beforehand).
    """

    counter_id: uuid.UUID
    service_id: uuid.UUID
    finish_current: bool = False
    language: str = "id"
    ticket_id: uuid.UUID = msgspec.field(default_factory=new_id)
    call_id: uuid.UUID = msgspec.field(default_factory=new_id)


class AddService(Command, frozen=True, kw_only=True):
    """Another service for the visit of ``ticket_id``, which is at this counter."""

    counter_id: uuid.UUID
    ticket_id: uuid.UUID
    service_id: uuid.UUID
    new_ticket_id: uuid.UUID = msgspec.field(default_factory=new_id)
    call_id: uuid.UUID = msgspec.field(default_factory=new_id)


class DirectOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """The number that was given.

    Attributes:
        here: it is being served at this counter; else it waits in the line.
        finished: the number that was finished for it, or "".
    """

    ticket_id: uuid.UUID
    label: str
    here: bool
    finished: str = ""
    repeated: bool = False


def serve_without_ticket(work: Work, command: ServeWithoutTicket) -> Result[DirectOutcome]:
    """Give a number (source ``direct``) and begin to serve it here, without an announcement.

    Raises:
        UserError: ``counter.closed``, ``counter.taken``, ``counter.on_break``; ``queue.called_waits`` and
            ``queue.still_serving`` (number); ``queue.not_here`` where the counter does not give the
            service; ``queue.no_service``, ``queue.quota`` (quota).
    Locks: shift, current ticket. Writes: ticket, visit, call, event, command. Changes: queue, calls.
    """
    if (stored := remembered(work, command)) is not None:
        return Result(msgspec.convert({**stored, "repeated": True}, DirectOutcome), _REPEATED)
    lock_shift(work, command)
    if not _gives(work, command.counter_id, command.service_id):
        raise UserError("queue.not_here")
    current = current_at(work, command.counter_id)
    if current is not None:
        if current.state == "called":
            raise UserError("queue.called_waits", number=current.label)
        if not command.finish_current:
            raise UserError("queue.still_serving", number=current.label)
        _finish(work, command, current)
    issued = _issue(
        work,
        command,
        ticket_id=command.ticket_id,
        service_id=command.service_id,
        language=command.language,
        target_counter_id=command.counter_id,
    )
    ticket = lock_ticket(work, command.office_id, command.ticket_id)
    begin_call(work, command, command.counter_id, ticket, "direct", command.call_id)
    outcome = DirectOutcome(
        ticket_id=command.ticket_id,
        label=issued.label,
        here=True,
        finished="" if current is None else current.label,
    )
    return _done(work, command, "serve_without_ticket", outcome)


def add_service(work: Work, command: AddService) -> Result[DirectOutcome]:
    """Another ticket of the same visit: served here at once, or sent into the line of its service.

    Where this counter gives the service the present ticket is finished; otherwise it goes on, and the new
    one waits with the same class (a person's priority does not end with one service).

    Raises:
        UserError: ``counter.closed``, ``counter.taken``, ``counter.on_break``; ``queue.nobody_here``;
            ``queue.changed``, ``queue.not_now`` (number); ``queue.no_service``, ``queue.quota`` (quota).
    Locks: shift, ticket. Writes: ticket, call, event, command. Changes: queue, calls.
    """
    from sqlalchemy import select

    from desktop.models.queue import Ticket

    if (stored := remembered(work, command)) is not None:
        return Result(msgspec.convert({**stored, "repeated": True}, DirectOutcome), _REPEATED)
    lock_shift(work, command)
    current = current_at(work, command.counter_id)
    if current is None:
        raise UserError("queue.nobody_here")
    if current.id != command.ticket_id:
        raise UserError("queue.changed", number=current.label)
    if current.state != "serving":
        raise UserError("queue.not_now", number=current.label, state=current.state)
    reason, language = work.connection.execute(
        select(Ticket.priority_reason, Ticket.language).where(Ticket.id == current.id)
    ).one()
    here = _gives(work, command.counter_id, command.service_id)
    issued = _issue(
        work,
        command,
        ticket_id=command.new_ticket_id,
        service_id=command.service_id,
        language=language,
        visit_id=current.visit_id,
        priority=current.klass == "priority",
        reason=reason,
        target_counter_id=command.counter_id if here else None,
    )
    if here:
        _finish(work, command, current)
        ticket = lock_ticket(work, command.office_id, command.new_ticket_id)
        begin_call(work, command, command.counter_id, ticket, "direct", command.call_id)
    outcome = DirectOutcome(
        ticket_id=command.new_ticket_id,
        label=issued.label,
        here=here,
        finished=current.label if here else "",
    )
    return _done(work, command, "add_service", outcome)


def _gives(work: Work, counter_id: uuid.UUID, service_id: uuid.UUID) -> bool:
    from sqlalchemy import select

    from desktop.models.staff import CounterService

    return (
        work.connection.execute(
            select(CounterService.weight).where(
                CounterService.counter_id == counter_id, CounterService.service_id == service_id
            )
        ).scalar_one_or_none()
        is not None
    )


def _issue(work: Work, command: Command, **values: Any) -> IssuedTicket:
    # The number is given by the same statement as at a kiosk, under an id of its own made from this command's.
    result: Result[IssuedTicket] = issue_ticket(
        work,
        IssueTicket(
            office_id=command.office_id,
            station_id=command.station_id,
            staff_id=command.staff_id,
            command_id=uuid.uuid5(command.command_id, "issue"),
            source="direct",
            **values,
        ),
    )
    return result.value


def _finish(work: Work, command: Command, ticket: TicketRow) -> None:
    finish_ticket(work, ticket.id)
    append_event(
        work, command, "ticket.finished", ticket.id, before={"state": ticket.state}, after={"state": "done"}
    )


def _done(work: Work, command: Command, name: str, outcome: DirectOutcome) -> Result[DirectOutcome]:
    remember(work, command, name, msgspec.to_builtins(outcome))
    work.wake(command.office_id)
    return Result(outcome, CHANGES)
