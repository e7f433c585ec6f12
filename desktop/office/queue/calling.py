"""Calling the next ticket by the declared policy, and finishing one: the counter's two hot writes."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import msgspec

from desktop.domain.ids import new_id
from desktop.office.queue import sqlite_calls
from desktop.office.queue.issuing import postgresql_call, with_moment
from desktop.office.runner import hot
from desktop.office.work import Command, Result, Work

CHANGES = frozenset({"queue", "calls"})
_REPEATED: frozenset[str] = frozenset()


class CallNext(Command, frozen=True, kw_only=True):
    """Call whoever is next for a counter.

    Attributes:
        finish_current: a ticket that is being served here is finished first (said on the button).
        expected_ticket_id: whom the clerk saw as next, so that the window can say that another counter
            was faster; it decides nothing.
    """

    counter_id: uuid.UUID
    finish_current: bool = False
    expected_ticket_id: uuid.UUID | None = None
    call_id: uuid.UUID = msgspec.field(default_factory=new_id)
    event_id: uuid.UUID = msgspec.field(default_factory=new_id)
    finish_event_id: uuid.UUID = msgspec.field(default_factory=new_id)
    now: datetime | None = None


class FinishedTicket(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket that ended."""

    ticket_id: uuid.UUID
    label: str


class CallOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """Who was called and why; ``ticket_id`` is None when nobody waits for this counter.

    Attributes:
        reason, reason_args: the answer to "why this one?", a ``why.*`` code with its arguments.
        finished: the ticket that was finished by this call.
        expected: the ticket the clerk saw as next; another one means that a counter was faster.
    """

    ticket_id: uuid.UUID | None = None
    label: str = ""
    call_id: uuid.UUID | None = None
    klass: str = ""
    service_id: uuid.UUID | None = None
    reason: str = ""
    reason_args: dict[str, Any] = {}
    announce_no: int = 0
    finished: FinishedTicket | None = None
    expected: uuid.UUID | None = None
    repeated: bool = False


class Finish(Command, frozen=True, kw_only=True):
    """End what a counter is serving; ``ticket_id`` is the one the clerk means."""

    counter_id: uuid.UUID
    ticket_id: uuid.UUID | None = None
    event_id: uuid.UUID = msgspec.field(default_factory=new_id)
    now: datetime | None = None


class FinishOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """The ticket that ended, and what it was before (``called`` or ``serving``)."""

    ticket_id: uuid.UUID
    label: str
    state: str
    was: str
    repeated: bool = False


@hot
def call_next(work: Work, command: CallNext) -> Result[CallOutcome]:
    """Call the next ticket of a counter.

    Raises:
        UserError: ``counter.closed``, ``counter.taken``, ``counter.on_break``, ``queue.called_waits`` (number),
            ``queue.still_serving`` (number).
    Locks: the counter's shift; the ticket (others skip it); on a jump the lanes that are overtaken.
    Writes: ticket, call, shift, queue_lane, event, command.
    Changes: queue, calls.
    """
    command = with_moment(work, command)
    if work.on_postgresql:
        raw: str | bytes = postgresql_call(work, "loket_call_next", command)
    else:
        raw = msgspec.json.encode(sqlite_calls.call_next(work, command))
    outcome = msgspec.json.decode(raw, type=CallOutcome)
    return Result(outcome, _REPEATED if outcome.repeated else CHANGES)


@hot
def finish(work: Work, command: Finish) -> Result[FinishOutcome]:
    """Finish the ticket at a counter.

    Raises:
        UserError: ``queue.nobody_here``; ``queue.changed`` (number) when another ticket is there.
    Locks: the ticket. Writes: ticket, call, appointment, event, command. Changes: queue, calls.
    """
    command = with_moment(work, command)
    if work.on_postgresql:
        raw: str | bytes = postgresql_call(work, "loket_finish", command)
    else:
        raw = msgspec.json.encode(sqlite_calls.finish(work, command))
    outcome = msgspec.json.decode(raw, type=FinishOutcome)
    return Result(outcome, _REPEATED if outcome.repeated else CHANGES)
