"""Taking back a counter's last step, for a few seconds: the wrong key must not cost anybody their turn.

What is taken back stays recorded: the call keeps its row with the outcome ``taken_back``, and an event says
so. Overtaken lanes keep their jump, which is on the safe side of the bound (somebody is called rather sooner).
Called by presenters, tools and tests.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import msgspec

from desktop.domain.errors import UserError
from desktop.office.queue.rows import TicketRow, current_at, end_call, lock_shift, lock_ticket, set_ticket
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work

CHANGES = frozenset({"queue", "calls"})
#: What the clerk is offered, and what is added for the way to the database.
UNDO_S = 10
GRACE_S = 2
STEPS = ("call_next", "call_chosen", "finish", "mark_no_show", "hold_ticket", "start_service")
_REPEATED: frozenset[str] = frozenset()


class TakeBack(Command, frozen=True, kw_only=True):
    """Take back the step that was made with ``step_command_id`` at ``counter_id``."""

    counter_id: uuid.UUID
    step_command_id: uuid.UUID


class TakenBack(msgspec.Struct, frozen=True, kw_only=True):
    """What was taken back.

    Attributes:
        step: the use-case's name.
        released: the number that went back to where it was before it was called, or "".
        restored: the number that is at the counter again, or "".
    """

    step: str
    released: str = ""
    restored: str = ""
    repeated: bool = False


def take_back(work: Work, command: TakeBack) -> Result[TakenBack]:
    """Take back the last step within ``UNDO_S`` (+ ``GRACE_S``) seconds of the office's clock.

    A called ticket goes back with its arrival number and class; whom the call had finished is served again,
    in the same call, with its time running on from where it began.

    Raises:
        UserError: ``queue.undo_none`` (no such step here); ``queue.undo_late``; ``queue.undo_started``
            (number) when service of the called one has begun; ``queue.undo_changed`` (number) when
            something else happened since; ``counter.closed``, ``counter.taken``, ``counter.on_break``.
    Locks: shift, tickets. Writes: ticket, call, shift, appointment, event, command. Changes: queue, calls.
    """
    from sqlalchemy import select

    from desktop.models.record import Command as Stored

    if (stored := remembered(work, command)) is not None:
        return Result(msgspec.convert({**stored, "repeated": True}, TakenBack), _REPEATED)
    lock_shift(work, command)
    step = work.connection.execute(
        select(Stored.name, Stored.created_at_utc, Stored.result).where(
            Stored.id == command.step_command_id, Stored.office_id == command.office_id
        )
    ).first()
    if step is None or step.name not in STEPS:
        raise UserError("queue.undo_none")
    if work.now() - step.created_at_utc > timedelta(seconds=UNDO_S + GRACE_S):
        raise UserError("queue.undo_late")
    if step.name in ("call_next", "call_chosen"):
        outcome = _take_back_call(work, command, step)
    elif step.name == "start_service":
        outcome = _take_back_start(work, command, step)
    else:
        outcome = _take_back_end(work, command, step)
    remember(work, command, "take_back", msgspec.to_builtins(outcome))
    work.wake(command.office_id)
    return Result(outcome, CHANGES)


def _take_back_call(work: Work, command: TakeBack, step: Any) -> TakenBack:
    result = step.result
    finished = result.get("finished") or (result.get("args") or {}).get("finished")
    released = ""
    if result.get("ticket_id"):
        ticket = current_at(work, command.counter_id)
        if ticket is None or str(ticket.id) != str(uuid.UUID(result["ticket_id"])):
            raise UserError("queue.undo_changed", number=result["label"])
        if ticket.state != "called":
            raise UserError("queue.undo_started", number=ticket.label)
        _release(work, command, ticket)
        released = ticket.label
    elif current_at(work, command.counter_id) is not None:
        raise UserError("queue.undo_changed", number=(finished or {}).get("label", ""))
    if finished is None and not released:
        raise UserError("queue.undo_none")
    restored = ""
    if finished is not None:
        ticket = lock_ticket(work, command.office_id, uuid.UUID(str(finished["ticket_id"])))
        _restore(work, command, ticket, "done", "serving", step.created_at_utc)
        restored = ticket.label
    return TakenBack(step=step.name, released=released, restored=restored)


def _take_back_start(work: Work, command: TakeBack, step: Any) -> TakenBack:
    from sqlalchemy import update

    from desktop.models.queue import Call

    ticket = current_at(work, command.counter_id)
    if ticket is None or str(ticket.id) != str(uuid.UUID(step.result["ticket_id"])):
        raise UserError("queue.undo_changed", number=step.result["label"])
    if ticket.state != "serving":
        raise UserError("queue.undo_changed", number=ticket.label)
    set_ticket(work, ticket.id, state="called", started_at_utc=None)
    work.connection.execute(
        update(Call)
        .where(Call.ticket_id == ticket.id, Call.ended_at_utc.is_(None))
        .values(started_at_utc=None)
    )
    _event(work, command, ticket, "ticket.start_taken_back", "called")
    return TakenBack(step=step.name, restored=ticket.label)


def _take_back_end(work: Work, command: TakeBack, step: Any) -> TakenBack:
    ticket = lock_ticket(work, command.office_id, uuid.UUID(step.result["ticket_id"]))
    if current_at(work, command.counter_id) is not None:
        raise UserError("queue.undo_changed", number=ticket.label)
    ended = {"finish": "done", "mark_no_show": "no_show", "hold_ticket": "hold"}[step.name]
    _restore(work, command, ticket, ended, step.result["was"], step.created_at_utc)
    return TakenBack(step=step.name, restored=ticket.label)


def _release(work: Work, command: TakeBack, ticket: TicketRow) -> None:
    """End the call as taken back and put the called ticket where it was."""
    from sqlalchemy import select, update

    from desktop.models.queue import Call
    from desktop.models.record import Event
    from desktop.models.staff import Shift

    connection = work.connection
    called = connection.execute(
        select(Event.before)
        .where(Event.command_id == command.step_command_id, Event.kind == "ticket.called")
        .limit(1)
    ).scalar_one_or_none()
    state = (called or {}).get("state", "waiting")
    values: dict[str, Any] = {"state": state, "counter_id": None, "called_at_utc": None}
    if state == "hold":
        values["hold_reason"] = _last_reason(work, ticket.id) or "other"
    elif state == "booked":
        # It was called before its slot; it waits for its time again, without a place in the line.
        values["arrival_no"] = None
    values["target_counter_id"] = _target_before(work, ticket.id)
    call = connection.execute(
        select(Call.id, Call.kind, Call.reason, Call.reason_args).where(
            Call.ticket_id == ticket.id, Call.ended_at_utc.is_(None)
        )
    ).one()
    set_ticket(work, ticket.id, **values)
    end_call(work, ticket.id, "taken_back")
    if call.kind == "auto" and ticket.klass != "appointment":
        # The counter's run of regular calls is what it was: one less, or the run that a priority turn ended.
        run: Any = 0
        if ticket.klass == "regular":
            run = _less_one(Shift.regular_run)
        elif call.reason == "why.priority_turn":
            run = int((call.reason_args or {}).get("count", 0))
        connection.execute(
            update(Shift)
            .where(Shift.counter_id == command.counter_id, Shift.closed_at_utc.is_(None))
            .values(regular_run=run)
        )
    append_event(
        work,
        command,
        "ticket.call_taken_back",
        ticket.id,
        before={"state": "called"},
        after={"state": state, "class": ticket.klass, "step": command.step_command_id},
    )


def _restore(
    work: Work, command: TakeBack, ticket: TicketRow, ended: str, state: str, at_utc: datetime
) -> None:
    """Bring a ticket that a step ended here back to this counter, with the call that it had."""
    from sqlalchemy import select, update

    from desktop.models.queue import Appointment, Call, Ticket

    call_id = work.connection.execute(
        select(Call.id).where(
            Call.ticket_id == ticket.id,
            Call.counter_id == command.counter_id,
            Call.ended_at_utc == at_utc,
            Call.outcome == ended,
        )
    ).scalar_one_or_none()
    if ticket.state != ended or call_id is None:
        raise UserError("queue.undo_changed", number=ticket.label)
    set_ticket(
        work,
        ticket.id,
        state=state,
        counter_id=command.counter_id,
        finished_at_utc=None,
        hold_reason=None,
        hold_until_utc=None,
    )
    work.connection.execute(update(Call).where(Call.id == call_id).values(ended_at_utc=None, outcome=None))
    if ended == "done":
        booked = select(Ticket.appointment_id).where(Ticket.id == ticket.id).scalar_subquery()
        work.connection.execute(
            update(Appointment).where(Appointment.id == booked).values(state="checked_in")
        )
    _event(work, command, ticket, "ticket.end_taken_back", state)


def _event(work: Work, command: TakeBack, ticket: TicketRow, kind: str, state: str) -> None:
    append_event(
        work,
        command,
        kind,
        ticket.id,
        before={"state": ticket.state},
        after={"state": state, "step": command.step_command_id},
    )


def _last_reason(work: Work, ticket_id: uuid.UUID) -> str | None:
    from sqlalchemy import select

    from desktop.models.record import Event

    return work.connection.execute(
        select(Event.reason)
        .where(Event.subject_id == ticket_id, Event.kind == "ticket.held")
        .order_by(Event.at_utc.desc())
        .limit(1)
    ).scalar_one_or_none()


def _target_before(work: Work, ticket_id: uuid.UUID) -> uuid.UUID | None:
    """The counter that the ticket was sent to, if that was the last thing before this call."""
    from sqlalchemy import select

    from desktop.models.record import Event

    rows = work.connection.execute(
        select(Event.kind, Event.after)
        .where(
            Event.subject_id == ticket_id,
            Event.kind.in_(("ticket.called", "ticket.transferred", "ticket.call_taken_back")),
        )
        .order_by(Event.at_utc.desc())
        .limit(8)
    ).all()
    # Calls that were taken back do not count: they, and the call that is being taken back, go in pairs.
    skip = 1
    for kind, after in rows:
        if kind == "ticket.call_taken_back":
            skip += 1
        elif kind == "ticket.called":
            skip -= 1
            if skip < 0:
                return None
        else:
            counter = (after or {}).get("counter")
            return None if counter is None else uuid.UUID(counter)
    return None


def _less_one(column: Any) -> Any:
    from sqlalchemy import case

    return case((column > 0, column - 1), else_=0)
