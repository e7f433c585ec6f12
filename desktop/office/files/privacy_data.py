"""All that an office holds about one person, and who looked at it: the paper "data saya".

Called by the page "Data pribadi", tools and tests.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from desktop.domain.errors import UserError
from desktop.domain.ids import new_id
from desktop.office.files.paper_head import PaperHead, read_paper_head
from desktop.office.files.paper_sheets import my_data_content
from desktop.office.files.paper_store import store_document
from desktop.office.files.privacy_facts import (
    Look,
    contact_facts,
    file_facts,
    looks_at,
    paper_facts,
    person_facts,
    request_facts,
    scan_facts,
    visit_facts,
)
from desktop.office.records import append_event, remember, remembered
from desktop.office.work import Command, Result, Work
from desktop.printing.kinds import fits
from desktop.printing.texts import printed_text

CHANGES: Final = frozenset({"paper"})
KEEP_DAYS: Final = 30
"""The printed copy of somebody's data is itself personal data; its own part is kept so long for a second print."""


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One part of what is held: a heading's code, and facts as (label's code, value).

    A value is plain text; a value beginning with ``@`` is a code.
    """

    code: str
    facts: tuple[tuple[str, str], ...]


class MyData(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about one person; numbers in full, for the person only."""

    person_id: uuid.UUID
    name: str
    nik: str
    restricted: bool
    sections: tuple[Section, ...]
    looks: tuple[Look, ...]

    def __repr__(self) -> str:
        """Without anything of the person."""
        return f"MyData({self.person_id})"


class PrintMyData(Command, frozen=True, kw_only=True):
    """Print what is held about a person, after they have been identified.

    Attributes:
        request_id: the request for access that this answers.
        printer_id: None stores the paper without printing it.
        any_printer: instead of naming one, take the office's first printer for sheets, if there is one.
    """

    person_id: uuid.UUID
    language: str = "id"
    request_id: uuid.UUID | None = None
    printer_id: uuid.UUID | None = None
    any_printer: bool = False
    document_id: uuid.UUID = msgspec.field(default_factory=new_id)


class MyDataPrinted(msgspec.Struct, frozen=True, kw_only=True):
    """The document that was made."""

    document_id: uuid.UUID
    sections: int
    looks: int
    printed: bool = False


def my_data(work: Work, office_id: uuid.UUID, person_id: uuid.UUID) -> MyData:
    """Gather everything about a person. Whoever shows it records a look (``privacy.record_look``).

    Raises:
        UserError: ``privacy.no_person``.
    """
    from sqlalchemy import select

    from desktop.models.office import Office
    from desktop.models.people import Person

    zone = ZoneInfo(
        work.connection.execute(select(Office.time_zone).where(Office.id == office_id)).scalar_one()
    )
    person: Any = work.connection.execute(
        select(Person.__table__).where(
            Person.id == person_id, Person.office_id == office_id, Person.name != ""
        )
    ).first()
    if person is None:
        raise UserError("privacy.no_person")
    files = file_facts(work, person_id, zone)
    sections = [
        Section(code="privacy.section_person", facts=person_facts(person)),
        Section(code="privacy.section_contacts", facts=contact_facts(work, person_id)),
        Section(code="privacy.section_files", facts=files),
        Section(code="privacy.section_scans", facts=scan_facts(work, person_id)),
        Section(code="privacy.section_papers", facts=paper_facts(work, person_id, zone)),
        Section(code="privacy.section_visits", facts=visit_facts(work, person_id, zone)),
        Section(code="privacy.section_requests", facts=request_facts(work, person_id, zone)),
    ]
    return MyData(
        person_id=person_id,
        name=person.name,
        nik=person.nik or "",
        restricted=person.restricted,
        sections=tuple(section for section in sections if section.facts),
        looks=looks_at(work, office_id, person_id),
    )


def print_my_data(work: Work, command: PrintMyData) -> Result[MyDataPrinted]:
    """Freeze and queue the paper "data saya", and write down that it was printed.

    Raises:
        UserError: ``privacy.no_person``; ``paper.no_printer``, ``print.wrong_paper``.
    Writes: document, document_person, print_job, event, command. Changes: paper.
    """
    stored = remembered(work, command)
    if stored is not None:
        return Result(msgspec.convert(stored, MyDataPrinted), frozenset())
    data = my_data(work, command.office_id, command.person_id)
    head = read_paper_head(work, command.office_id, command.language)
    matter, person = my_data_words(work, command, data, head)
    printer_id = command.printer_id
    if printer_id is None and command.any_printer:
        printer_id = sheet_printer(work, command.office_id, "my_data")
    store_document(
        work,
        command.office_id,
        "my_data",
        command.person_id,
        {"has_person": True, **matter},
        person,
        retention_until=work.now().astimezone(ZoneInfo(head.zone)).date() + timedelta(days=KEEP_DAYS),
        person_id=command.person_id,
        printer_id=printer_id,
        document_id=command.document_id,
    )
    append_event(
        work,
        command,
        "person.viewed",
        command.person_id,
        after={"how": "print", "document": command.document_id},
        reason="print",
    )
    outcome = MyDataPrinted(
        document_id=command.document_id,
        sections=len(data.sections),
        looks=len(data.looks),
        printed=printer_id is not None,
    )
    remember(work, command, "print_my_data", msgspec.to_builtins(outcome))
    work.wake(command.office_id)
    return Result(outcome, CHANGES)


def sheet_printer(work: Work, office_id: uuid.UUID, kind: str) -> uuid.UUID | None:
    """The office's first printer in use that can print this kind of document, or None."""
    from sqlalchemy import select

    from desktop.models.paper import Printer

    rows = work.connection.execute(
        select(Printer.id, Printer.kind)
        .where(Printer.office_id == office_id, Printer.active)
        .order_by(Printer.name)
    )
    return next((row.id for row in rows if fits(kind, row.kind)), None)


def my_data_words(
    work: Work, command: PrintMyData, data: MyData, head: PaperHead
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both parts of the paper, in the words of its language."""
    language = command.language

    def words(code: str) -> str:
        return printed_text(code, language)

    def value(text: str) -> str:
        return words(text[1:]) if text.startswith("@privacy.") else text

    return my_data_content(
        head,
        sections=[
            (
                words(section.code),
                [
                    (words(label) if label.startswith("privacy.") else label, value(text))
                    for label, text in section.facts
                ],
            )
            for section in data.sections
        ],
        looks=[
            (look.at_utc, look.who or words("privacy.look_by_tool"), words(look.why)) for look in data.looks
        ],
        printed_by=_staff_name(work, command.staff_id),
        printed_at_utc=work.now(),
        request=str(command.request_id)[-6:].upper() if command.request_id else "",
        name=data.name,
        nik=data.nik,
    )


def _staff_name(work: Work, staff_id: uuid.UUID | None) -> str:
    from sqlalchemy import select

    from desktop.models.staff import Staff

    if staff_id is None:
        return ""
    return work.connection.execute(select(Staff.name).where(Staff.id == staff_id)).scalar_one_or_none() or ""
