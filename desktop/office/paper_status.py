"""What has not come out of the printers yet: the "belum tercetak" of tickets, and the figures of a status bar.

Called by the live queries and presenters of every station.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Final

import msgspec

from desktop.office.queue.rows import office_day
from desktop.office.work import Work

OPEN_STATES: Final = ("queued", "claimed", "sending", "unknown", "failed")
_ENDED_TICKETS: Final = ("done", "cancelled", "unserved")
_LOOK_BACK: Final = timedelta(days=2)


class Unprinted(msgspec.Struct, frozen=True):
    """A ticket whose slip has not come out.

    Attributes:
        state: of its print job: ``queued``, ``claimed``, ``sending``, ``unknown`` (ask whether it came out) or
            ``failed``.
        reason: code of why, such as ``print.no_paper``; empty while it is being tried for the first time.
        printer: the printer's name.
    """

    ticket_id: uuid.UUID
    label: str
    job_id: uuid.UUID
    state: str
    reason: str
    printer: str


class PaperCounts(msgspec.Struct, frozen=True):
    """Figures for a status bar.

    Attributes:
        waiting: jobs that a printer still tries.
        in_doubt: jobs of which nobody knows whether they came out.
        failed: jobs that were given up.
        reason: why the oldest waiting job could not be printed yet; empty while nothing is wrong.
        printer: the name of that job's printer.
    """

    waiting: int
    in_doubt: int
    failed: int
    reason: str
    printer: str


def unprinted(work: Work, office_id: uuid.UUID, *, grace_s: float = 5.0) -> tuple[Unprinted, ...]:
    """Today's open tickets that are "belum tercetak", in the order in which they were issued.

    Args:
        work: the open transaction.
        office_id: the office.
        grace_s: a job younger than this many seconds is being printed, not missing.
    """
    from sqlalchemy import and_, or_, select

    from desktop.models.paper import Document, Printer, PrintJob
    from desktop.models.queue import Ticket

    now = work.now()
    rows = work.connection.execute(
        select(Ticket.id, Ticket.label, PrintJob.id, PrintJob.state, PrintJob.reason, Printer.name)
        .join_from(PrintJob, Document, Document.id == PrintJob.document_id)
        .join(Ticket, Ticket.id == Document.subject_id)
        .join(Printer, Printer.id == PrintJob.printer_id)
        .where(
            PrintJob.office_id == office_id,
            PrintJob.state.in_(OPEN_STATES),
            PrintJob.created_at_utc >= now - _LOOK_BACK,
            or_(
                PrintJob.state.in_(("unknown", "failed")),
                and_(PrintJob.reason.is_not(None), PrintJob.reason != ""),
                PrintJob.created_at_utc <= now - timedelta(seconds=grace_s),
            ),
            Ticket.state.not_in(_ENDED_TICKETS),
            Ticket.business_day == office_day(work, office_id),
        )
        .order_by(Ticket.issued_at_utc, Ticket.label, PrintJob.created_at_utc)
    )
    newest = {row[0]: Unprinted(*row[:4], row[4] or "", row[5]) for row in rows}
    return tuple(newest.values())


def paper_counts(work: Work, office_id: uuid.UUID, printer_id: uuid.UUID | None = None) -> PaperCounts:
    """What a status bar says about paper, for one printer or for all."""
    from sqlalchemy import select

    from desktop.models.paper import Printer, PrintJob

    query = (
        select(PrintJob.state, PrintJob.reason, Printer.name)
        .join(Printer, Printer.id == PrintJob.printer_id)
        .where(
            PrintJob.office_id == office_id,
            PrintJob.state.in_(OPEN_STATES),
            PrintJob.created_at_utc >= work.now() - timedelta(hours=12),
        )
        .order_by(PrintJob.created_at_utc, PrintJob.id)
    )
    if printer_id is not None:
        query = query.where(PrintJob.printer_id == printer_id)
    rows = work.connection.execute(query).all()
    waiting = [row for row in rows if row.state in ("queued", "claimed", "sending")]
    troubled = next((row for row in waiting if row.reason), None)
    return PaperCounts(
        waiting=len(waiting),
        in_doubt=sum(row.state == "unknown" for row in rows),
        failed=sum(row.state == "failed" for row in rows),
        reason="" if troubled is None else str(troubled.reason),
        printer="" if troubled is None else str(troubled.name),
    )
