"""Issuing a ticket: number, visit, slip and print job in one transaction.

On PostgreSQL this is one statement (a database function), on SQLite the same steps by hand.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import msgspec

from desktop.domain.ids import new_id
from desktop.office.queue import sqlite_hot
from desktop.office.runner import hot
from desktop.office.work import Command, Result, Work

CHANGES = frozenset({"queue"})
_REPEATED: frozenset[str] = frozenset()


class IssueTicket(Command, frozen=True, kw_only=True):
    """Give a visitor a number.

    Attributes:
        service_id: the service; its group gives the letter, P where ``priority``.
        priority: asked for in one tap, without proof; ``reason`` is one of domain.states.PRIORITY_REASONS.
        needs: codes of help needed at the call; never shown on a display.
        nik_hash: keyed hash of the day (domain.nik.daily_hash) where the visitor gave a NIK.
        slip: the frozen parts of the slip (printing.snapshots.SlipSnapshot without number, code, people
            ahead and time, which are added here); printed where ``printer_id`` is set.
        wait_low_min, wait_median_min, wait_high_min: what the visitor was told, minutes.
        slot_at: the appointment's time; later than now means that the ticket joins the line then.
        visit_id: the visit that gets another ticket; None begins one.
    """

    service_id: uuid.UUID
    priority: bool = False
    reason: str | None = None
    needs: tuple[str, ...] | None = None
    source: str = "kiosk"
    language: str = "id"
    nik_hash: str | None = None
    slip: dict[str, Any] | None = None
    printer_id: uuid.UUID | None = None
    wait_low_min: int | None = None
    wait_median_min: int | None = None
    wait_high_min: int | None = None
    slot_at: datetime | None = None
    appointment_id: uuid.UUID | None = None
    target_counter_id: uuid.UUID | None = None
    visit_id: uuid.UUID | None = None
    ticket_id: uuid.UUID = msgspec.field(default_factory=new_id)
    document_id: uuid.UUID = msgspec.field(default_factory=new_id)
    job_id: uuid.UUID = msgspec.field(default_factory=new_id)
    event_id: uuid.UUID = msgspec.field(default_factory=new_id)
    now: datetime | None = None


class IssuedTicket(msgspec.Struct, frozen=True, kw_only=True):
    """The number that was given."""

    ticket_id: uuid.UUID
    label: str
    code: str
    people_ahead: int
    issued_at_utc: datetime
    state: str
    job_id: uuid.UUID | None = None
    repeated: bool = False


@hot
def issue_ticket(work: Work, command: IssueTicket) -> Result[IssuedTicket]:
    """Give a visitor a number and queue the slip.

    Raises:
        UserError: ``queue.no_service``, ``queue.quota`` (quota), ``queue.nik_limit`` (limit).
    Locks: the day's row of the letter, taken last; the lane where the group has a quota.
    Writes: visit, ticket, document, print_job, event, command; sequence, queue_lane, nik_use.
    Changes: queue.
    """
    command = with_moment(work, command)
    if work.on_postgresql:
        raw: str | bytes = postgresql_call(work, "loket_issue_ticket", command)
    else:
        raw = msgspec.json.encode(sqlite_hot.issue_ticket(work, command))
    issued = msgspec.json.decode(raw, type=IssuedTicket)
    return Result(issued, _REPEATED if issued.repeated else CHANGES)


def with_moment(work: Work, command: Any) -> Any:
    """``command`` with the set clock's moment; unchanged where the database's own clock rules."""
    moment = work.clock.moment()
    return command if moment is None else msgspec.structs.replace(command, now=moment)


def postgresql_call(work: Work, function: str, command: Command) -> str:
    """Run one of the database's functions with ``command`` as its JSON argument; returns JSON text."""
    text = msgspec.json.encode(command).decode()
    cursor = work.connection.exec_driver_sql(f"SELECT {function}(%s::jsonb)::text", (text,))
    return cursor.scalar_one()  # type: ignore[no-any-return]
