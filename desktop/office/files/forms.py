"""Official forms of a file: filled from what is known, completed by the clerk, kept as a document in two parts.

``forms_of_file`` says which forms the file's service asks for, ``form_values`` fills one, ``print_form`` keeps and
queues it, ``stored_form`` reads it back. How a form looks is data: ``resources/forms``, drawn by
``desktop.printing.forms``. Called by the windows of a file, by the tour and by tools.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import msgspec

from desktop.domain.calendar import zone_label
from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.domain.numbers import FileNumber
from desktop.office.files.form_sources import (
    FORMS_SETTING,
    FormSettings,
    form_settings_of,
    people_of,
    read_file,
)
from desktop.office.files.intake_papers import OPEN_YEARS
from desktop.office.files.paper_store import store_document
from desktop.office.paper_queue import CHANGES
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work
from desktop.printing.forms import Form, FormSnapshot, form_codes, known_values, load_form, validate_form
from desktop.printing.forms.values import Row, Value


class FormChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A form that can be printed for a file; ``asked`` where its service asks for it."""

    code: str
    version: int
    title_id: str
    title_en: str
    asked: bool


class PrintForm(Command, frozen=True, kw_only=True):
    """Keep a filled form, and print it where a printer is named.

    Attributes:
        form: its code.
        form_version: None takes the newest.
        values: what the clerk filled in or changed; an empty text takes out what the program knew.
        tables: rows of tables, whole.
        printer_id: None keeps it without printing, for a preview or a PDF.
    """

    application_id: uuid.UUID
    form: str
    form_version: int | None = None
    values: dict[str, Value] = msgspec.field(default_factory=dict)
    tables: dict[str, tuple[Row, ...]] = msgspec.field(default_factory=dict)
    printer_id: uuid.UUID | None = None
    document_id: uuid.UUID = msgspec.field(default_factory=new_id)
    job_id: uuid.UUID = msgspec.field(default_factory=new_id)


class PrintedForm(msgspec.Struct, frozen=True, kw_only=True):
    """A form that was kept; ``errors`` and ``warnings`` count what ``validate_form`` finds in it."""

    document_id: uuid.UUID
    job_id: uuid.UUID | None
    form: str
    version: int
    errors: int = 0
    warnings: int = 0
    repeated: bool = False


def forms_of_file(work: Work, office_id: uuid.UUID, application_id: uuid.UUID) -> tuple[FormChoice, ...]:
    """Every form, those first that the file's own service version asks for.

    Raises:
        UserError: ``forms.no_file``.
    """
    from sqlalchemy import select

    from desktop.models.catalogue import ServiceVersion
    from desktop.models.files import Application

    row = work.connection.execute(
        select(ServiceVersion.content)
        .join(Application, Application.service_version_id == ServiceVersion.id)
        .where(Application.id == application_id, Application.office_id == office_id)
    ).first()
    if row is None:
        raise UserError("forms.no_file")
    asked = [str(code) for code in (row.content or {}).get("forms") or ()]
    known = form_codes()
    order = [code for code in asked if code in known] + [code for code in known if code not in asked]
    return tuple(
        FormChoice(
            code=form.code,
            version=form.version,
            title_id=form.title_id,
            title_en=form.title_en,
            asked=form.code in asked,
        )
        for form in map(load_form, order)
    )


def form_values(
    work: Work,
    office_id: uuid.UUID,
    application_id: uuid.UUID,
    form_code: str,
    version: int | None = None,
    staff_id: uuid.UUID | None = None,
) -> FormSnapshot:
    """A form filled from the file's person, proxy, contacts, service and the office's settings; two statements.

    It reads personal data: the window that shows it writes down who looked, as for the file itself.

    Args:
        version: of the form; None takes the newest.
        staff_id: whose name stands as the officer's; None leaves it out.

    Raises:
        UserError: ``forms.no_file``, ``forms.unknown``, ``forms.file``.
    """
    form = load_form(form_code, version)
    row = read_file(work, office_id, application_id, staff_id)
    settings = form_settings_of(row.forms)
    local = work.now().astimezone(ZoneInfo(row.time_zone)).replace(tzinfo=None)
    number = FileNumber(row.letter, row.year, row.number)
    known = {
        "today": local.date().isoformat(),
        "file.number": number.text,
        "file.service": row.service,
        "file.note": row.note or "",
        "office.name": row.office,
        "office.place": settings.place,
        "office.address": row.address,
        "office.head": settings.head,
        "office.head_nip": settings.head_nip,
        "office.region_code": settings.region_code,
        "clerk.name": row.clerk or "",
        **people_of(work, row),
    }
    return FormSnapshot(
        form=form.code,
        version=form.version,
        values=_filled(form, known, row.service_code),
        file_number=number.text,
        file_code=number.code,
        office=row.office,
        place=settings.place,
        signed_on=local.date(),
        printed_local=local.replace(microsecond=0),
        zone_label=zone_label(row.time_zone),
    )


def print_form(work: Work, command: PrintForm) -> Result[PrintedForm]:
    """Keep a form as it is filled now, and queue it; what is wrong with it is counted, never refused.

    Raises:
        UserError: as ``form_values``; ``forms.no_field`` for a value the form has no place for;
            ``paper.no_printer``, ``print.wrong_paper``.
    Writes: document, document_person, print_job, event, command. Changes: paper.
    """
    stored = remembered(work, command)
    if stored is not None:
        return Result(msgspec.convert({**stored, "repeated": True}, PrintedForm), frozenset())
    filled = form_values(
        work,
        command.office_id,
        command.application_id,
        command.form,
        command.form_version,
        command.staff_id,
    )
    form = load_form(filled.form, filled.version)
    snapshot = completed(form, filled, command.values, command.tables)
    matter, person = snapshot.in_two_parts()
    today = snapshot.signed_on or work.now().date()
    store_document(
        work,
        command.office_id,
        "form",
        command.application_id,
        {**matter, "template_version": form.version, "language": "id", "has_person": True},
        person,
        # Until the file is closed nobody knows how long; disposal goes by the file, this is the latest day.
        retention_until=_latest(today),
        person_id=_applicant(work, command),
        printer_id=command.printer_id,
        document_id=command.document_id,
        job_id=command.job_id,
    )
    findings = validate_form(form, snapshot)
    printed = PrintedForm(
        document_id=command.document_id,
        job_id=command.job_id if command.printer_id else None,
        form=form.code,
        version=form.version,
        errors=sum(one.level == "error" for one in findings),
        warnings=sum(one.level == "warning" for one in findings),
    )
    append_event(
        work,
        command,
        "form.printed",
        command.application_id,
        after={"document": command.document_id, "form": form.code, "version": form.version},
    )
    remember(work, command, "print_form", msgspec.to_builtins(printed))
    work.wake(command.office_id)
    return Result(printed, CHANGES)


def stored_form(work: Work, office_id: uuid.UUID, document_id: uuid.UUID) -> FormSnapshot:
    """A form as it was kept, to show or print again; empty where the person's part was disposed of.

    Raises:
        UserError: ``forms.no_file``; ``print.snapshot``.
    """
    from sqlalchemy import select

    from desktop.models.paper import Document, DocumentPerson

    row = work.connection.execute(
        select(Document.content, DocumentPerson.content.label("person"))
        .outerjoin(DocumentPerson, DocumentPerson.document_id == Document.id)
        .where(Document.id == document_id, Document.office_id == office_id, Document.kind == "form")
    ).first()
    if row is None:
        raise UserError("forms.no_file")
    fields = FormSnapshot.__struct_fields__
    return FormSnapshot.from_parts(
        {name: value for name, value in row.content.items() if name in fields}, row.person
    )


def completed(
    form: Form,
    filled: FormSnapshot,
    values: Mapping[str, Value],
    tables: Mapping[str, tuple[Row, ...]] | None = None,
) -> FormSnapshot:
    """What the clerk says, over what the program knew.

    Raises:
        UserError: ``forms.no_field`` naming the field or column that the form does not have.
    """
    places = {field.key for field in form.fields()} | {field.label_of_code for field in form.fields()}
    for key in values:
        if key not in places:
            raise UserError("forms.no_field", form=form.code, field=key)
    for key, rows in (tables or {}).items():
        field = form.field(key)
        columns = {column.key for column in field.columns} if field is not None else set()
        for row in rows:
            for name in row:
                if name not in columns:
                    raise UserError("forms.no_field", form=form.code, field=f"{key}:{name}")
    return msgspec.structs.replace(
        filled,
        values={key: value for key, value in {**filled.values, **values}.items() if value},
        tables={**filled.tables, **(tables or {})},
    )


def _filled(form: Form, known: Mapping[str, str], service: str) -> dict[str, Value]:
    values: dict[str, Value] = {
        field.key: known[field.source] for field in form.fields() if known.get(field.source)
    }
    for signature in form.signatures:
        for name in (signature.name, signature.nip):
            if name and known.get(name):
                values[name] = known[name]
    return values | known_values(form.code, service)


def _applicant(work: Work, command: PrintForm) -> uuid.UUID:
    from sqlalchemy import select

    from desktop.models.files import Application

    key: uuid.UUID = work.connection.execute(
        select(Application.applicant_id).where(Application.id == command.application_id)
    ).scalar_one()
    return key


def _latest(today: date) -> date:
    return today.replace(day=1) + timedelta(days=366 * OPEN_YEARS)


__all__ = [
    "FORMS_SETTING", "FormChoice", "FormSettings", "PrintForm", "PrintedForm", "completed", "form_settings_of",
    "form_values", "forms_of_file", "print_form", "stored_form",
]  # fmt: skip
