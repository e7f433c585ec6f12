"""The durable queue of print jobs: who prints what, with leases, and what is "belum tercetak".

A job is handed to one worker at a time. It is printed again by itself only while not a byte of it went out;
a worker that died in the middle leaves a job in doubt (``unknown``), which only a person settles
(docs/decisions/0004-paper.md). Workers use ``desktop.office.paper_jobs``, windows this module and its queries
in ``desktop.office.paper_status``.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.office.paper_status import PaperCounts, Unprinted, paper_counts, unprinted
from desktop.office.records import append_event, remember, remembered
from desktop.office.slips import read_slip_content
from desktop.office.work import Command, Result, Work

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

CHANGES: Final = frozenset({"paper"})
_REPEATED: Final[frozenset[str]] = frozenset()

PAPER_SETTING: Final = "paper"
"""Name of the office's setting: ``{"stale_after_min": int}``."""

STALE_AFTER_MIN: Final = 20
"""A slip that could not be printed for this many minutes is left out: its owner has gone by the large number."""

PRINTED_STATES: Final = ("sent", "confirmed")


class ReprintSlip(Command, frozen=True, kw_only=True):
    """Print a ticket's slip again; ``printer_id`` None takes the printer of the last time."""

    ticket_id: uuid.UUID
    printer_id: uuid.UUID | None = None
    job_id: uuid.UUID = msgspec.field(default_factory=new_id)
    document_id: uuid.UUID = msgspec.field(default_factory=new_id)


class CancelJob(Command, frozen=True, kw_only=True):
    """Do not print this job."""

    job_id: uuid.UUID


class SettleDoubt(Command, frozen=True, kw_only=True):
    """Somebody looked: the paper of an ``unknown`` job came out, or it did not (then it is given up)."""

    job_id: uuid.UUID
    came_out: bool


class JobOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """A print job after a command."""

    job_id: uuid.UUID
    state: str
    copy_number: int = 0
    repeated: bool = False


def reprint_slip(work: Work, command: ReprintSlip) -> Result[JobOutcome]:
    """Queue a ticket's slip once more; earlier jobs of it that are still open are withdrawn.

    It is marked as a copy where a slip came out, or may have. A ticket that was issued without paper gets its
    first slip.

    Raises:
        UserError: ``queue.unknown_ticket``; ``paper.no_printer`` where none is known or it is not in use.
    Locks: the slip's open jobs.
    Writes: print_job, event, command; document where there was none.
    Changes: paper.
    """
    from sqlalchemy import func, insert, select

    from desktop.models.paper import Printer, PrintJob

    if (again := _again(work, command)) is not None:
        return again
    document, last_printer = _document_of(work, command)
    printer = command.printer_id or last_printer
    usable = work.connection.execute(
        select(Printer.id).where(
            Printer.id == printer, Printer.office_id == command.office_id, Printer.active
        )
    ).first()
    if usable is None:
        raise UserError("paper.no_printer")
    _withdraw(work, command, PrintJob.document_id == document)
    copies: int | None = work.connection.execute(
        select(func.max(PrintJob.copy_number)).where(
            PrintJob.document_id == document,
            # "failed" and "cancelled" never showed a slip to anybody, but for one that was in doubt before.
            PrintJob.state.in_((*PRINTED_STATES, "sending", "unknown"))
            | (PrintJob.reason == "paper.replaced_in_doubt"),
        )
    ).scalar_one()
    number = 0 if copies is None else copies + 1
    work.connection.execute(
        insert(PrintJob).values(
            id=command.job_id,
            office_id=command.office_id,
            document_id=document,
            printer_id=printer,
            state="queued",
            copy_number=number,
            attempts=0,
            created_at_utc=work.now(),
        )
    )
    append_event(
        work,
        command,
        "paper.reprinted",
        command.job_id,
        after={"ticket": command.ticket_id, "document": document, "copy": number},
    )
    return _done(
        work, command, "reprint_slip", JobOutcome(job_id=command.job_id, state="queued", copy_number=number)
    )


def cancel_job(work: Work, command: CancelJob) -> Result[JobOutcome]:
    """Take a job out of the queue; one that a printer is busy with cannot be taken back.

    Raises:
        UserError: ``paper.unknown_job``, ``paper.printing_now``, ``paper.already_printed``.
    Locks: the job.
    Writes: print_job, event, command.
    Changes: paper.
    """
    from desktop.models.paper import PrintJob

    if (again := _again(work, command)) is not None:
        return again
    state = _locked_state(work, command.office_id, command.job_id)
    if state == "sending":
        raise UserError("paper.printing_now")
    if state in PRINTED_STATES:
        raise UserError("paper.already_printed")
    if state != "cancelled":
        _withdraw(work, command, PrintJob.id == command.job_id, reason="paper.withdrawn")
    return _done(work, command, "cancel_job", JobOutcome(job_id=command.job_id, state="cancelled"))


def settle_doubt(work: Work, command: SettleDoubt) -> Result[JobOutcome]:
    """Write down what somebody saw of a job in doubt.

    Raises:
        UserError: ``paper.unknown_job``, ``paper.not_in_doubt``.
    Locks: the job.
    Writes: print_job, event, command.
    Changes: paper.
    """
    if (again := _again(work, command)) is not None:
        return again
    if _locked_state(work, command.office_id, command.job_id) != "unknown":
        raise UserError("paper.not_in_doubt")
    state = "sent" if command.came_out else "failed"
    set_job(work, command.job_id, state=state, reason="paper.seen" if command.came_out else "paper.not_seen")
    append_event(
        work,
        command,
        "paper.settled",
        command.job_id,
        before={"state": "unknown"},
        after={"state": state},
    )
    return _done(work, command, "settle_doubt", JobOutcome(job_id=command.job_id, state=state))


def set_job(work: Work, job_id: uuid.UUID, *, state: str, reason: str) -> None:
    """End a locked job in ``state``; nobody holds it any longer."""
    from sqlalchemy import update

    from desktop.models.paper import PrintJob

    work.connection.execute(
        update(PrintJob)
        .where(PrintJob.id == job_id)
        .values(
            state=state, reason=reason or None, leased_by=None, leased_until_utc=None, done_at_utc=work.now()
        )
    )


def _document_of(work: Work, command: ReprintSlip) -> tuple[uuid.UUID, uuid.UUID | None]:
    """The ticket's slip and the printer it went to; makes the slip where there is none."""
    from sqlalchemy import select

    from desktop.models.paper import Document, PrintJob

    row = work.connection.execute(
        select(Document.id, PrintJob.printer_id)
        .outerjoin(PrintJob, PrintJob.document_id == Document.id)
        .where(
            Document.subject_id == command.ticket_id,
            Document.kind == "slip",
            Document.office_id == command.office_id,
        )
        .order_by(Document.created_at_utc.desc(), PrintJob.created_at_utc.desc())
        .limit(1)
    ).first()
    if row is not None:
        return row[0], row[1]
    return _first_slip(work, command), None


def _first_slip(work: Work, command: ReprintSlip) -> uuid.UUID:
    from sqlalchemy import insert, select

    from desktop.models.paper import Document
    from desktop.models.queue import Ticket

    ticket = work.connection.execute(
        select(
            Ticket.service_id,
            Ticket.label,
            Ticket.code,
            Ticket.klass,
            Ticket.language,
            Ticket.issued_at_utc,
            Ticket.slot_at_utc,
            Ticket.wait_low_min,
            Ticket.wait_high_min,
        ).where(Ticket.id == command.ticket_id, Ticket.office_id == command.office_id)
    ).first()
    if ticket is None:
        raise UserError("queue.unknown_ticket")
    content = read_slip_content(
        work,
        command.office_id,
        ticket.service_id,
        language=ticket.language,
        priority=ticket.klass == "priority",
        wait_low_min=ticket.wait_low_min,
        wait_high_min=ticket.wait_high_min,
        slot_at_utc=ticket.slot_at_utc,
    )
    work.connection.execute(
        insert(Document).values(
            id=command.document_id,
            office_id=command.office_id,
            kind="slip",
            subject_id=command.ticket_id,
            template_version=content["template_version"],
            language=ticket.language,
            content={
                **content,
                "number": ticket.label,
                "code": ticket.code,
                "issued_at_utc": ticket.issued_at_utc.isoformat(),
            },
            created_at_utc=work.now(),
        )
    )
    return command.document_id


def _withdraw(
    work: Work, command: Command, which: ColumnElement[bool], *, reason: str = "paper.replaced"
) -> None:
    """Take open jobs out of the queue; one that is being sent runs on, it cannot be stopped."""
    from sqlalchemy import select

    from desktop.models.paper import PrintJob

    open_jobs: Sequence[Any] = work.connection.execute(
        select(PrintJob.id, PrintJob.state)
        .where(which, PrintJob.state.in_(("queued", "claimed", "unknown", "failed")))
        .with_for_update()
    ).all()
    for job_id, state in open_jobs:
        doubt = state == "unknown" and reason == "paper.replaced"
        set_job(work, job_id, state="cancelled", reason="paper.replaced_in_doubt" if doubt else reason)
        append_event(
            work,
            command,
            "paper.cancelled",
            job_id,
            before={"state": state},
            after={"state": "cancelled"},
            reason=reason,
        )


def _locked_state(work: Work, office_id: uuid.UUID, job_id: uuid.UUID) -> str:
    from sqlalchemy import select

    from desktop.models.paper import PrintJob

    state = work.connection.execute(
        select(PrintJob.state).where(PrintJob.id == job_id, PrintJob.office_id == office_id).with_for_update()
    ).scalar_one_or_none()
    if state is None:
        raise UserError("paper.unknown_job")
    return state


def _again(work: Work, command: Command) -> Result[JobOutcome] | None:
    stored = remembered(work, command)
    if stored is None:
        return None
    return Result(msgspec.convert({**stored, "repeated": True}, JobOutcome), _REPEATED)


def _done(work: Work, command: Command, name: str, outcome: JobOutcome) -> Result[JobOutcome]:
    remember(work, command, name, msgspec.to_builtins(outcome))
    work.wake(command.office_id)
    return Result(outcome, CHANGES)


__all__ = [
    "CancelJob",
    "JobOutcome",
    "PaperCounts",
    "ReprintSlip",
    "SettleDoubt",
    "Unprinted",
    "cancel_job",
    "paper_counts",
    "reprint_slip",
    "settle_doubt",
    "unprinted",
]
