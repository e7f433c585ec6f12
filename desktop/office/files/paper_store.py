"""Documents of a file as rows: stored with their print job, and printed again as a marked copy.

``store_document`` is for the use-cases that make a paper, inside their own transaction; ``reprint_document`` is
a use-case of its own, for windows and tools. What stands on the papers comes from ``desktop.office.files.papers``.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.office.paper_queue import CHANGES, PRINTED_STATES, JobOutcome, set_job
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work
from desktop.printing.kinds import fits

_OPEN_STATES: Final = ("queued", "claimed", "unknown", "failed")


class ReprintDocument(Command, frozen=True, kw_only=True):
    """Print a stored document again; ``printer_id`` None takes the printer of the last time."""

    document_id: uuid.UUID
    printer_id: uuid.UUID | None = None
    job_id: uuid.UUID = msgspec.field(default_factory=new_id)


def store_document(
    work: Work,
    office_id: uuid.UUID,
    kind: str,
    subject_id: uuid.UUID,
    matter: Mapping[str, Any],
    person: Mapping[str, Any],
    *,
    retention_until: date,
    person_id: uuid.UUID | None = None,
    printer_id: uuid.UUID | None = None,
    replaces_id: uuid.UUID | None = None,
    document_id: uuid.UUID | None = None,
    job_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Store both parts of a document and queue it; two or three statements, no event.

    Args:
        kind: a key of ``desktop.printing.kinds.KINDS``.
        subject_id: of the file (or what else the paper is about).
        matter, person: as a builder gave them; an empty person's part makes no row.
        retention_until: when the person's part is disposed of.
        printer_id: None stores it without printing.

    Returns:
        The document's key.

    Raises:
        UserError: ``paper.no_printer`` where the printer is unknown or not in use; ``print.wrong_paper`` where this
            kind of document does not fit its paper.
    """
    from sqlalchemy import insert

    from desktop.models.paper import Document, DocumentPerson, PrintJob

    if printer_id is not None:
        check_printer(work, office_id, printer_id, kind)
    key = document_id or new_id()
    now = work.now()
    work.connection.execute(
        insert(Document).values(
            id=key,
            office_id=office_id,
            kind=kind,
            subject_id=subject_id,
            replaces_id=replaces_id,
            template_version=matter["template_version"],
            language=matter["language"],
            content=dict(matter),
            created_at_utc=now,
        )
    )
    if matter.get("has_person"):
        work.connection.execute(
            insert(DocumentPerson).values(
                document_id=key,
                office_id=office_id,
                person_id=person_id,
                content=dict(person),
                retention_until=retention_until,
            )
        )
    if printer_id is not None:
        work.connection.execute(
            insert(PrintJob).values(
                id=job_id or new_id(),
                office_id=office_id,
                document_id=key,
                printer_id=printer_id,
                state="queued",
                copy_number=0,
                attempts=0,
                created_at_utc=now,
            )
        )
    return key


def check_printer(work: Work, office_id: uuid.UUID, printer_id: uuid.UUID, kind: str) -> None:
    """Refuse a printer that cannot print this kind of document; one statement.

    Raises:
        UserError: ``paper.no_printer``, ``print.wrong_paper`` (document, paper).
    """
    from sqlalchemy import select

    from desktop.models.paper import Printer

    paper: str | None = work.connection.execute(
        select(Printer.kind).where(Printer.id == printer_id, Printer.office_id == office_id, Printer.active)
    ).scalar_one_or_none()
    if paper is None:
        raise UserError("paper.no_printer")
    if not fits(kind, paper):
        raise UserError("print.wrong_paper", document=kind, paper=paper)


def reprint_document(work: Work, command: ReprintDocument) -> Result[JobOutcome]:
    """Queue a stored document once more, marked "SALINAN ke-n" where a paper came out or may have.

    Raises:
        UserError: ``paper.unknown_job`` where there is no such document; ``paper.no_printer``;
            ``print.wrong_paper``.
    Locks: the document's open jobs.
    Writes: print_job, event, command. Changes: paper.
    """
    from sqlalchemy import insert, select

    from desktop.models.paper import Document, PrintJob

    stored = remembered(work, command)
    if stored is not None:
        return Result(msgspec.convert({**stored, "repeated": True}, JobOutcome), frozenset())
    run = work.connection.execute
    kind: str | None = run(
        select(Document.kind).where(
            Document.id == command.document_id, Document.office_id == command.office_id
        )
    ).scalar_one_or_none()
    if kind is None:
        raise UserError("paper.unknown_job")
    jobs = run(
        select(PrintJob.id, PrintJob.state, PrintJob.reason, PrintJob.copy_number, PrintJob.printer_id)
        .where(PrintJob.document_id == command.document_id)
        .order_by(PrintJob.created_at_utc.desc(), PrintJob.id.desc())
        .with_for_update()
    ).all()
    printer = command.printer_id or (jobs[0].printer_id if jobs else None)
    if printer is None:
        raise UserError("paper.no_printer")
    check_printer(work, command.office_id, printer, kind)
    seen = [
        job.copy_number
        for job in jobs
        # "failed" and "cancelled" never showed a paper to anybody, but for one that was in doubt before.
        if job.state in (*PRINTED_STATES, "sending", "unknown") or job.reason == "paper.replaced_in_doubt"
    ]
    number = max(seen) + 1 if seen else 0
    for job in jobs:
        if job.state in _OPEN_STATES:
            doubt = job.state == "unknown"
            set_job(
                work,
                job.id,
                state="cancelled",
                reason="paper.replaced_in_doubt" if doubt else "paper.replaced",
            )
            append_event(
                work,
                command,
                "paper.cancelled",
                job.id,
                before={"state": job.state},
                after={"state": "cancelled"},
                reason="paper.replaced",
            )
    run(
        insert(PrintJob).values(
            id=command.job_id,
            office_id=command.office_id,
            document_id=command.document_id,
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
        after={"document": command.document_id, "kind": kind, "copy": number},
    )
    outcome = JobOutcome(job_id=command.job_id, state="queued", copy_number=number)
    remember(work, command, "reprint_document", msgspec.to_builtins(outcome))
    work.wake(command.office_id)
    return Result(outcome, CHANGES)


__all__ = ["ReprintDocument", "check_printer", "reprint_document", "store_document"]
