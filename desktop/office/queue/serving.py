"""What a clerk does with the ticket at the counter: start, recall, hold, missed, return, note.

Each is one transaction on either database. Called by presenters, tools and tests.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from desktop.domain.errors import UserError
from desktop.office.queue.moving import CallChosen, TransferTicket, call_chosen, transfer_ticket
from desktop.office.queue.outcomes import (
    TicketOutcome,
    done,
    outcome_of,
    repeated_outcome,
    ticket_here,
)
from desktop.office.queue.rows import (
    announce_number,
    arrival_number,
    end_call,
    lock_ticket,
    set_ticket,
)
from desktop.office.records import append_event
from desktop.office.work import Command, Result, Work

#: One door to everything a clerk does with one ticket; the two that move it out of turn stand in ``moving``.
__all__ = [
    "CallChosen",
    "HoldTicket",
    "MarkNoShow",
    "Recall",
    "ReturnTicket",
    "SetNote",
    "StartService",
    "TicketOutcome",
    "TransferTicket",
    "call_chosen",
    "hold_ticket",
    "mark_no_show",
    "recall",
    "return_ticket",
    "set_note",
    "start_service",
    "transfer_ticket",
]


class StartService(Command, frozen=True, kw_only=True):
    """The called person is here: service begins."""

    counter_id: uuid.UUID
    ticket_id: uuid.UUID | None = None


class Recall(Command, frozen=True, kw_only=True):
    """Announce the called ticket again."""

    counter_id: uuid.UUID


class MarkNoShow(Command, frozen=True, kw_only=True):
    """The called person did not come."""

    counter_id: uuid.UUID
    ticket_id: uuid.UUID | None = None


class HoldTicket(Command, frozen=True, kw_only=True):
    """Put the ticket aside; ``reason`` is one of domain.states.HOLD_REASONS, with words in ``note``."""

    counter_id: uuid.UUID
    reason: str
    note: str | None = None
    until: datetime | None = None


class ReturnTicket(Command, frozen=True, kw_only=True):
    """A missed or held ticket joins the line again, at the place it had."""

    ticket_id: uuid.UUID


class SetNote(Command, frozen=True, kw_only=True):
    """A note on a ticket, up to 500 characters; empty removes it."""

    ticket_id: uuid.UUID
    note: str


def start_service(work: Work, command: StartService) -> Result[TicketOutcome]:
    """Begin to serve the called ticket.

    Raises:
        UserError: ``queue.nobody_here``, ``queue.changed``, ``queue.not_now`` (number, state).
    Locks: the ticket. Writes: ticket, call, event, command. Changes: queue, calls.
    """
    from sqlalchemy import update

    from desktop.models.queue import Call

    if (again := repeated_outcome(work, command)) is not None:
        return again
    ticket = ticket_here(work, command.counter_id, ("called",), command.ticket_id)
    set_ticket(work, ticket.id, state="serving", started_at_utc=work.now())
    work.connection.execute(
        update(Call)
        .where(Call.ticket_id == ticket.id, Call.ended_at_utc.is_(None))
        .values(started_at_utc=work.now())
    )
    append_event(
        work, command, "ticket.started", ticket.id, before={"state": "called"}, after={"state": "serving"}
    )
    return done(work, command, "start_service", outcome_of(ticket, "serving"))


def recall(work: Work, command: Recall) -> Result[TicketOutcome]:
    """Announce the called ticket again: the display and the voice repeat it.

    Raises:
        UserError: ``queue.nobody_here``, ``queue.not_now``.
    Writes: call, event, command. Changes: queue, calls.
    """
    from sqlalchemy import update

    from desktop.models.queue import Call

    if (again := repeated_outcome(work, command)) is not None:
        return again
    ticket = ticket_here(work, command.counter_id, ("called", "serving"), None)
    times = work.connection.execute(
        update(Call)
        .where(Call.ticket_id == ticket.id, Call.ended_at_utc.is_(None))
        .values(
            times=Call.times + 1,
            announce_no=announce_number(work, command.office_id),
            announced_at_utc=work.now(),
        )
        .returning(Call.times)
    ).scalar_one()
    append_event(work, command, "ticket.recalled", ticket.id, after={"times": times})
    return done(work, command, "recall", outcome_of(ticket, ticket.state, times=times))


def mark_no_show(work: Work, command: MarkNoShow) -> Result[TicketOutcome]:
    """The called person did not come; the ticket can return at the same priority.

    Raises:
        UserError: ``queue.nobody_here``, ``queue.changed``, ``queue.not_now``.
    Writes: ticket, call, event, command. Changes: queue, calls.
    """
    if (again := repeated_outcome(work, command)) is not None:
        return again
    ticket = ticket_here(work, command.counter_id, ("called",), command.ticket_id)
    set_ticket(work, ticket.id, state="no_show", counter_id=None)
    end_call(work, ticket.id, "no_show")
    append_event(
        work, command, "ticket.missed", ticket.id, before={"state": "called"}, after={"state": "no_show"}
    )
    return done(work, command, "mark_no_show", outcome_of(ticket, "no_show"))


def hold_ticket(work: Work, command: HoldTicket) -> Result[TicketOutcome]:
    """Put the ticket aside with a reason; the counter is free again.

    Raises:
        UserError: ``queue.nobody_here``, ``queue.not_now``, ``queue.hold_reason``.
    Writes: ticket, call, event, command. Changes: queue, calls.
    """
    from desktop.domain.states import HOLD_REASONS

    if (again := repeated_outcome(work, command)) is not None:
        return again
    if command.reason not in HOLD_REASONS:
        raise UserError("queue.hold_reason")
    ticket = ticket_here(work, command.counter_id, ("called", "serving"), None)
    values: dict[str, Any] = {"hold_reason": command.reason, "hold_until_utc": command.until}
    if command.note:
        values["note"] = command.note[:500]
    set_ticket(work, ticket.id, state="hold", counter_id=None, **values)
    end_call(work, ticket.id, "hold")
    append_event(
        work,
        command,
        "ticket.held",
        ticket.id,
        before={"state": ticket.state},
        after={"state": "hold"},
        reason=command.reason,
    )
    return done(work, command, "hold_ticket", outcome_of(ticket, "hold", reason=command.reason))


def return_ticket(work: Work, command: ReturnTicket) -> Result[TicketOutcome]:
    """A missed or held ticket joins the line again: same class, same arrival number, recorded as a return.

    Raises:
        UserError: ``queue.unknown_ticket``, ``queue.not_now``.
    Writes: ticket, event, command. Changes: queue.
    """
    if (again := repeated_outcome(work, command)) is not None:
        return again
    ticket = lock_ticket(work, command.office_id, command.ticket_id)
    if ticket.state not in ("no_show", "hold"):
        raise UserError("queue.not_now", number=ticket.label, state=ticket.state)
    set_ticket(
        work,
        ticket.id,
        state="waiting",
        returned=True,
        hold_reason=None,
        hold_until_utc=None,
        arrival_no=ticket.arrival_no or arrival_number(work, command.office_id),
    )
    append_event(
        work,
        command,
        "ticket.returned",
        ticket.id,
        before={"state": ticket.state},
        after={"state": "waiting"},
    )
    return done(work, command, "return_ticket", outcome_of(ticket, "waiting"))


def set_note(work: Work, command: SetNote) -> Result[TicketOutcome]:
    """Write a note on a ticket. The event says that there is a note, never what it says.

    Raises:
        UserError: ``queue.unknown_ticket``.
    Writes: ticket, event, command. Changes: queue.
    """
    if (again := repeated_outcome(work, command)) is not None:
        return again
    ticket = lock_ticket(work, command.office_id, command.ticket_id)
    note = command.note.strip()[:500] or None
    set_ticket(work, ticket.id, note=note)
    append_event(work, command, "ticket.noted", ticket.id, after={"note": note is not None})
    return done(work, command, "set_note", outcome_of(ticket, ticket.state))
