"""Stored papers of a file read again: the whole paper for a preview or a PDF, and what has not come out yet.

Called by windows' queries, the tour and tools. A paper names a person: who opens one for somebody to see records the
look (``record_look``), as for any other personal data.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from desktop.domain.errors import UserError
from desktop.office.files.paper_snapshots import document_snapshot
from desktop.office.paper_status import OPEN_STATES
from desktop.office.work import Work

if TYPE_CHECKING:
    from desktop.printing.snapshots import Snapshot

_LOOK_BACK: Final = timedelta(days=14)


class UnprintedPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper of a file that has not come out.

    Attributes:
        document_id: for ``reprint_document``.
        kind: ``receipt``, ``shortage`` ...
        subject_id: the file.
        code: what its paper carries, such as ``K260048667``; empty where it carries none.
        state: of its last print job: ``queued``, ``claimed``, ``sending``, ``unknown`` (ask) or ``failed``.
        reason: code of why, such as ``print.no_paper``; empty while it is tried for the first time.
        printer: the printer's name.
    """

    document_id: uuid.UUID
    kind: str
    subject_id: uuid.UUID
    code: str
    job_id: uuid.UUID
    state: str
    reason: str
    printer: str


def read_document(work: Work, office_id: uuid.UUID, document_id: uuid.UUID) -> Snapshot:
    """The paper that a stored document stands for; give it to ``desktop.printing.render.render_document``.

    Raises:
        UserError: ``paper.unknown_job`` where the office has no such document; ``print.snapshot``,
            ``print.document_kind``.
    """
    from sqlalchemy import select

    from desktop.models.office import Office
    from desktop.models.paper import Document, DocumentPerson

    row = work.connection.execute(
        select(Document.kind, Document.content, DocumentPerson.content.label("person"), Office.time_zone)
        .join_from(Document, Office, Office.id == Document.office_id)
        .outerjoin(DocumentPerson, DocumentPerson.document_id == Document.id)
        .where(Document.id == document_id, Document.office_id == office_id)
    ).first()
    if row is None:
        raise UserError("paper.unknown_job")
    return document_snapshot(row.kind, row.content, row.person, row.time_zone)


def unprinted_papers(work: Work, office_id: uuid.UUID, *, grace_s: float = 5.0) -> tuple[UnprintedPaper, ...]:
    """Papers of files of the last two weeks that are "belum tercetak", oldest first; one statement.

    Args:
        grace_s: a job younger than this many seconds is being printed, not missing.
    """
    from sqlalchemy import or_, select

    from desktop.models.paper import Document, Printer, PrintJob

    now = work.now()
    rows = work.connection.execute(
        select(
            Document.id,
            Document.kind,
            Document.subject_id,
            Document.content,
            PrintJob.id.label("job_id"),
            PrintJob.state,
            PrintJob.reason,
            Printer.name,
        )
        .join_from(PrintJob, Document, Document.id == PrintJob.document_id)
        .join(Printer, Printer.id == PrintJob.printer_id)
        .where(
            PrintJob.office_id == office_id,
            PrintJob.state.in_(OPEN_STATES),
            PrintJob.created_at_utc >= now - _LOOK_BACK,
            or_(
                PrintJob.state.in_(("unknown", "failed")),
                PrintJob.reason.is_not(None),
                PrintJob.created_at_utc <= now - timedelta(seconds=grace_s),
            ),
            Document.kind != "slip",
        )
        .order_by(PrintJob.created_at_utc, PrintJob.id)
    )
    newest = {
        row.id: UnprintedPaper(
            document_id=row.id,
            kind=row.kind,
            subject_id=row.subject_id,
            code=str(row.content.get("code", "")),
            job_id=row.job_id,
            state=row.state,
            reason=row.reason or "",
            printer=row.name,
        )
        for row in rows
    }
    return tuple(newest.values())


__all__ = ["UnprintedPaper", "read_document", "unprinted_papers"]
