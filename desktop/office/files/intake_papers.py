"""The paper that ends an intake: the receipt, or the slip of what is missing. Called by ``registering``."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any, Final

from desktop.domain.calendar import weekday_from
from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.domain.numbers import FileNumber
from desktop.office.files.checklist import Answered
from desktop.office.files.commands import TakeInFile
from desktop.office.files.desk import Desk
from desktop.office.files.paper_store import store_document
from desktop.office.files.papers import receipt_content, shortage_content
from desktop.office.files.people import KeptPerson
from desktop.office.work import Work
from desktop.printing.kinds import fits

#: Papers about people are kept with the file; until it is closed nobody knows longer.
OPEN_YEARS: Final = 10


def latest_day(command: TakeInFile, desk: Desk) -> date:
    """Until when what is missing should come."""
    if command.return_by is not None:
        return command.return_by
    return weekday_from(desk.today + timedelta(days=desk.settings.return_days))


def write_paper(
    work: Work,
    command: TakeInFile,
    desk: Desk,
    key: uuid.UUID,
    number: FileNumber,
    kept: list[KeptPerson],
    items: tuple[Answered, ...],
    due: datetime | None,
) -> tuple[uuid.UUID, tuple[uuid.UUID, ...]]:
    """The receipt or the shortage slip in its two parts, and its print job where a printer is named."""
    from sqlalchemy import insert

    from desktop.models.paper import PrintJob

    kind, matter, person = _paper_of(work, command, desk, number, kept, items, due)
    printer = desk.row.printer
    if printer is not None and not fits(kind, printer):
        raise UserError("print.wrong_paper", kind=kind, paper=printer)
    document = store_document(
        work, command.office_id, kind, key, matter, person, person_id=kept[0].person_id,
        # Until the file is closed nobody knows how long; disposal goes by the file, this is the latest day.
        retention_until=desk.today.replace(day=1) + timedelta(days=366 * OPEN_YEARS),
    )  # fmt: skip
    if printer is None:
        return document, ()
    job = new_id()
    work.connection.execute(
        insert(PrintJob).values(
            id=job, office_id=command.office_id, document_id=document, printer_id=command.printer_id,
            state="queued", copy_number=0, attempts=0, created_at_utc=work.now(),
        )
    )  # fmt: skip
    return document, (job,)


def _paper_of(
    work: Work,
    command: TakeInFile,
    desk: Desk,
    number: FileNumber,
    kept: list[KeptPerson],
    items: tuple[Answered, ...],
    due: datetime | None,
) -> tuple[str, dict[str, Any], dict[str, Any]]:
    from desktop.office.files.paper_head import PaperHead, settings_of

    row, applicant = desk.row, kept[0]
    head = PaperHead(
        office=row.office,
        zone=row.time_zone,
        address=row.address,
        hotline=row.hotline,
        language=desk.language,
        settings=settings_of(row.receipt),
    )
    missing = [item for item in items if item.missing]
    if missing:
        matter, person = shortage_content(
            head,
            code=number.code,
            number=number.text,
            service=desk.service,
            missing=[f"{item.label} ({item.note})" if item.note else item.label for item in missing],
            issued_by=row.staff or "",
            issued_at_utc=work.now(),
            counter=desk.counter,
            note=command.note.strip(),
            latest=latest_day(command, desk),
            name=applicant.name,
            nik=applicant.nik,
        )
        return "shortage", matter, person
    promise = desk.content.get("promise") or {}
    fee = (desk.content.get("fee") or {}).get("text") or {}
    matter, person = receipt_content(
        head,
        number=number.text,
        code=number.code,
        service=desk.service,
        items=[(item.label, item.how) for item in items if item.how],
        received_by=row.staff or "",
        received_at_utc=work.now(),
        promised_at_utc=due,
        promise_value=int(promise.get("value", 0)),
        promise_unit=str(promise.get("unit", "working_day")),
        counter=desk.counter,
        fee_amount=row.fee_amount,
        fee_text=str(fee.get(desk.language) or fee.get("id") or ""),
        told_by="" if command.notice_way == "none" else command.notice_way,
        name=applicant.name,
        nik=applicant.nik,
        phone=applicant.phone,
        email=applicant.email,
        proxy_name=kept[1].name if len(kept) > 1 else "",
    )
    return "receipt", matter, person
