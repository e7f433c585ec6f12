"""Papers that tracking prints: a late file's apology, the routing list. Called through ``due`` and ``routing``."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.files import RUNNING_STATES
from desktop.domain.promise import promise_of
from desktop.office.files.moving_codes import number_text
from desktop.office.files.paper_store import store_document
from desktop.office.files.papers import apology_content, read_paper_head, routing_content
from desktop.office.files.rows import read_file_settings
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Result, Work, business_day

if TYPE_CHECKING:
    from desktop.office.files.due import PrintApology, PrintedApology
    from desktop.office.files.routing import PrintRouting

CHANGES = frozenset({"paper"})
_REPEATED: frozenset[str] = frozenset()
#: Papers of files that are still open are kept until the file is closed, and then for the office's years.
OPEN_YEARS = 1


def queue_apology(work: Work, command: PrintApology) -> Result[PrintedApology]:
    """See ``due.print_apology``."""
    from sqlalchemy import select

    from desktop.models.catalogue import ServiceVersion
    from desktop.models.files import Application
    from desktop.models.people import Person
    from desktop.office.files.due import PrintedApology

    if (stored := remembered(work, command)) is not None:
        return Result(msgspec.convert({**stored, "repeated": True}, PrintedApology, strict=False), _REPEATED)
    row: Any = work.connection.execute(
        select(
            Application.id, Application.letter, Application.year, Application.number, Application.code,
            Application.state, Application.language, Application.due_at_utc, Application.ready_at_utc,
            Application.paused_since_utc, Application.applicant_id, ServiceVersion.short_id,
            ServiceVersion.short_en, ServiceVersion.content, Person.name, Person.nik,
        )
        .join(ServiceVersion, ServiceVersion.id == Application.service_version_id)
        .join(Person, Person.id == Application.applicant_id)
        .where(Application.id == command.application_id, Application.office_id == command.office_id)
    ).first()  # fmt: skip
    if row is None:
        raise UserError("file.not_found", number="")
    number = number_text(row.letter, row.year, row.number)
    running = row.state in RUNNING_STATES and row.paused_since_utc is None
    until = work.now() if running else row.ready_at_utc
    if row.due_at_utc is None or until is None or until <= row.due_at_utc:
        raise UserError("file.not_late", number=number)
    head = read_paper_head(work, command.office_id, row.language)
    promise = promise_of(row.content)
    matter, person = apology_content(
        head,
        number=number,
        code=row.code,
        service=row.short_en if row.language == "en" else row.short_id,
        promised_at_utc=row.due_at_utc,
        promise_unit=promise.unit if promise else "working_day",
        issued_by=_name(work, command.staff_id),
        issued_at_utc=work.now(),
        text=command.text.strip(),
        compensation=command.compensation.strip(),
        name=row.name,
        nik=row.nik or "",
    )
    store_document(
        work, command.office_id, "apology", row.id, {"has_person": True, **matter}, person,
        retention_until=_keep_until(work, command.office_id, business_day(work.now(), head.zone)),
        person_id=row.applicant_id, printer_id=command.printer_id, document_id=command.document_id,
        job_id=command.job_id,
    )  # fmt: skip
    append_event(work, command, "application.apologised", row.id, after={"document": command.document_id})
    printed = PrintedApology(
        application_id=row.id, document_id=command.document_id, job_id=command.job_id, number=number
    )
    remember(work, command, "print_apology", msgspec.to_builtins(printed))
    work.wake(command.office_id)
    return Result(printed, CHANGES)


def queue_routing_list(work: Work, command: PrintRouting) -> Result[uuid.UUID]:
    """See ``routing.print_routing``."""
    from sqlalchemy import select
    from sqlalchemy.orm import aliased

    from desktop.models.catalogue import ServiceVersion
    from desktop.models.files import Application, Routing
    from desktop.models.people import Person
    from desktop.models.staff import Staff

    if remembered(work, command) is not None:
        return Result(command.document_id, _REPEATED)
    sender, receiver, signer = aliased(Staff), aliased(Staff), aliased(Staff)
    rows: list[Any] = list(
        work.connection.execute(
            select(
                Application.letter, Application.year, Application.number, ServiceVersion.short_id, Person.name,
                Person.restricted, Routing.to_unit, Routing.sent_at_utc, Routing.signed_at_utc,
                sender.name.label("sent_by"), receiver.name.label("sent_to"), signer.name.label("signed_by"),
            )
            .join(Routing, Routing.application_id == Application.id)
            .join(ServiceVersion, ServiceVersion.id == Application.service_version_id)
            .join(Person, Person.id == Application.applicant_id)
            .join(sender, sender.id == Routing.from_id)
            .outerjoin(receiver, receiver.id == Routing.to_id)
            .outerjoin(signer, signer.id == Routing.signed_by_id)
            .where(
                Routing.office_id == command.office_id, Routing.list_id == command.list_id, ~Routing.recalled
            )
            .order_by(Application.code)
        )
    )  # fmt: skip
    if not rows:
        raise UserError("routing.unknown_list")
    head = read_paper_head(work, command.office_id)
    signed = all(row.signed_at_utc is not None for row in rows)
    first = rows[0]
    matter, person = routing_content(
        head,
        number=command.list_id.hex[-8:].upper(),
        code="",
        from_unit="",
        to_unit=first.sent_to or first.to_unit,
        files=[
            {
                "number": number_text(row.letter, row.year, row.number),
                "service": row.short_id,
                "name": "" if row.restricted else row.name,
            }
            for row in rows
        ],
        sent_by=first.sent_by,
        sent_at_utc=first.sent_at_utc,
        received_by=(first.signed_by or "") if signed else "",
        received_at_utc=first.signed_at_utc if signed else None,
    )
    store_document(
        work, command.office_id, "routing_list", command.list_id, matter, person,
        retention_until=_keep_until(work, command.office_id, business_day(work.now(), head.zone)),
        printer_id=command.printer_id, document_id=command.document_id, job_id=command.job_id,
    )  # fmt: skip
    append_event(work, command, "routing.printed", command.list_id, after={"document": command.document_id})
    remember(work, command, "print_routing", {"document_id": command.document_id})
    work.wake(command.office_id)
    return Result(command.document_id, CHANGES)


def _name(work: Work, staff_id: uuid.UUID | None) -> str:
    from sqlalchemy import select

    from desktop.models.staff import Staff

    if staff_id is None:
        return ""
    return str(
        work.connection.execute(select(Staff.name).where(Staff.id == staff_id)).scalar_one_or_none() or ""
    )


def _keep_until(work: Work, office_id: uuid.UUID, today: date) -> date:
    years = read_file_settings(work, office_id).retention_years + OPEN_YEARS
    return today.replace(year=today.year + years, day=min(today.day, 28))
