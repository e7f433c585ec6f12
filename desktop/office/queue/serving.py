"""What a clerk does with a ticket besides calling the next: start, recall, hold, transfer, return and the rest.

Each is one transaction on either database. Called by presenters, tools and tests.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
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
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work

CHANGES = frozenset({"queue", "calls"})
_REPEATED: frozenset[str] = frozenset()


class TicketOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket after something was done with it.

    Attributes:
        was: the state before.
        args: what else the window needs to say (the counter's or service's name, a reason).
    """

    ticket_id: uuid.UUID
    label: str
    state: str
    was: str
    args: dict[str, Any] = {}
    repeated: bool = False


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


class SetNote(Command, frozen=True, kw_only=True):
    """A note on a ticket, up to 500 characters; empty removes it."""

    ticket_id: uuid.UUID
    note: str


def _done(work: Work, command: Command, name: str, outcome: TicketOutcome) -> Result[TicketOutcome]:
    remember(work, command, name, msgspec.to_builtins(outcome))
    work.wake(command.office_id)
    return Result(outcome, CHANGES)


def _again(work: Work, command: Command) -> Result[TicketOutcome] | None:
    stored = remembered(work, command)
    if stored is None:
        return None
    return Result(msgspec.convert({**stored, "repeated": True}, TicketOutcome), _REPEATED)


def _here(
    work: Work, counter_id: uuid.UUID, states: tuple[str, ...], ticket_id: uuid.UUID | None
) -> TicketRow:
    ticket = current_at(work, counter_id)
    if ticket is None:
        raise UserError("queue.nobody_here")
    if ticket_id is not None and ticket.id != ticket_id:
        raise UserError("queue.changed", number=ticket.label)
    if ticket.state not in states:
        raise UserError("queue.not_now", number=ticket.label, state=ticket.state)
    return ticket


def start_service(work: Work, command: StartService) -> Result[TicketOutcome]:
    """Begin to serve the called ticket.

    Raises:
        UserError: ``queue.nobody_here``, ``queue.changed``, ``queue.not_now`` (number, state).
    Locks: the ticket. Writes: ticket, call, event, command. Changes: queue, calls.
    """
    from sqlalchemy import update

    from desktop.models.queue import Call

    if (again := _again(work, command)) is not None:
        return again
    ticket = _here(work, command.counter_id, ("called",), command.ticket_id)
    set_ticket(work, ticket.id, state="serving", started_at_utc=work.now())
    work.connection.execute(
        update(Call)
        .where(Call.ticket_id == ticket.id, Call.ended_at_utc.is_(None))
        .values(started_at_utc=work.now())
    )
    append_event(
        work, command, "ticket.started", ticket.id, before={"state": "called"}, after={"state": "serving"}
    )
    return _done(work, command, "start_service", _outcome(ticket, "serving"))


def recall(work: Work, command: Recall) -> Result[TicketOutcome]:
    """Announce the called ticket again: the display and the voice repeat it.

    Raises:
        UserError: ``queue.nobody_here``, ``queue.not_now``.
    Writes: call, event, command. Changes: queue, calls.
    """
    from sqlalchemy import update

    from desktop.models.queue import Call

    if (again := _again(work, command)) is not None:
        return again
    ticket = _here(work, command.counter_id, ("called", "serving"), None)
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
    return _done(work, command, "recall", _outcome(ticket, ticket.state, times=times))


def mark_no_show(work: Work, command: MarkNoShow) -> Result[TicketOutcome]:
    """The called person did not come; the ticket can return at the same priority.

    Raises:
        UserError: ``queue.nobody_here``, ``queue.changed``, ``queue.not_now``.
    Writes: ticket, call, event, command. Changes: queue, calls.
    """
    if (again := _again(work, command)) is not None:
        return again
    ticket = _here(work, command.counter_id, ("called",), command.ticket_id)
    set_ticket(work, ticket.id, state="no_show", counter_id=None)
    end_call(work, ticket.id, "no_show")
    append_event(
        work, command, "ticket.missed", ticket.id, before={"state": "called"}, after={"state": "no_show"}
    )
    return _done(work, command, "mark_no_show", _outcome(ticket, "no_show"))


def hold_ticket(work: Work, command: HoldTicket) -> Result[TicketOutcome]:
    """Put the ticket aside with a reason; the counter is free again.

    Raises:
        UserError: ``queue.nobody_here``, ``queue.not_now``, ``queue.hold_reason``.
    Writes: ticket, call, event, command. Changes: queue, calls.
    """
    from desktop.domain.states import HOLD_REASONS

    if (again := _again(work, command)) is not None:
        return again
    if command.reason not in HOLD_REASONS:
        raise UserError("queue.hold_reason")
    ticket = _here(work, command.counter_id, ("called", "serving"), None)
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
    return _done(work, command, "hold_ticket", _outcome(ticket, "hold", reason=command.reason))


def return_ticket(work: Work, command: ReturnTicket) -> Result[TicketOutcome]:
    """A missed or held ticket joins the line again: same class, same arrival number, recorded as a return.

    Raises:
        UserError: ``queue.unknown_ticket``, ``queue.not_now``.
    Writes: ticket, event, command. Changes: queue.
    """
    if (again := _again(work, command)) is not None:
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
    return _done(work, command, "return_ticket", _outcome(ticket, "waiting"))


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

    if (again := _again(work, command)) is not None:
        return again
    ticket = lock_ticket(work, command.office_id, command.ticket_id)
    if ticket.state not in ("called", "serving", "hold", "waiting"):
        raise UserError("queue.not_now", number=ticket.label, state=ticket.state)
    service_id = command.service_id or ticket.service_id
    group_id = work.connection.execute(
        select(Service.group_id).where(
            Service.id == service_id, Service.office_id == command.office_id, Service.active
        )
    ).scalar_one_or_none()
    if group_id is None:
        raise UserError("queue.no_service")
    counter_name = ""
    if command.to_counter_id is not None:
        row = work.connection.execute(
            select(Counter.name, CounterService.weight)
            .outerjoin(
                CounterService,
                (CounterService.counter_id == Counter.id) & (CounterService.service_id == service_id),
            )
            .where(Counter.id == command.to_counter_id, Counter.office_id == command.office_id)
        ).first()
        if row is None or row[1] is None:
            raise UserError("queue.counter_without_service", counter="" if row is None else row[0])
        counter_name = row[0]
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
    return _done(work, command, "transfer_ticket", _outcome(ticket, "waiting", counter=counter_name))


def call_chosen(work: Work, command: CallChosen) -> Result[TicketOutcome]:
    """Call one waiting, held or missed ticket to this counter, out of turn.

    Raises:
        UserError: ``counter.closed``, ``counter.taken``, ``counter.on_break``, ``queue.called_waits``,
            ``queue.still_serving``, ``queue.unknown_ticket``, ``queue.not_now`` (number, state).
    Locks: shift, ticket. Writes: ticket, call, event, command. Changes: queue, calls.
    """
    if (again := _again(work, command)) is not None:
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
    return _done(
        work,
        command,
        "call_chosen",
        _outcome(ticket, "called", kind=kind, finished=msgspec.to_builtins(finished)),
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


def set_note(work: Work, command: SetNote) -> Result[TicketOutcome]:
    """Write a note on a ticket. The event says that there is a note, never what it says.

    Raises:
        UserError: ``queue.unknown_ticket``.
    Writes: ticket, event, command. Changes: queue.
    """
    if (again := _again(work, command)) is not None:
        return again
    ticket = lock_ticket(work, command.office_id, command.ticket_id)
    note = command.note.strip()[:500] or None
    set_ticket(work, ticket.id, note=note)
    append_event(work, command, "ticket.noted", ticket.id, after={"note": note is not None})
    return _done(work, command, "set_note", _outcome(ticket, ticket.state))


def _outcome(ticket: TicketRow, state: str, **args: Any) -> TicketOutcome:
    return TicketOutcome(ticket_id=ticket.id, label=ticket.label, state=state, was=ticket.state, args=args)
