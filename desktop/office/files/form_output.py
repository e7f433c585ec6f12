"""What can be done with forms at a window or a tool: what is on offer, what is still missing, empty papers, PDFs.

A filled form is kept by ``desktop.office.files.forms.print_form``; an empty one holds nothing of anybody and is only
queued. Called by the sheet of forms, the registers' sheet and tools.
"""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from desktop.domain.errors import EnvironmentFault, UserError
from desktop.domain.ids import new_id
from desktop.domain.numbers import FileNumber
from desktop.office.files.forms import form_values, stored_form
from desktop.office.files.paper_store import store_document
from desktop.office.paper_queue import CHANGES
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work
from desktop.printing.forms import (
    FormSnapshot,
    form_codes,
    load_form,
    render_form,
    render_snapshot,
    validate_form,
)

if TYPE_CHECKING:
    from desktop.printing.forms import Form

PAPER_OF: Final = {"pdf_f4": "F4", "pdf_a4": "A4", "pdf_a3": "A3"}
"""Kinds of printers that print whole pages, and their paper."""


class FormOffer(msgspec.Struct, frozen=True, kw_only=True):
    """A form; ``asked`` where the file's service asks for it, ``papers`` with the usual one first."""

    code: str
    version: int
    title_id: str
    title_en: str
    papers: tuple[str, ...]
    asked: bool = False


class PagePrinter(msgspec.Struct, frozen=True, kw_only=True):
    """A printer in use that prints whole pages of ``paper``: F4, A4 or A3."""

    printer_id: uuid.UUID
    name: str
    paper: str


class FormsOffer(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the sheet of forms shows.

    Attributes:
        forms: those that the file's service asks for first, then all others by code.
        unreadable: names of an office's own form files that cannot be read; the others are not stopped by them.
        number: of the file; empty without one.
    """

    forms: tuple[FormOffer, ...]
    printers: tuple[PagePrinter, ...]
    unreadable: tuple[str, ...] = ()
    number: str = ""


class FieldFinding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is missing, wrong or odd in a filled form; ``section_*`` says in which part of it."""

    code: str
    level: str
    label_id: str
    label_en: str
    section_id: str = ""
    section_en: str = ""
    row: int = 0
    detail: str = ""


class FilledLook(msgspec.Struct, frozen=True, kw_only=True):
    """How far a form is filled from what is known; no value of it."""

    form: str
    version: int
    known: int
    findings: tuple[FieldFinding, ...]


class PrintEmptyForm(Command, frozen=True, kw_only=True):
    """Queue a form to be filled in by hand."""

    form: str
    printer_id: uuid.UUID
    document_id: uuid.UUID = msgspec.field(default_factory=new_id)
    job_id: uuid.UUID = msgspec.field(default_factory=new_id)


def page_printers(work: Work, office_id: uuid.UUID) -> tuple[PagePrinter, ...]:
    """The office's printers in use that print whole pages, by name."""
    from desktop.office.printers import list_printers

    return tuple(
        PagePrinter(printer_id=one.printer_id, name=one.name, paper=PAPER_OF[one.kind])
        for one in list_printers(work, office_id)
        if one.active and one.kind in PAPER_OF
    )


def forms_offer(work: Work, office_id: uuid.UUID, application_id: uuid.UUID | None = None) -> FormsOffer:
    """The forms that can be printed, for a file or empty; two statements at most.

    Raises:
        UserError: ``forms.no_file``.
    """
    number = ""
    asked: tuple[str, ...] = ()
    if application_id is not None:
        number, asked = _file(work, office_id, application_id)
    forms: list[FormOffer] = []
    unreadable: list[str] = []
    known = form_codes()
    for code in [code for code in asked if code in known] + [code for code in known if code not in asked]:
        try:
            form = load_form(code)
        except UserError as error:
            unreadable.append(str(error.details.get("file", code)))
            continue
        forms.append(offer_of(form, asked=code in asked))
    return FormsOffer(
        forms=tuple(forms),
        printers=page_printers(work, office_id),
        unreadable=tuple(unreadable),
        number=number,
    )


def offer_of(form: Form, *, asked: bool = False) -> FormOffer:
    """A form as it is listed."""
    papers = tuple(dict.fromkeys(str(one.paper) for one in form.papers))
    return FormOffer(
        code=form.code,
        version=form.version,
        title_id=form.title_id,
        title_en=form.title_en,
        papers=papers,
        asked=asked,
    )


def look_at_form(
    work: Work, office_id: uuid.UUID, application_id: uuid.UUID, code: str, staff_id: uuid.UUID | None = None
) -> FilledLook:
    """What a form would lack if it were printed now; what stands in it is not told.

    Raises:
        UserError: as ``form_values``.
    """
    filled = form_values(work, office_id, application_id, code, None, staff_id)
    form = load_form(filled.form, filled.version)
    places = {field.key: (section, field) for section in form.sections for field in section.fields}
    found = []
    for one in validate_form(form, filled):
        section, field = places.get(one.field.partition(":")[0], (None, None))
        label = one.label or (field.label_id if field is not None else one.field)
        found.append(
            FieldFinding(
                code=one.code,
                level=one.level,
                label_id=label,
                label_en=(field.label_en if field is not None else "") or label,
                section_id=section.title_id if section is not None else "",
                section_en=section.title_en if section is not None else "",
                row=one.row,
                detail=one.detail,
            )
        )
    keys = {field.key for field in form.fields()}
    return FilledLook(
        form=form.code,
        version=form.version,
        known=sum(1 for key in filled.values if key in keys),
        findings=tuple(found),
    )


def print_empty_form(work: Work, command: PrintEmptyForm) -> Result[uuid.UUID]:
    """Queue an empty form; the key of its document.

    Raises:
        UserError: ``forms.unknown``, ``forms.file``; ``forms.paper`` where the form is not made for the printer's
            paper; ``paper.no_printer``, ``print.wrong_paper``.
    Writes: document, print_job, event, command. Changes: paper.
    """
    stored = remembered(work, command)
    if stored is not None:
        return Result(uuid.UUID(str(stored["document_id"])))
    form = load_form(command.form)
    printer = next(
        (one for one in page_printers(work, command.office_id) if one.printer_id == command.printer_id), None
    )
    if printer is not None and printer.paper not in offer_of(form).papers:
        raise UserError("forms.paper", form=form.code, paper=printer.paper)
    matter, _person = _empty(work, command.office_id, form).in_two_parts()
    store_document(
        work,
        command.office_id,
        "form",
        command.office_id,
        {**matter, "template_version": form.version, "language": "id", "has_person": False},
        {},
        retention_until=work.now().date(),
        printer_id=command.printer_id,
        document_id=command.document_id,
        job_id=command.job_id,
    )
    append_event(
        work,
        command,
        "form.printed",
        None,
        after={"document": command.document_id, "form": form.code, "version": form.version, "empty": True},
    )
    remember(work, command, "print_empty_form", {"document_id": command.document_id})
    work.wake(command.office_id)
    return Result(command.document_id, CHANGES)


def save_empty_form(work: Work, office_id: uuid.UUID, code: str, paper: str | None, path: str) -> str:
    """Write an empty form to a PDF; its path.

    Raises:
        UserError: ``forms.unknown``, ``forms.file``, ``forms.paper``.
        EnvironmentFault: ``formsheet.cannot_write`` (file, cause).
    """
    form = load_form(code)
    return write_file(path, render_form(form, _empty(work, office_id, form), paper=paper))


def save_kept_form(
    work: Work, office_id: uuid.UUID, document_id: uuid.UUID, paper: str | None, path: str
) -> str:
    """Write a form that ``print_form`` kept to a PDF; its path.

    Raises:
        UserError: ``forms.no_file``, ``print.snapshot``, ``forms.paper``.
        EnvironmentFault: ``formsheet.cannot_write`` (file, cause).
    """
    return write_file(path, render_snapshot(stored_form(work, office_id, document_id), paper=paper))


def write_file(path: str, content: bytes) -> str:
    """Put bytes into a file, whole or not at all; the path.

    Raises:
        EnvironmentFault: ``formsheet.cannot_write`` (file, cause).
    """
    target = Path(path)
    # Beside its place, so that whoever opens the old file never sees half a new one.
    half = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}")
    try:
        half.write_bytes(content)
        os.replace(half, target)
    except OSError as error:
        half.unlink(missing_ok=True)
        cause = error.strerror or type(error).__name__
        raise EnvironmentFault("formsheet.cannot_write", file=str(target), cause=cause) from error
    return str(target)


def _empty(work: Work, office_id: uuid.UUID, form: Form) -> FormSnapshot:
    from sqlalchemy import select

    from desktop.models.office import Office

    name = work.connection.execute(select(Office.name).where(Office.id == office_id)).scalar_one_or_none()
    return FormSnapshot.empty(form, office=name or "")


def _file(work: Work, office_id: uuid.UUID, application_id: uuid.UUID) -> tuple[str, tuple[str, ...]]:
    """Number of a file, and the forms that its service asks for."""
    from sqlalchemy import select

    from desktop.models.catalogue import ServiceVersion
    from desktop.models.files import Application

    row: Any = work.connection.execute(
        select(Application.letter, Application.year, Application.number, ServiceVersion.content)
        .join(ServiceVersion, ServiceVersion.id == Application.service_version_id)
        .where(Application.id == application_id, Application.office_id == office_id)
    ).first()
    if row is None:
        raise UserError("forms.no_file")
    asked = tuple(str(code) for code in (row.content or {}).get("forms") or ())
    return FileNumber(row.letter, row.year, row.number).text, asked


__all__ = [
    "PAPER_OF", "FieldFinding", "FilledLook", "FormOffer", "FormsOffer", "PagePrinter", "PrintEmptyForm",
    "forms_offer", "look_at_form", "offer_of", "page_printers", "print_empty_form",
    "save_empty_form", "save_kept_form", "write_file",
]  # fmt: skip
